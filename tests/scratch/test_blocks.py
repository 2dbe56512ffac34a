"""The hand-written blocks of 4.1 against NumPy, and what may not be compiled."""

import numpy as np
import pytest
from mxnet import autograd, nd
from mxnet.gluon import nn

from gluon_course.scratch import MLP, FancyMLP, MySequential, NestMLP


def relu(x):
    return np.maximum(x, 0)


def dense(x, layer):
    return x @ layer.weight.data().asnumpy().T + layer.bias.data().asnumpy()


@pytest.fixture(name="X")
def inputs():
    return nd.array(np.random.RandomState(0).rand(2, 20))


def test_mlp_is_two_products_with_a_relu_between(X):
    net = MLP()
    net.initialize()
    net(X)
    expected = dense(relu(dense(X.asnumpy(), net.hidden)), net.output)
    np.testing.assert_allclose(net(X).asnumpy(), expected, rtol=1e-4, atol=1e-6)


def test_my_sequential_is_gluon_s_sequential(X):
    layers = [nn.Dense(5, activation="relu"), nn.Dropout(0.5), nn.Dense(3)]
    ours, gluon = MySequential(), nn.Sequential()
    ours.add(*layers)
    gluon.add(*layers)
    ours.initialize()
    assert (ours(X) == gluon(X)).asnumpy().all()
    names = [*gluon._collect_params_with_prefix()]
    assert [*ours._collect_params_with_prefix()] == names
    assert MySequential()(X) is X


@pytest.mark.parametrize("scale", [1e-3, 1.0, 300.0])
def test_fancy_mlp_follows_the_norm(X, scale):
    net = FancyMLP()
    net.initialize()
    X = X * scale
    net(X)
    x = relu(dense(X.asnumpy(), net.dense))
    weight = net.rand_weight.data().asnumpy()
    x = relu(dense(relu(x @ weight + 1), net.dense))
    while np.linalg.norm(x) > 1:
        x = x / 2
    if np.linalg.norm(x) < 0.8:
        x = x * 10
    assert net(X).asscalar() == pytest.approx(x.sum(), rel=1e-4)


def test_the_constant_of_fancy_mlp_gets_no_gradient_and_the_dense_layer_does(X):
    net = FancyMLP()
    net.initialize()
    with autograd.record():
        y = net(X)
    y.backward()
    assert net.rand_weight.grad_req == "null"
    assert net.dense.weight.grad().norm().asscalar() > 0


@pytest.mark.parametrize("block", [MLP, NestMLP])
def test_blocks_without_choices_on_values_compile(X, block):
    net = block()
    net.initialize()
    plain = net(X)
    net.hybridize()
    np.testing.assert_allclose(net(X).asnumpy(), plain.asnumpy(), rtol=1e-5)
    assert plain.shape == {MLP: (2, 10), NestMLP: (2, 16)}[block]


def test_fancy_mlp_cannot_stand_in_a_compiled_net():
    with pytest.raises(ValueError, match="must also be HybridBlock"):
        nn.HybridSequential().add(FancyMLP())
