"""Reviews are cut as the section does, or with marks apart."""

import pytest

from gluon_course import text
from gluon_course.base.errors import ConfigError


def test_spaces_cut_as_the_section_does():
    assert text.tokenize_review_spaces("A  Good film.") == ["a", "", "good", "film."]
    assert text.tokenize_review_spaces("") == [""]


@pytest.mark.parametrize(
    ("review", "tokens"),
    [
        ("It didn't work.<br />Bad!", "it did n't work . bad !"),
        ("The director’s film isn’t so-so", "the director 's film is n't so so"),
        ("He's 'quoted': we'll go", "he 's quoted : we 'll go"),
        ("10/10, a café", "10 10 , a café"),
        ("i < 3 and 4 > 2", "i 3 and 4 2"),
        ("", ""),
        (" \r\n\t ", ""),
        ("电影 很好", "电影 很好"),
    ],
)
def test_words_stand_apart_from_marks_and_tags(review, tokens):
    assert text.tokenize_review_words(review) == tokens.split()


def test_tokenizers_have_names():
    assert text.find_review_tokenizer("spaces")("A b") == ["a", "b"]
    assert text.find_review_tokenizer("words")("a,b") == ["a", ",", "b"]
    with pytest.raises(ConfigError, match=r"'char'.*spaces, words"):
        text.find_review_tokenizer("char")
