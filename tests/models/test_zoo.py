"""Nets of the zoo from files of weights, and what they expect of the data."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import gluon, nd
from mxnet.gluon.model_zoo import vision

from gluon_course import data, models, train
from gluon_course.base.errors import CheckpointError, ConfigError
from gluon_course.base.expected import check_normalisation
from gluon_course.base.run import RunOptions
from gluon_course.models import zoo

X = nd.random.uniform(shape=(1, 3, 64, 64))


@pytest.fixture(scope="module")
def original():
    mx.random.seed(3)
    net = vision.mobilenet0_25(classes=5)
    net.initialize(mx.init.Xavier())
    net(X)
    return net


@pytest.mark.parametrize("style", ["now", "once"])
def test_weights_of_both_styles_of_names_give_the_same_net(original, tmp_path, style):
    path = tmp_path / "net.params"
    if style == "now":
        original.save_parameters(str(path))
    else:
        original.collect_params().save(str(path), strip_prefix=original.prefix)
    net = models.zoo_net("mobilenet0.25", weights=path, num_classes=5)
    np.testing.assert_array_equal(net(X).asnumpy(), original(X).asnumpy())


def test_files_of_other_nets_and_damaged_ones_are_refused(original, tmp_path):
    path = tmp_path / "net.params"
    original.save_parameters(str(path))
    with pytest.raises(CheckpointError, match=r"output\.\w+"):
        models.zoo_net("mobilenet0.25", weights=path, num_classes=6)
    with pytest.raises(CheckpointError, match="more differ"):
        models.zoo_net("resnet18_v2", weights=path)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(CheckpointError, match=r"net\.params"):
        models.zoo_net("mobilenet0.25", weights=path, num_classes=5)
    with pytest.raises(ConfigError, match="resnet18_v2"):
        models.zoo_net("resnet18v2")


def test_a_net_that_has_values_takes_others(original, tmp_path):
    path = tmp_path / "net.params"
    original.save_parameters(str(path))
    net = vision.mobilenet0_25(classes=5)
    net.initialize()
    models.load_weights(net, path)
    np.testing.assert_array_equal(net(X).asnumpy(), original(X).asnumpy())


def test_the_zoo_has_the_normalisation_of_imagenet():
    assert data.IMAGENET.mean == zoo.MEAN and data.IMAGENET.std == zoo.STD


def loader(mean=(), std=()):
    info = data.DataInfo("x", "X", (3, 64, 64), tuple("abcde"), mean=mean, std=std)
    return data.BatchLoader(
        np.zeros((4, 3, 64, 64), np.float32), np.arange(4), batch_size=4, info=info
    )


def test_data_normalised_otherwise_are_refused(original, tmp_path):
    path = tmp_path / "net.params"
    original.save_parameters(str(path))
    net = models.zoo_net("mobilenet0.25", weights=path, num_classes=5)
    net = models.replace_head(net, 4)
    run = RunOptions(device="cpu")
    trainer = train.Trainer(net, train.Classification(), run=run)
    for use in (trainer.fit, trainer.evaluate):
        with pytest.raises(ConfigError, match=r"trained with mean \(0\.485"):
            use(loader())
    with pytest.raises(ConfigError, match=r"0\.485"):
        data.FeatureLoader(loader(), models.features_of(net))
    good = loader(data.IMAGENET.mean, data.IMAGENET.std)
    assert np.isfinite(trainer.evaluate(good)["loss"])
    assert len(list(data.FeatureLoader(good, models.features_of(net)))) == 1


def test_what_is_not_known_is_not_compared():
    check_normalisation(gluon.nn.Dense(1), loader())
    net = gluon.nn.Dense(1)
    net.normalisation = ((0.5,), (0.5,))
    check_normalisation(net, [(X, X)])
