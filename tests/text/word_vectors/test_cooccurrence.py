"""Counts of pairs, beside a loop over places."""

import collections

import numpy as np
import pytest

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.text import word_vectors


def a_corpus():
    rng = np.random.RandomState(0)
    lines = [
        [f"w{i}" for i in rng.randint(0, 12, rng.randint(0, 9))] for _ in range(40)
    ]
    return word_vectors.word_corpus(lines, 1)


@pytest.mark.parametrize("by_distance", [True, False])
@pytest.mark.parametrize("window", [1, 3, 100])
def test_counts_are_those_of_a_loop(window, by_distance):
    corpus = a_corpus()
    wanted = collections.Counter()
    for sentence in corpus.sentences:
        for i, center in enumerate(sentence):
            for j, word in enumerate(sentence):
                if i != j and abs(i - j) <= window:
                    wanted[center, word] += 1 / abs(i - j) if by_distance else 1
    counts = word_vectors.cooccurrences(corpus, window, by_distance)
    found = {(i, j): x for i, j, x in zip(counts.row, counts.col, counts.data)}
    assert len(found) == len(counts.data)
    assert found == pytest.approx(dict(wanted))
    assert abs(counts - counts.T).max() < 1e-9


def test_batches_hold_every_pair_once():
    corpus = a_corpus()
    counts = word_vectors.cooccurrences(corpus, 2)
    found = {}
    for batch in word_vectors.glove_batches(corpus, 16, 2):
        for i, j, x in zip(*(each.asnumpy() for each in batch)):
            found[int(i), int(j)] = x
    wanted = {(i, j): x for i, j, x in zip(counts.row, counts.col, counts.data)}
    assert found == pytest.approx(wanted, rel=1e-6)


def test_mistakes_are_told():
    with pytest.raises(ConfigError, match="window is 0"):
        word_vectors.cooccurrences(a_corpus(), 0)
    with pytest.raises(DataError, match="None of 2 sentences"):
        word_vectors.cooccurrences(word_vectors.word_corpus([["a"], ["a"]], 1))
