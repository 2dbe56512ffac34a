"""Fully convolutional networks: shapes, bases, and what they begin as."""

import numpy as np
import pytest
from mxnet import autograd, gluon, init, nd

from gluon_course import models
from gluon_course.base.errors import CheckpointError, ConfigError
from gluon_course.base.seeds import seed_everything

NAMES = ("fcn32s", "fcn16s", "fcn8s")


def small(name, num_classes=3):
    seed_everything(3)
    net = models.get_model(name, num_classes=num_classes, base="small")
    net.initialize(init.Xavier())
    return net


@pytest.mark.parametrize("name", NAMES)
def test_number_of_parameters_is_that_of_resnet_and_the_layers_on_top(name):
    facts = models.model_facts(name)
    base = gluon.model_zoo.vision.resnet18_v2()
    base.initialize()
    base(nd.zeros((1, 3, 32, 32)))
    count = sum(
        each.data().size
        for each in base.features.collect_params().values()
        if each.grad_req != "null"
    )
    scores = {"fcn32s": [512], "fcn16s": [512, 256], "fcn8s": [512, 256, 128]}[name]
    kernels = {"fcn32s": [64], "fcn16s": [4, 32], "fcn8s": [4, 4, 16]}[name]
    count += sum(21 * (channels + 1) for channels in scores)
    count += sum(21 * 21 * size**2 for size in kernels)
    net = models.get_model(name)
    net.initialize()
    net(nd.zeros((1, 3, 32, 32)))
    trainable = [p for p in net.collect_params().values() if p.grad_req != "null"]
    assert sum(p.data().size for p in trainable) == count == facts.num_parameters


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [(64, 96), (33, 47), (1, 70)])
def test_scores_have_the_size_of_the_picture(name, size):
    net = small(name)
    X = nd.random.normal(shape=(2, 3, *size))
    Y = net(X)
    assert Y.shape == (2, 3, *size)
    net.hybridize()
    np.testing.assert_allclose(net(X).asnumpy(), Y.asnumpy(), atol=1e-5)


def test_the_text_s_crop_shrinks_32_times():
    net = models.get_model("fcn32s")
    net.initialize()
    X = nd.zeros((1, 3, 320, 480))
    assert net.features(X).shape == (1, 512, 10, 15)
    assert net(X).shape == (1, 21, 320, 480)


def test_the_base_takes_the_parameters_of_the_model_zoo(tmp_path):
    zoo = gluon.model_zoo.vision.resnet18_v2()
    zoo.initialize(init.Xavier())
    X = nd.random.normal(shape=(1, 3, 64, 64))
    zoo(X)
    zoo.save_parameters(str(tmp_path / "zoo.params"))
    net = models.get_model("fcn8s")
    models.load_features(net, tmp_path / "zoo.params")
    for name, each in net._collect_params_with_prefix().items():
        if not name.startswith("features."):
            each.initialize()
    net(X)
    want = zoo.features[:11](X)
    np.testing.assert_allclose(net.features(X).asnumpy(), want.asnumpy(), atol=1e-5)
    with pytest.raises(CheckpointError, match=r"features\.\d.*other"):
        models.load_features(small("fcn8s"), tmp_path / "zoo.params")


def test_upsampling_stays_bilinear_whatever_initializes_the_rest():
    net = small("fcn8s")
    net(nd.zeros((1, 3, 32, 32)))
    weight = net.last.weight.data().asnumpy()
    assert weight.shape == (3, 3, 16, 16)
    assert weight[0, 1].max() == 0 < weight[0, 0].min()
    np.testing.assert_allclose(weight[0, 0].sum(), 64, rtol=1e-5)


def test_a_fixed_enlargement_is_not_trained():
    net = models.get_model("fcn8s", num_classes=2, base="small", is_fixed=True)
    net.initialize(init.Xavier())
    assert net.spec["options"]["is_fixed"]
    trainer = gluon.Trainer(net.collect_params(), "adam", {"learning_rate": 0.1})
    net(nd.zeros((1, 3, 32, 32)))
    layers = (net.last, *net.doubles)
    before = [each.weight.data().asnumpy() for each in layers]
    score = net.scores[0].weight.data().asnumpy()
    with autograd.record():
        value = (net(nd.random.normal(shape=(1, 3, 32, 32))) ** 2).mean()
    value.backward()
    trainer.step(1)
    for each, old in zip(layers, before):
        np.testing.assert_array_equal(each.weight.data().asnumpy(), old)
    assert (net.scores[0].weight.data().asnumpy() != score).any()


@pytest.mark.parametrize("name", NAMES)
def test_one_batch_is_learned(name):
    net = small(name, num_classes=2)
    X = nd.random.normal(shape=(2, 3, 64, 64), scale=0.3)
    y = nd.zeros((2, 64, 64))
    X[0, :, 16:48, 8:40] += 2
    y[0, 16:48, 8:40] = 1
    X[1, :, 32:, 32:] += 2
    y[1, 32:, 32:] = 1
    loss = gluon.loss.SoftmaxCrossEntropyLoss(axis=1)
    trainer = gluon.Trainer(net.collect_params(), "adam", {"learning_rate": 0.01})
    net.hybridize(static_alloc=True)
    values = []
    for _ in range(15):
        with autograd.record():
            value = loss(net(X), y).mean()
        value.backward()
        trainer.step(1)
        values.append(value.asscalar())
    assert values[-1] < 0.4 * values[0]


def test_unknown_base_is_told():
    with pytest.raises(ConfigError, match="base is 'vgg'"):
        models.get_model("fcn8s", base="vgg")
    with pytest.raises(ConfigError, match="num_classes"):
        models.get_model("fcn8s", num_classes=0)
