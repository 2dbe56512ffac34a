"""Synthetic sets: least squares finds the parameters they were made with."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluon_course import data
from gluon_course.base.errors import ConfigError


def solve(features, labels):
    X = np.c_[features.asnumpy(), np.ones(len(labels))].astype(np.float64)
    solution, *_ = np.linalg.lstsq(X, labels.asnumpy().astype(np.float64), rcond=None)
    return solution[:-1], solution[-1], labels.asnumpy() - X @ solution


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.floats(-5, 5), min_size=1, max_size=5),
    st.floats(-5, 5),
    st.integers(0, 2**31 - 1),
)
def test_linear_data_has_the_weights_the_bias_and_the_noise(w, b, seed):
    X, y = data.synthetic_linear(w, b, num_samples=2000, noise=0.01, seed=seed)
    found_w, found_b, rest = solve(X, y)
    np.testing.assert_allclose(found_w, w, atol=2e-3)
    assert abs(found_b - b) < 2e-3
    assert 0.009 < rest.std() < 0.011


def test_defaults_are_those_of_the_section():
    X, y = data.synthetic_linear()
    assert X.shape == (1000, 2) and y.shape == (1000,)
    w, b, _ = solve(X, y)
    np.testing.assert_allclose([*w, b], [2, -3.4, 4.2], atol=2e-3)
    assert abs(X.asnumpy().mean()) < 0.1 and abs(X.asnumpy().std() - 1) < 0.05


def test_polynomial_features_are_powers_and_the_labels_their_sum():
    x, powers, y = data.polynomial(seed=3)
    assert x.shape == (200, 1) and powers.shape == (200, 3) and y.shape == (200,)
    np.testing.assert_allclose(
        powers.asnumpy(), x.asnumpy() ** np.array([1, 2, 3]), rtol=1e-5
    )
    w, b, rest = solve(powers, y)
    np.testing.assert_allclose([*w, b], [1.2, -3.4, 5.6, 5], atol=0.05)
    assert 0.08 < rest.std() < 0.12


@pytest.mark.parametrize("make", [data.synthetic_linear, data.polynomial])
def test_one_seed_one_set_and_the_global_state_untouched(make):
    np.random.seed(0)
    expected = np.random.rand()
    np.random.seed(0)
    first = [each.asnumpy() for each in make(seed=5)]
    assert np.random.rand() == expected
    second = [each.asnumpy() for each in make(seed=5)]
    other = [each.asnumpy() for each in make(seed=6)]
    assert all((a == b).all() for a, b in zip(first, second))
    assert any((a != b).any() for a, b in zip(first, other))


@pytest.mark.parametrize("make", [data.synthetic_linear, data.polynomial])
def test_nothing_to_draw_is_refused(make):
    with pytest.raises(ConfigError, match="0 samples"):
        make(num_samples=0)
    with pytest.raises(ConfigError, match="true_w"):
        make(true_w=())
