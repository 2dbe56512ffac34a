"""Windows around centre words, beside a loop over places as the text has it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.text import word_vectors


class Drawn:
    """Stands in for the generator: windows that are given."""

    def __init__(self, windows):
        self.windows = windows

    def randint(self, low, high, size):
        assert size == len(self.windows)
        assert all(low <= each < high for each in self.windows)
        return np.array(self.windows)


def corpus_of(lengths):
    """Sentences in which every word is another, so that places can be told."""
    tokens = iter(range(sum(lengths)))
    lines = [[f"{next(tokens):04}" for _ in range(n)] for n in lengths]
    return word_vectors.word_corpus(lines, 1)


def slow(sentences, windows, largest):
    windows = iter(windows)
    found = []
    for sentence in sentences:
        for i, word in enumerate(sentence):
            size = next(windows)
            around = [
                sentence[j]
                for j in range(max(0, i - size), min(len(sentence), i + 1 + size))
                if j != i
            ]
            if around:
                found.append((word, around))
    return found


@settings(max_examples=40)
@given(st.data())
def test_windows_are_those_of_a_loop(data):
    lengths = data.draw(st.lists(st.integers(0, 7), min_size=1, max_size=6))
    lengths[0] += 2
    largest = data.draw(st.integers(1, 4))
    drawn = [data.draw(st.integers(1, largest)) for _ in range(sum(lengths))]
    corpus = corpus_of(lengths)
    windows = word_vectors.context_windows(corpus, Drawn(drawn), largest)
    parts = np.split(windows.contexts, windows.starts[1:])
    found = [(int(c), p.tolist()) for c, p in zip(windows.centers, parts)]
    assert found == slow([s.tolist() for s in corpus.sentences], drawn, largest)
    assert windows.rows.tolist() == [
        i for i, size in enumerate(windows.sizes) for _ in range(size)
    ]


def test_window_sizes_are_drawn_evenly_from_one_to_the_largest():
    corpus = corpus_of([3000])
    rng = np.random.RandomState(0)
    sizes = word_vectors.context_windows(corpus, rng, 5).sizes[5:-5]
    counts = np.bincount(sizes, minlength=11)
    assert counts[[2, 4, 6, 8, 10]].sum() == len(sizes)
    assert (abs(counts[[2, 4, 6, 8, 10]] - 598) < 110).all()


def test_sentences_of_one_word_have_no_context():
    with pytest.raises(DataError, match="None of 2 sentences has two words"):
        word_vectors.context_windows(corpus_of([1, 1]), np.random.RandomState(0))
    windows = word_vectors.context_windows(
        corpus_of([1, 2, 0, 1]), np.random.RandomState(0)
    )
    assert windows.sizes.tolist() == [1, 1]
    with pytest.raises(ConfigError, match="max_window is 0"):
        word_vectors.context_windows(corpus_of([2]), np.random.RandomState(0), 0)
