"""The layers and the initializer that chapter 4 writes by hand."""

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import autograd, nd
from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError
from gluon_course.nn import CenteredLayer, MyDense, MyInit


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=4),
    st.integers(0, 10),
    st.booleans(),
)
def test_the_mean_becomes_zero_and_differences_stay(shape, seed, is_hybrid):
    x = np.random.RandomState(seed).uniform(-5, 5, shape).astype("float32")
    layer = CenteredLayer()
    layer.hybridize(is_hybrid)
    y = layer(nd.array(x)).asnumpy()
    np.testing.assert_allclose(y, x - x.mean(), atol=1e-5)


@pytest.mark.parametrize("is_hybrid", [False, True])
def test_my_dense_and_its_gradient_are_those_of_gluon_s_dense(is_hybrid):
    X = nd.array(np.random.RandomState(0).randn(7, 5))
    ours, gluon = MyDense(3, in_units=5), nn.Dense(3, in_units=5, activation="relu")
    for net in (ours, gluon):
        net.initialize()
        net.hybridize(is_hybrid)
    ours.bias.set_data(nd.array([0.1, -0.2, 0.3]))
    gluon.weight.set_data(ours.weight.data().T)
    gluon.bias.set_data(ours.bias.data())
    for net in (ours, gluon):
        with autograd.record():
            y = net(X)
        y.backward()
    np.testing.assert_allclose(ours(X).asnumpy(), gluon(X).asnumpy(), rtol=1e-5)
    np.testing.assert_allclose(
        ours.weight.grad().asnumpy(), gluon.weight.grad().asnumpy().T, rtol=1e-5
    )
    np.testing.assert_allclose(
        ours.bias.grad().asnumpy(), gluon.bias.grad().asnumpy(), rtol=1e-5
    )


def test_my_dense_starts_with_a_bias_of_zero_whatever_draws_the_weight():
    net = MyDense(3, in_units=5)
    net.initialize(MyInit())
    assert not net.bias.data().asnumpy().any()


@pytest.mark.parametrize(("low", "high"), [(5, 10), (0, 1), (2, 2.5)])
def test_my_init_draws_from_both_ends_and_leaves_nothing_between(low, high):
    net = nn.Dense(200, in_units=100)
    mx.random.seed(1)
    net.initialize(MyInit(low, high))
    weight = net.weight.data().asnumpy()
    kept = np.abs(weight[weight != 0])
    assert low <= kept.min() and kept.max() <= high
    assert (weight != 0).mean() == pytest.approx(1 - low / high, abs=0.02)
    assert (weight > 0).mean() == pytest.approx((weight < 0).mean(), abs=0.03)


def test_my_init_is_known_by_name_and_keeps_its_bounds():
    made = mx.init.create("myinit", low=1, high=2)
    assert (made.low, made.high) == (1, 2)
    assert '"low": 1' in made.dumps()


def test_bounds_out_of_order_are_refused():
    with pytest.raises(ConfigError, match="0 <= low <= high"):
        MyInit(5, 1)
