"""Weight decay moves the end, a schedule does not: against the closed forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.base.errors import ConfigError
from gluon_course.explain.two_decays import shrink_factor, weights_over_time
from gluon_course.optim import Constant, StepDecay


@given(st.floats(0.01, 0.5), st.floats(0, 1))
def test_a_constant_rate_goes_geometrically_to_the_decayed_goal(lr, wd):
    weights = weights_over_time(Constant(lr), wd, num_steps=10)
    goal = 2 / (1 + wd)
    expected = [goal - goal * (1 - lr * (1 + wd)) ** t for t in range(11)]
    assert weights == pytest.approx(expected, abs=1e-5)


def test_a_schedule_changes_the_way_and_not_the_end():
    steady = weights_over_time(Constant(0.2), 0.0, 200)
    falling = weights_over_time(StepDecay(0.2, 20, 0.9), 0.0, 200)
    assert steady[50] != pytest.approx(falling[50], abs=1e-7)
    assert steady[-1] == pytest.approx(2, abs=1e-5)
    assert falling[-1] == pytest.approx(2, abs=1e-5)


def test_the_factor_is_one_less_the_product():
    assert shrink_factor(0.1, 0.5) == pytest.approx(0.95)
    assert shrink_factor(0.1, 0) == shrink_factor(0, 0.5) == 1


def test_negative_values_are_refused():
    with pytest.raises(ConfigError):
        shrink_factor(-0.1, 0.5)
