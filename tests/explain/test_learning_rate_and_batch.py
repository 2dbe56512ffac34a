"""The linear rule between learning rate and batch size, and where it holds."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.base.errors import ConfigError
from gluon_course.explain.learning_rate_and_batch import loss_after_epoch, scaled_lr

SIZES = st.integers(1, 10_000)


@given(st.floats(1e-4, 10), SIZES, SIZES, SIZES)
def test_scaling_twice_is_scaling_once(lr, a, b, c):
    assert scaled_lr(scaled_lr(lr, a, b), b, c) == pytest.approx(scaled_lr(lr, a, c))


def test_the_text_s_two_gpus_double_batch_and_rate():
    assert scaled_lr(0.1, 256, 512) == pytest.approx(0.2)


@pytest.mark.parametrize("values", [(0, 10, 20), (0.1, 0, 20), (0.1, 10, 0)])
def test_what_cannot_be_scaled_is_refused(values):
    with pytest.raises(ConfigError):
        scaled_lr(*values)


def test_small_steps_and_their_sum_differ_by_the_square_of_the_rate():
    random = np.random.RandomState(0)
    X, y = random.standard_normal((40, 3)), random.standard_normal(40)

    def difference(lr):
        w = np.zeros(3)
        for i in range(0, 40, 10):
            w = w - lr * X[i : i + 10].T @ (X[i : i + 10] @ w - y[i : i + 10]) / 10
        once = scaled_lr(lr, 10, 40) * X.T @ y / 40  # from 0
        return np.abs(w - once).max()

    assert difference(1e-3) / difference(1e-4) == pytest.approx(100, rel=0.05)


def test_rates_beyond_the_curvature_s_limit_diverge():
    assert math.isinf(loss_after_epoch(2.5, 1500, num_epochs=200, seeds=[0]))
    assert loss_after_epoch(0.5, 1500, num_epochs=200, seeds=[0]) < 0.5
