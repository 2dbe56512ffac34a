"""Numbers on the command line."""

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.cli.sections.number import Number


@given(st.integers(-(10**9), 10**9), st.integers(-100, 100), st.integers(0, 200))
def test_whole_numbers_within_the_limits_pass_and_no_others(value, low, span):
    kind = Number(int, low, low + span)
    if low <= value <= low + span:
        assert kind.convert(str(value), None, None) == value
    else:
        with pytest.raises(click.BadParameter, match=f"from {low} to {low + span}"):
            kind.convert(str(value), None, None)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_real_numbers_keep_every_digit(value):
    assert Number(float).convert(repr(value), None, None) == value


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e999", "x", "", "1,5"])
def test_what_is_not_a_finite_number_is_refused(text):
    with pytest.raises(click.BadParameter, match="is not a number"):
        Number(float).convert(text, None, None)


@pytest.mark.parametrize("text", ["1.5", "1e3", "nan", "x", "", "9" * 400])
def test_what_is_not_whole_is_refused(text):
    with pytest.raises(click.BadParameter, match="a whole number of at least 1"):
        Number(int, 1).convert(text, None, None)


def test_a_default_passes_unchanged():
    assert Number(int, 1).convert(5, None, None) == 5
    assert Number(float, 0).convert(0.5, None, None) == 0.5
