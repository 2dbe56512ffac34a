"""Centre words and the context words around them, for a whole corpus at once."""

from __future__ import annotations

import dataclasses

import numpy as np

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.text.word_vectors.corpus import WordCorpus

MAX_WINDOW = 5


@dataclasses.dataclass(frozen=True)
class Windows:
    """Centre words, each with one or more context words.

    Attributes
    ----------
    centers : numpy.ndarray of int32, shape (N,)
    contexts : numpy.ndarray of int32, shape (P,)
        The context words of all centres, one behind the other.
    sizes : numpy.ndarray of int64, shape (N,)
        How many of them belong to each centre, 1 to 2 x the largest window.
    """

    centers: np.ndarray
    contexts: np.ndarray
    sizes: np.ndarray

    def __len__(self) -> int:
        return len(self.centers)

    @property
    def starts(self) -> np.ndarray:
        """Where the contexts of each centre begin, shape (N,)."""
        return np.cumsum(self.sizes) - self.sizes

    @property
    def rows(self) -> np.ndarray:
        """The number of the centre that each context belongs to, shape (P,)."""
        return np.repeat(np.arange(len(self)), self.sizes)


def context_windows(
    corpus: WordCorpus, rng: np.random.RandomState, max_window: int = MAX_WINDOW
) -> Windows:
    """Every word as a centre, with the words at most w places away as its contexts.

    Parameters
    ----------
    corpus : WordCorpus
        Sentences of fewer than 2 words have no contexts and are left out.
    rng : numpy.random.RandomState
        Draws w for each centre, evenly from 1..max_window.
    max_window : int
        1 or more.

    Returns
    -------
    Windows
        A window ends where its sentence does.

    Raises
    ------
    DataError
        If no sentence has two words.
    ConfigError
        If ``max_window`` is below 1.

    Section: 10.3 word2vec的实现 (chapter_natural-language-processing/word2vec-gluon)
    """
    if max_window < 1:
        raise ConfigError(f"max_window is {max_window}", action="take 1 or more")
    length = np.repeat(corpus.lengths, corpus.lengths)
    starts = np.cumsum(corpus.lengths) - corpus.lengths
    place = np.arange(len(corpus.words)) - np.repeat(starts, corpus.lengths)
    is_center = length > 1
    if not is_center.any():
        raise DataError(
            f"None of {len(corpus.lengths)} sentences has two words",
            "a word needs a neighbour; rare words and, by subsampling, many occurrences"
            " of frequent ones are left out",
            "take a longer text, a smaller min_freq or a larger threshold",
        )
    window = rng.randint(1, max_window + 1, len(corpus.words))
    left = np.minimum(place, window)[is_center]
    right = np.minimum(length - 1 - place, window)[is_center]
    centers = np.flatnonzero(is_center)
    sizes = left + right
    nth = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    first, left = np.repeat(centers - left, sizes), np.repeat(left, sizes)
    contexts = first + nth + (nth >= left)  # past the centre itself
    return Windows(corpus.words[centers], corpus.words[contexts], sizes)
