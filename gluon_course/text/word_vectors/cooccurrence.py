"""How often words stand near each other, for GloVe (10.5)."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data import BatchLoader
from gluon_course.text.word_vectors.corpus import WordCorpus


def cooccurrences(
    corpus: WordCorpus, window: int = 10, by_distance: bool = True
) -> sparse.coo_matrix:
    """Counts of pairs of words at most ``window`` places apart in a sentence.

    Parameters
    ----------
    corpus : WordCorpus
    window : int
        1 or more.
    by_distance : bool
        Whether a pair d places apart counts 1/d, as in the paper, or 1.

    Returns
    -------
    scipy.sparse.coo_matrix, float64, shape (V, V)
        Symmetric, no pair twice; x[i, j] is how often j stands near i.

    Raises
    ------
    DataError
        If no sentence has two words.
    ConfigError
        If ``window`` is below 1.

    Section: 10.5 全局向量的词嵌入（GloVe） (chapter_natural-language-processing/glove)
    """
    if window < 1:
        raise ConfigError(f"window is {window}", action="take 1 or more")
    size = len(corpus.vocab)
    sentence = np.repeat(np.arange(len(corpus.lengths)), corpus.lengths)
    counts = sparse.csr_matrix((size, size))
    longest = int(corpus.lengths.max(initial=0))
    for distance in range(1, min(window, longest - 1) + 1):
        is_pair = sentence[:-distance] == sentence[distance:]
        left = corpus.words[:-distance][is_pair]
        right = corpus.words[distance:][is_pair]
        weights = np.full(len(left), 1 / distance if by_distance else 1.0)
        pairs = sparse.coo_matrix((weights, (left, right)), (size, size))
        counts = counts + pairs.tocsr()  # which adds up what stands twice
    if not counts.nnz:
        raise DataError(
            f"None of {len(corpus.lengths)} sentences has two words",
            "GloVe counts pairs; rare words are left out",
            "take a longer text or a smaller min_freq",
        )
    return (counts + counts.T).tocoo()


def glove_batches(
    corpus: WordCorpus,
    batch_size: int = 512,
    window: int = 10,
    by_distance: bool = True,
    seed: int = 0,
) -> BatchLoader:
    """Batches of the pairs that occur, in a new order in each epoch.

    Parameters
    ----------
    corpus, window, by_distance
        As :func:`cooccurrences`.
    batch_size : int
    seed : int

    Yields
    ------
    centers, contexts : NDArray of int32, shape (N,)
    counts : NDArray of float32, shape (N,)
        Above 0.

    Raises
    ------
    DataError, ConfigError
        As :func:`cooccurrences`.

    Section: 10.5 全局向量的词嵌入（GloVe）
    """
    counts = cooccurrences(corpus, window, by_distance)
    return BatchLoader(
        counts.row,
        counts.col,
        counts.data,
        batch_size=batch_size,
        shuffle=True,
        seed=seed,
        info=corpus.info,
    )
