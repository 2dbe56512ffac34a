"""Variances by depth against theory, and Xavier's bound against its variance."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.explain.stability import (
    ACTIVATIONS,
    initializers,
    variances_by_depth,
    xavier_bound,
)


def test_without_activation_the_variance_is_multiplied_by_inputs_times_variance():
    factor = 256 * 0.05**2
    forward, backward = variances_by_depth(
        mx.init.Normal(0.05), ACTIVATIONS["none"], depth=6
    )
    assert forward[0] == pytest.approx(factor, rel=0.1)
    assert forward[5] / forward[0] == pytest.approx(factor**5, rel=0.3)
    assert backward[5] == pytest.approx(factor, rel=0.1)
    assert backward[0] == pytest.approx(factor**6, rel=0.3)


def test_one_layer_against_numpy():
    forward, backward = variances_by_depth(
        mx.init.Constant(0.25), ACTIVATIONS["sigmoid"], width=1, depth=1, seed=3
    )
    mx.random.seed(3)
    x = nd.random.normal(shape=(128, 1)).asnumpy().astype(float)
    y = 1 / (1 + np.exp(-0.25 * x))
    assert forward == [pytest.approx(y.var(), rel=1e-4)]
    slope = 0.25 * y * (1 - y)
    gradient = nd.random.normal(shape=(128, 1)).asnumpy()
    assert backward == [pytest.approx(((slope * gradient) ** 2).mean(), rel=1e-4)]


@pytest.mark.parametrize(("a", "b"), [(3, 5), (784, 256), (25, 150)])
def test_bound_gives_the_variance_of_xavier(a, b):
    assert xavier_bound(a, b) ** 2 / 3 == pytest.approx(2 / (a + b))


def test_he_draws_what_its_paper_says():
    weight = nd.zeros((400, 300))
    initializers()["He"](mx.init.InitDesc("weight"), weight)
    assert weight.asnumpy().var() == pytest.approx(2 / 300, rel=0.02)


def test_values_below_one_are_refused():
    with pytest.raises(ConfigError):
        variances_by_depth(mx.init.Xavier(), nd.relu, depth=0)
    with pytest.raises(ConfigError):
        xavier_bound(0, 3)
