"""Noise words: their distribution, and that none is a context of its centre."""

import numpy as np
import pytest
from scipy import stats

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.text import word_vectors
from gluon_course.text.word_vectors import Noise, Windows
from gluon_course.text.word_vectors.negatives import draw_outside


def windows_of(*contexts):
    sizes = np.array([len(each) for each in contexts])
    flat = np.array([word for each in contexts for word in each], np.int32)
    return Windows(np.zeros(len(contexts), np.int32), flat, sizes)


def test_words_are_drawn_by_their_counts_to_the_power_of_three_quarters():
    counts = np.array([1, 16, 0, 81, 256])
    drawn = Noise(counts).draw(20000, np.random.RandomState(0))
    wanted = np.array([1, 8, 0, 27, 64]) / 100
    assert Noise(counts).probabilities == pytest.approx(wanted)
    seen = np.bincount(drawn, minlength=5)
    assert seen[2] == 0
    some = wanted > 0
    assert stats.chisquare(seen[some], 20000 * wanted[some]).pvalue > 1e-3


@pytest.mark.parametrize("counts", [[3], [1, 1], [5, 0, 0], [1, 1e9, 2, 0]])
def test_every_word_that_occurs_and_no_other_is_drawn(counts):
    drawn = Noise(counts).draw(200000, np.random.RandomState(1))
    assert set(drawn) <= set(np.flatnonzero(counts))
    expected = Noise(counts).probabilities * 200000
    assert set(np.flatnonzero(expected > 50)) <= set(drawn)


def test_no_noise_word_is_a_context_of_its_centre():
    rng = np.random.RandomState(0)
    contexts = [rng.randint(0, 8, rng.randint(1, 7)) for _ in range(300)]
    windows = windows_of(*contexts)
    drawn = word_vectors.draw_negatives(windows, Noise(np.arange(1, 10)), rng, 3)
    parts = np.split(drawn, np.cumsum(windows.sizes * 3)[:-1])
    for own, noise in zip(contexts, parts):
        assert len(noise) == 3 * len(own)
        assert not set(own) & set(noise)


def test_noise_beside_barred_words_keeps_its_proportions():
    barred = np.zeros((4000, 1), np.int32)
    drawn = draw_outside(
        barred, np.full(4000, 1), Noise([1e6, 1, 16]), np.random.RandomState(2)
    )
    seen = np.bincount(drawn, minlength=3)
    assert seen[0] == 0
    assert stats.binomtest(int(seen[2]), 4000, 8 / 9).pvalue > 1e-3


def test_a_centre_among_all_words_is_an_error():
    with pytest.raises(DataError, match="all the 2 words"):
        word_vectors.draw_negatives(
            windows_of([0, 1], [0]), Noise([5, 5]), np.random.RandomState(0)
        )


def test_settings_out_of_range_are_told():
    with pytest.raises(ConfigError, match="num_negatives is 0"):
        word_vectors.draw_negatives(
            windows_of([0]), Noise([1, 1]), np.random.RandomState(0), 0
        )
    for counts in ([], [0, 0], [-1, 2], [np.nan, 1]):
        with pytest.raises(DataError, match="no distribution"):
            Noise(counts)
