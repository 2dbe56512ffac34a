"""The channel that was set by hand, against counting by hand."""

import pytest

from gluon_course.base.errors import DataError
from gluon_course.explain.max_over_time import detector, indices, learners


@pytest.mark.parametrize(
    ("sentence", "score"),
    [
        ("not good", 1),
        ("the film is not good", 1),
        ("not not good good", 1),
        ("good not", 0),
        ("not the good", 0),
        ("film", 0),
    ],
)
def test_the_channel_answers_to_its_phrase_alone(sentence, score):
    assert detector()(indices(sentence))[0, 1].asscalar() == score


def test_what_loses_learns_nothing():
    assert learners(detector(), "film not good the") == ["not", "good"]
    assert learners(detector(), "film good the") == [], "relu lets nothing through"


def test_other_words_are_refused():
    with pytest.raises(DataError, match="'not bad'"):
        indices("not bad")
