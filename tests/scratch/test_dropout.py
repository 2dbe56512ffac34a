"""Section 3.13: inverted dropout keeps the expectation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import autograd, gluon, nd

from gluon_course.base.errors import ConfigError
from gluon_course.base.seeds import seed_everything
from gluon_course.scratch import dropout


@given(p=st.floats(0, 0.95), seed=st.integers(0, 2**31 - 1))
@settings(deadline=None, max_examples=30)
def test_elements_are_zero_or_scaled_up(p, seed):
    seed_everything(seed)
    X = nd.arange(1, 17).reshape((2, 8))
    Y = dropout(X, p).asnumpy()
    kept = Y != 0
    np.testing.assert_allclose(Y[kept], (X.asnumpy() / (1 - p))[kept], rtol=1e-5)


@pytest.mark.parametrize("p", [0.2, 0.5, 0.9])
def test_expectation_and_share_of_zeros(p):
    seed_everything(0)
    n = 200_000
    Y = dropout(nd.ones(n), p).asnumpy()
    # 5 standard errors of a mean of n Bernoulli draws
    tolerance = 5 * np.sqrt(p * (1 - p) / n)
    assert abs((Y == 0).mean() - p) < tolerance
    assert abs(Y.mean() - 1) < tolerance / (1 - p)


def test_the_extremes_keep_all_and_drop_all():
    X = nd.arange(16).reshape((2, 8))
    np.testing.assert_array_equal(dropout(X, 0).asnumpy(), X.asnumpy())
    np.testing.assert_array_equal(dropout(X, 1).asnumpy(), np.zeros((2, 8)))


def test_gradient_flows_through_the_kept_elements_only():
    seed_everything(5)
    X = nd.random.normal(shape=(50,))
    X.attach_grad()
    with autograd.record():
        Y = dropout(X, 0.5)
    Y.backward()
    np.testing.assert_array_equal(X.grad.asnumpy(), 2.0 * (Y.asnumpy() != 0))


def test_values_are_those_that_gluons_layer_can_give():
    X = nd.ones((100,))
    layer = gluon.nn.Dropout(0.2)
    with autograd.train_mode():
        theirs = set(np.round(layer(X).asnumpy(), 5).tolist())
    assert set(np.round(dropout(X, 0.2).asnumpy(), 5).tolist()) == theirs


@pytest.mark.parametrize("p", [-0.1, 1.5])
def test_a_probability_out_of_range_is_refused(p):
    with pytest.raises(ConfigError, match=str(p)):
        dropout(nd.ones(3), p)
