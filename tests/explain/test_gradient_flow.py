"""Gradient norms against finite differences, and the nets that are compared."""

import numpy as np
import pytest
from mxnet import gluon, init, nd
from mxnet.gluon import nn

from gluon_course.base.seeds import seed_everything
from gluon_course.base.shapes import infer_output_shape
from gluon_course.explain.gradient_flow import ConvPair, conv_stack, gradient_norms

LOSS = gluon.loss.L2Loss()


def test_norms_are_those_of_finite_differences():
    seed_everything(0)
    net = nn.HybridSequential()
    net.add(nn.Dense(4, activation="tanh"), nn.Dense(1))
    net.initialize(init.Normal(1))
    X, y = nd.random.normal(shape=(5, 3)), nd.random.normal(shape=(5,))
    norms = gradient_norms(net, X, y, LOSS)
    assert list(norms) == ["0.weight", "1.weight"]
    for name, layer in (("0.weight", net[0]), ("1.weight", net[1])):
        weight = layer.weight.data().asnumpy()
        slopes = np.zeros_like(weight)
        for place in np.ndindex(weight.shape):
            losses = []
            for step in (1e-2, -1e-2):
                moved = weight.copy()
                moved[place] += step
                layer.weight.set_data(nd.array(moved))
                losses.append(LOSS(net(X), y).mean().asscalar())
            slopes[place] = (losses[0] - losses[1]) / 2e-2
        layer.weight.set_data(nd.array(weight))
        assert norms[name] == pytest.approx(np.linalg.norm(slopes), rel=1e-2)


def test_a_residual_pair_is_the_plain_one_with_its_input_added():
    X = nd.array(np.random.RandomState(0).normal(size=(2, 3, 4, 4)))
    outputs = []
    for is_residual in (False, True):
        seed_everything(0)
        pair = ConvPair(3, is_residual, False)
        pair.initialize(init.Xavier())
        outputs.append((pair(X), pair.body(X)))
    (plain, body), (residual, same) = outputs
    assert (body == same).min().asscalar() == 1
    np.testing.assert_array_equal(plain.asnumpy(), np.maximum(body.asnumpy(), 0))
    wanted = np.maximum((body + X).asnumpy(), 0)
    np.testing.assert_allclose(residual.asnumpy(), wanted, rtol=1e-6)


@pytest.mark.parametrize("has_batch_norm", [False, True])
def test_a_stack_has_two_layers_for_each_pair(has_batch_norm):
    net = conv_stack(3, True, has_batch_norm)
    assert infer_output_shape(net, (2, 1, 14, 14)) == (2, 10)
    names = net._collect_params_with_prefix()
    assert sum(name.endswith("weight") for name in names) == 1 + 2 * 3 + 1
    assert sum("gamma" in name for name in names) == (6 if has_batch_norm else 0)


def test_frozen_weights_are_left_out():
    net = nn.HybridSequential()
    net.add(nn.Dense(2), nn.Dense(1))
    net.initialize()
    net[0].weight.grad_req = "null"
    norms = gradient_norms(net, nd.ones((3, 2)), nd.ones(3), LOSS)
    assert list(norms) == ["1.weight"]
