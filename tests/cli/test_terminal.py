"""Tables, bars and figures on a terminal of 80 columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.cli.printing.terminal import (
    WIDTH,
    bar,
    columns,
    figure,
    paragraph,
    shorten,
    table,
)

WORDS = st.text(alphabet="ab 网络（é", max_size=30)


def test_chinese_characters_are_two_columns_wide():
    assert columns("LeNet（网络）") == 5 + 2 * 4


@given(WORDS, st.integers(4, 40))
def test_shortened_text_fits_and_says_that_it_is_cut(text, width):
    short = shorten(text, width)
    assert columns(short) <= width
    assert short == text if columns(text) <= width else short.endswith("..")


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_columns_of_a_table_stand_below_each_other(rows):
    lines = table(("name", "text"), [(f"x{a}", f"|{b}") for a, b in rows]).splitlines()
    places = {columns(line[: line.index("|")]) for line in lines[2:]}
    assert len(places) == 1
    assert all(columns(line) <= WIDTH for line in lines)


def test_numbers_can_be_aligned_to_the_right():
    text = table(("a", "n"), [("x", 5), ("y", 1234), ("z", None)], right="n")
    assert text.splitlines()[2:] == ["x     5", "y  1234", "z     -"]


def test_a_long_last_column_is_cut():
    text = table(("a", "b"), [("x", "y" * 200)])
    assert max(map(len, text.splitlines())) == WIDTH


@pytest.mark.parametrize(
    ("fraction", "length"), [(0, 0), (1, 20), (0.5, 10), (2, 20), (-1, 0)]
)
def test_bar(fraction, length):
    assert bar(fraction) == "#" * length


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.75, "0.7500"),
        (0.00123, "0.00123"),
        (1234.56, "1234.6"),
        (2042040.0, "2,042,040"),
        (-6666666.7, "-6,666,667"),
        (1e30, "1e+30"),
        (0.0, "0.0000"),
        (7, "7"),
        (True, "True"),
        ("word", "word"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
    ],
)
def test_figure(value, text):
    assert figure(value) == text


def test_a_paragraph_keeps_commands_whole():
    text = paragraph("word " * 14 + "--long-option-name runs/" + "x" * 90)
    assert "--long-option-name" in text and "x" * 90 in text
