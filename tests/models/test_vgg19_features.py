"""VGG-19's features are those of the model zoo, layer by layer."""

import numpy as np
import pytest
from mxnet import gluon, init, nd

from gluon_course.base.errors import CheckpointError, ConfigError
from gluon_course.models import VGG19Features, load_features
from gluon_course.models.vgg19_features import CONTENT_LAYERS, STYLE_LAYERS


def test_features_are_those_of_the_model_zoo(tmp_path):
    zoo = gluon.model_zoo.vision.vgg19()
    zoo.features[:10].initialize(init.Xavier())
    X = nd.random.normal(shape=(1, 3, 16, 20))
    layers = (0, 5, 8)
    want, Y = {}, X
    for i, layer in enumerate(zoo.features[:10]):
        Y = want[i] = layer(Y)
    path = tmp_path / "vgg19.params"
    arrays = zoo.features[:10]._collect_params_with_prefix()
    nd.save(
        str(path), {f"features.{name}": each.data() for name, each in arrays.items()}
    )
    net = VGG19Features(layers)
    load_features(net, path)
    for hybrid in (False, True):
        net.hybridize(hybrid)
        for i, got in zip(layers, net(X)):
            np.testing.assert_allclose(got.asnumpy(), want[i].asnumpy(), atol=1e-5)


def test_the_layers_of_the_text_are_convolutions_of_the_ladder():
    net = VGG19Features(channel_ratio=16)
    kinds = [type(net.features[i]).__name__ for i in STYLE_LAYERS + CONTENT_LAYERS]
    assert kinds == ["Conv2D"] * 6
    assert len(net.features) == 29
    zoo = gluon.model_zoo.vision.vgg19().features
    for ours, other in zip(net.features, zoo):
        assert type(ours) is type(other)
    net.initialize()
    shapes = [each.shape for each in net(nd.zeros((1, 3, 32, 48)))]
    assert shapes == [
        (1, 4, 32, 48),
        (1, 8, 16, 24),
        (1, 16, 8, 12),
        (1, 32, 4, 6),
        (1, 32, 2, 3),
        (1, 32, 4, 6),
    ]


def test_mistakes_are_told(tmp_path):
    with pytest.raises(ConfigError, match="layers 0 to 36"):
        VGG19Features((0, 37))
    with pytest.raises(ConfigError, match="channel_ratio"):
        VGG19Features(channel_ratio=0)
    path = tmp_path / "other.params"
    nd.save(str(path), {"features.0.weight": nd.zeros((32, 3, 3, 3))})
    with pytest.raises(CheckpointError, match=r"features\.0\.weight has shape"):
        load_features(VGG19Features((0,)), path)
    nd.save(str(path), {"features.1.weight": nd.zeros((64, 3, 3, 3))})
    with pytest.raises(CheckpointError, match="lacks it"):
        load_features(VGG19Features((0,)), path)
