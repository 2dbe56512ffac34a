"""Tokenizers."""

import pytest

from gluon_course import text
from gluon_course.base.errors import ConfigError


def test_letters_are_kept_in_lower_case_with_single_spaces():
    line = "  The Time Machine, by H. G. Wells [1898]\n"
    assert text.keep_letters(line) == "the time machine by h g wells"
    assert text.keep_letters("1898!") == ""


def test_each_tokenizer_cuts_in_its_way():
    line = "Café d'Or, 12 "
    assert text.tokenize_characters("a b") == ["a", " ", "b"]
    assert text.tokenize_words(line) == ["caf", "d", "or"]
    assert text.tokenize_spaces(line) == ["Café", "d'Or,", "12"]


@pytest.mark.parametrize("name", ["char", "word", "space"])
def test_an_empty_text_has_no_token(name):
    assert text.find_tokenizer(name)("") == []


def test_another_tokenizer_is_an_error_that_lists_them():
    with pytest.raises(ConfigError, match="char, space, word"):
        text.find_tokenizer("subword")
