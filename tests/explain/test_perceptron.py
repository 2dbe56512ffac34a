"""The perceptron: by hand, within its bounds, and on what cannot be split."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.explain.perceptron import (
    XOR,
    mistake_bound,
    separable_points,
    train_perceptron,
)


def test_two_corrections_by_hand():
    # (1, 0) is wrong at first: w = (1, 0), b = 1; then (-.5, 0): w = (1.5, 0), b = 0
    found = train_perceptron([[1, 0], [-0.5, 0]], [1, -1])
    assert (found.w.tolist(), found.b, found.num_updates) == ([1.5, 0], 0, 2)
    assert (found.num_passes, found.has_converged) == (2, True)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 1000), st.sampled_from([0.02, 0.1, 0.3]))
def test_it_splits_separable_points_within_the_bound_of_any_separator(seed, margin):
    X, y, w, b = separable_points(margin, 60, seed)
    found = train_perceptron(X, y)
    assert found.has_converged
    assert (np.sign(X @ found.w + found.b) == y).all()
    assert found.num_updates <= mistake_bound(X, y, w, b)
    assert found.num_updates <= mistake_bound(X, y, found.w, found.b)


def test_the_bound_is_radius_over_margin_squared_with_the_bias_as_a_weight():
    X, y, w, b = separable_points(0.1, 80, 3)
    Z, v = np.column_stack((X, np.ones(len(X)))), np.array([*w, b])
    margin = (y * (Z @ v)).min() / np.linalg.norm(v)
    wanted = (Z**2).sum(axis=1).max() / margin**2
    assert mistake_bound(X, y, w, b) == pytest.approx(wanted)
    assert mistake_bound(X, y, 7 * w, 7 * b) == pytest.approx(wanted)


def test_no_point_lies_within_the_margin():
    X, y, w, b = separable_points(0.25, 500)
    assert (y * (X @ w + b) >= 0.25).all()
    assert np.abs(X).max() <= 1 and X.shape == (500, 2)


def test_xor_is_never_split():
    found = train_perceptron(*XOR, max_passes=50)
    assert not found.has_converged and found.num_passes == 50
    assert found.num_updates >= 50  # at least one mistake in every pass


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: train_perceptron([[1, 2]], [0]), ShapeError),
        (lambda: train_perceptron([1, 2], [1, -1]), ShapeError),
        (lambda: train_perceptron([[1], [2]], [1]), ShapeError),
        (lambda: mistake_bound(*XOR, [1, 1], 0), ConfigError),
        (lambda: separable_points(1.5), ConfigError),
    ],
)
def test_labels_and_separators_are_checked(call, error):
    with pytest.raises(error):
        call()
