"""New heads, frozen layers, and a net that learns new digits from few pictures."""

import dataclasses

import mxnet as mx
import numpy as np
import pytest
from mxnet import gluon, nd
from mxnet.gluon.model_zoo import vision

from gluon_course import data, models, train
from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions

RUN = RunOptions(device="cpu")


def zoo_net():
    mx.random.seed(0)
    net = vision.resnet18_v2(classes=7, thumbnail=True)
    net.initialize(mx.init.Xavier())
    net(nd.zeros((1, 3, 16, 16)))
    return net


def course_net():
    mx.random.seed(0)
    net = models.get_model("resnet18_small", num_classes=7)
    net.initialize(mx.init.Xavier())
    net(nd.zeros((1, 3, 16, 16)))
    return net


NETS = [zoo_net, course_net]
BATCHES = [(nd.random.uniform(shape=(4, 3, 16, 16)), nd.arange(4))]


def values(block):
    return {
        k: v.data().asnumpy() for k, v in block._collect_params_with_prefix().items()
    }


@pytest.mark.parametrize("make", NETS)
@pytest.mark.parametrize("is_hybrid", [False, True])
def test_a_new_head_leaves_the_features_as_they_are(make, is_hybrid):
    net = make()
    net.hybridize(is_hybrid)
    X = BATCHES[0][0]
    assert net(X).shape == (4, 7)
    features = models.features_of(net)
    before = features(X).asnumpy()
    assert models.replace_head(net, 4) is net
    assert net(X).shape == (4, 4)
    np.testing.assert_array_equal(models.features_of(net)(X).asnumpy(), before)


def test_the_recipe_of_a_course_net_follows_its_head():
    net = models.replace_head(course_net(), 4)
    assert net.spec["options"]["num_classes"] == 4
    again = models.get_model(net.spec["model"], **net.spec["options"])
    again.initialize()
    assert again(BATCHES[0][0]).shape == (4, 4)


@pytest.mark.parametrize("make", NETS)
def test_the_head_learns_as_many_times_as_fast(make):
    X, y = BATCHES[0]
    steps = []
    for lr_mult in (1, 10):
        net = models.replace_head(make(), 4, lr_mult)
        mx.random.seed(1)
        head = net.output if hasattr(net, "output") else net[-1]
        head.weight.set_data(nd.random.normal(scale=0.1, shape=head.weight.shape))
        before = values(net)
        train.Trainer(
            net, train.Classification(), "sgd", {"learning_rate": 1e-3}, run=RUN
        ).fit([(X, y)])
        steps.append({k: values(net)[k] - before[k] for k in before})
    name = next(k for k in steps[0] if values(net)[k].shape == (4, 512))
    np.testing.assert_allclose(
        steps[1][name], 10 * steps[0][name], rtol=0.02, atol=1e-6
    )
    other = next(iter(k for k in steps[0] if values(net)[k].ndim == 4))
    np.testing.assert_allclose(steps[1][other], steps[0][other], rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("make", NETS)
def test_what_is_frozen_stays_and_what_is_unfrozen_learns(make):
    net = models.replace_head(make(), 4)
    features = models.features_of(net)
    models.freeze(features)

    def learn():
        before, inside = values(net), set(features._collect_params_with_prefix())
        options = {"learning_rate": 0.1}
        train.Trainer(net, train.Classification(), "sgd", options, run=RUN).fit(BATCHES)
        moved = {k for k, v in values(net).items() if (v != before[k]).any()}
        prefix = "features." if hasattr(net, "output") else ""
        return moved & {prefix + name for name in inside}, moved

    inside, moved = learn()
    assert not inside and len(moved) == 2  # weight and bias of the head
    models.unfreeze(features)
    inside, _ = learn()
    assert any("running_mean" in name for name in inside)
    assert any(name.endswith("weight") for name in inside)


def test_heads_that_cannot_be_replaced_are_named():
    with pytest.raises(ConfigError, match="Dense has no head"):
        models.replace_head(gluon.nn.Dense(3), 2)
    with pytest.raises(ConfigError, match="no head"):
        models.replace_head(vision.squeezenet1_0(), 2)
    for options in ({"num_classes": 0}, {"num_classes": 3, "lr_mult": 0}):
        with pytest.raises(ConfigError):
            models.replace_head(course_net(), **options)


def test_features_are_streamed_and_those_of_the_net_in_predict_mode():
    images = data.load_images("sample-digits", 64)[1]
    net = models.get_model("lenet_bn")
    net.initialize(mx.init.Xavier())
    net(nd.zeros((1, 1, 28, 28)))
    features = models.features_of(net)
    stream = data.FeatureLoader(images, features)
    assert len(stream) == len(images)
    assert stream.info.shape == features(nd.zeros((1, 1, 28, 28))).shape[1:]
    before = values(features)
    with mx.autograd.record():  # even here
        pairs = list(zip(images, stream))
    for (X, y), (Z, z) in pairs:
        assert (y == z).asnumpy().all()
        np.testing.assert_allclose(Z.asnumpy(), features(X).asnumpy(), atol=1e-6)
    after = values(features)
    assert all((after[k] == before[k]).all() for k in before)


def digits(classes, per_class=None):
    """Loaders of the digits of these classes, renumbered 0, 1, ..."""
    images = data.read_images("sample-digits")

    def part(X, y, limit=None):
        rows = np.concatenate([np.flatnonzero(y == label)[:limit] for label in classes])
        return X[rows], y[rows] - min(classes)

    transform = data.ToTensor()
    X, y = part(images.X, images.y, per_class)
    train_iter = data.BatchLoader(
        X, y, batch_size=20, shuffle=True, transform=transform
    )
    test = part(images.X_test, images.y_test)
    return train_iter, data.BatchLoader(*test, batch_size=90, transform=transform)


@pytest.mark.parametrize("seed", [0, 1])
def test_a_net_that_knows_0_to_4_learns_5_to_9_from_20_pictures_each(seed):
    run = dataclasses.replace(RUN, seed=seed)

    def train_it(net, loaders, num_epochs, lr):
        trainer = train.Trainer(
            net, train.Classification(), "adam", {"learning_rate": lr}, run=run
        )
        return trainer.fit(*loaders, num_epochs=num_epochs).final["test_acc"]

    def fresh():
        net = models.get_model("lenet", num_classes=5)
        net.initialize(mx.init.Xavier())
        return net

    pretrained, few = fresh(), digits(range(5, 10), per_class=20)
    assert train_it(pretrained, digits(range(5)), 6, 0.003) > 0.9
    scratch = train_it(fresh(), few, 20, 0.002)
    models.replace_head(pretrained, 5)
    tuned = train_it(pretrained, few, 20, 0.002)
    assert tuned > scratch + 0.05
