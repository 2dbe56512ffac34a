"""From settings to options and back."""

from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.cli.sections.script import Setting, read_settings
from gluon_course.cli.sections.settings import setting_options, setting_type

VALUES = st.one_of(
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.lists(st.integers(0, 999), min_size=1, max_size=4).map(tuple),
)


def parse(default, *words, name="value", several=False):
    options = setting_options([Setting(name, default)], several)
    command = click.Command("x", params=options)
    return command.make_context("x", list(words)).params[name]


@given(VALUES)
def test_what_is_typed_comes_back_as_the_type_of_the_default(value):
    if isinstance(value, bool):
        words = ["--value" if value else "--no-value"]
    elif isinstance(value, tuple):
        words = ["--value", ",".join(map(str, value))]
    else:
        words = [f"--value={value!r}"]
    for default in (value, type(value)(value)):
        found = parse(default, *words)
        assert found == value and type(found) is type(value)


@given(VALUES)
def test_nothing_typed_gives_the_default(value):
    assert parse(value) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3", 3),
        (".5", 0.5),
        ("none", None),
        ("word", "word"),
        ("(1, 2)", (1, 2)),
        ("{[1]}", "{[1]}"),
    ],
)
def test_a_setting_without_default_takes_what_it_is_given(typed, value):
    assert parse(None, "--value", typed) == value


def test_a_learning_rate_may_be_a_fraction_where_the_text_has_a_whole_number():
    assert parse(5, "--lr", "0.25", name="lr") == 0.25


def test_several_values_of_a_number():
    words = ["--value", "1", "--value", "2"]
    assert parse(9, *words, several=True) == (1, 2)
    assert parse(9, several=True) == ()
    assert parse("word", "--value", "x", several=True) == "x"


@pytest.mark.parametrize(
    ("name", "default", "typed"),
    [
        ("num_epochs", 5, "0"),
        ("num_epochs", 5, "1.5"),
        ("batch_size", 5, "-1"),
        ("lr", 0.1, "-0.1"),
        ("lr", 0.1, "fast"),
        ("resize", 96, "0"),
        ("num_hiddens", 256, "0"),
        ("max_chars", 10_000, "0"),
        ("pred_len", 50, "-4"),
        ("pred_period", 50, "0"),
        ("num_steps", 10, "-1"),
        ("weight_decay", 0.0, "-1"),
        ("bound", 8.0, "-3"),
    ],
)
def test_values_out_of_range_are_refused(name, default, typed):
    with pytest.raises(click.BadParameter):
        setting_type(name, default).convert(typed, None, None)


def test_every_setting_of_the_recurrent_language_models_is_explained():
    chapter = Path(__file__).parents[2] / "scripts/chapter_recurrent-neural-networks"
    for slug in ("rnn-scratch", "rnn-gluon", "gru", "lstm", "deep-rnn", "bi-rnn"):
        for option in setting_options(read_settings(chapter / f"{slug}.py")):
            assert "A setting of this section" not in option.help, option.name
