"""Errors of a regression against the text's own formula and scikit-learn."""

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import mean_squared_error

from gluon_course.base.errors import ShapeError
from gluon_course.metrics import log_rmse, rmse

PRICES = hnp.arrays("float64", 12, elements=st.floats(1, 1e6))
ANY = hnp.arrays("float64", 12, elements=st.floats(-1e6, 1e6))


@given(y_hat=ANY, y=ANY)
def test_rmse_is_that_of_scikit_learn(y_hat, y):
    assert rmse(y_hat, y) == pytest.approx(np.sqrt(mean_squared_error(y, y_hat)))


@given(y_hat=ANY, y=PRICES)
def test_log_rmse_is_the_formula_of_the_text(y_hat, y):
    """Section 3.16: clip at 1, then sqrt(2 * mean of Gluon's L2Loss of logarithms)."""
    clipped = mx.nd.clip(mx.nd.array(y_hat), 1, float("inf"))
    loss = mx.gluon.loss.L2Loss()
    logs = loss(clipped.log(), mx.nd.array(y).log())
    want = mx.nd.sqrt(2 * logs.mean()).asscalar()
    assert log_rmse(y_hat, y) == pytest.approx(want, rel=1e-3, abs=1e-4)


@given(y=PRICES.map(lambda y: y + 1), factor=st.floats(1, 3))
def test_log_rmse_measures_ratios(y, factor):
    assert log_rmse(y * factor, y) == pytest.approx(np.log(factor), abs=1e-9)


def test_columns_fit_flat_targets():
    y = mx.nd.array([100.0, 200.0])
    assert log_rmse(y.reshape((-1, 1)), y) == 0
    assert rmse(y.reshape((-1, 1)), y + 3) == pytest.approx(3)


@pytest.mark.parametrize(
    ("y_hat", "y"),
    [([1.0, 2.0], [1.0]), ([], []), (np.ones((2, 3)), np.ones((3, 2))), (1.0, [1.0])],
)
def test_shapes_that_do_not_fit_are_refused(y_hat, y):
    with pytest.raises(ShapeError):
        rmse(y_hat, y)


@pytest.mark.parametrize("price", [0.0, -1.0, float("nan")])
def test_prices_without_a_logarithm_are_refused(price):
    with pytest.raises(ShapeError, match="positive numbers"):
        log_rmse([1.0, 1.0], [1.0, price])
