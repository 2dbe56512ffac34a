"""The growth of a vocabulary, and the filler of batches."""

import pytest

from gluon_course.explain.text_preprocessing import filler_share, vocabulary_growth


def test_growth_counts_different_tokens_of_each_beginning():
    tokens = list("abacabadabac")
    lengths, sizes = vocabulary_growth(tokens)
    assert lengths[0] == 2 and lengths[-1] == 12 and lengths == sorted(set(lengths))
    assert sizes == [len(set(tokens[:length])) for length in lengths]


def test_a_text_that_repeats_itself_stops_growing():
    _, sizes = vocabulary_growth(["a", "b"] * 3000)
    assert set(sizes) == {2}


def test_filler_is_what_makes_rows_as_long_as_their_bucket():
    sequences = [[1], [1, 1], [1, 1, 1, 1]]
    assert filler_share(sequences, 1) == pytest.approx(5 / 12)
    assert filler_share(sequences, 4) == 0
