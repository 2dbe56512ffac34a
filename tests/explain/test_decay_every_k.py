"""How long a rate that falls every k epochs takes to reach a share of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.base.errors import ConfigError
from gluon_course.explain.decay_every_k import NOTED, OTHERS, epochs_until
from gluon_course.optim import StepDecay


def test_the_noted_schedule_is_a_tenth_less_every_four_epochs():
    rates = [NOTED(t) for t in range(12)]
    assert rates == pytest.approx([0.1] * 4 + [0.09] * 4 + [0.081] * 4)
    assert epochs_until(NOTED, 0.5) == 28


@given(st.integers(1, 9), st.floats(0.3, 0.95), st.floats(0.05, 0.95))
def test_the_share_is_reached_then_and_not_before(period, factor, share):
    schedule = StepDecay(1.0, period, factor)
    epochs = epochs_until(schedule, share)
    assert schedule(epochs) <= share * (1 + 1e-6)
    assert epochs == 0 or schedule(epochs - 1) > share * (1 - 1e-6)


def test_a_share_that_is_a_power_of_the_factor_is_reached_exactly():
    for drops in range(1, 30):
        assert epochs_until(StepDecay(1.0, 4, 0.9), 0.9**drops) == 4 * drops


@pytest.mark.parametrize(("factor", "share"), [(1.0, 0.5), (0.9, 1.0), (0.9, 0.0)])
def test_what_never_falls_so_far_is_refused(factor, share):
    with pytest.raises(ConfigError):
        epochs_until(StepDecay(1.0, 4, factor), share)


def test_every_schedule_shown_begins_at_or_below_a_tenth():
    assert all(
        0 <= schedule(t) <= 0.1 for schedule in OTHERS.values() for t in range(40)
    )
