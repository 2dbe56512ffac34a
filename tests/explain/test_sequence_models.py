"""Autoregression and Markov chains against closed forms."""

import numpy as np
import pytest

from gluon_course.explain.sequence_models import (
    count_transitions,
    fit_autoregression,
    k_step_errors,
)


def test_least_squares_finds_the_recurrence_of_a_sine():
    x = np.sin(0.3 * np.arange(100))
    # sin(t + w) = 2 cos(w) sin(t) - sin(t - w)
    np.testing.assert_allclose(
        fit_autoregression(x, 2), [-1, 2 * np.cos(0.3)], rtol=1e-6
    )


def test_errors_of_a_power_are_those_by_hand():
    x = 2.0 ** np.arange(8)  # doubled each time; the model triples
    errors = k_step_errors(x, np.array([3.0]), steps=(1, 3))
    first, starts = x[:5], np.arange(5)
    assert errors[0] == pytest.approx(np.sqrt(np.square(first).mean()))
    assert errors[1] == pytest.approx(np.sqrt(np.square(19 * 2.0**starts).mean()))


def test_transitions_are_shares_of_what_follows():
    shares = count_transitions(np.array([0, 1, 1, 0, 1, 2, 0]), 3)
    np.testing.assert_allclose(shares, [[0, 1, 0], [1 / 3, 1 / 3, 1 / 3], [1, 0, 0]])
