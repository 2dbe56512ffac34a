"""Mini-batches of centre words, context words and noise words (10.3)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gluon_course.base.errors import DataError
from gluon_course.text.word_vectors.corpus import WordCorpus
from gluon_course.text.word_vectors.epochs import WindowBatches, alike
from gluon_course.text.word_vectors.negatives import (
    NUM_NEGATIVES,
    Noise,
    draw_negatives,
)
from gluon_course.text.word_vectors.windows import Windows


def padded(values, sizes, width: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Rows of different length as one array, filled up with 0, and its mask.

    Parameters
    ----------
    values : array, shape (sum(sizes),)
        The rows one behind the other.
    sizes : array of int, shape (N,)
        Their lengths, 0 or more.
    width : int, optional
        L; the longest row by default.

    Returns
    -------
    numpy.ndarray, shape (N, L)
        Of the type of ``values``.
    numpy.ndarray of bool, shape (N, L)
        True where a value stands.

    Raises
    ------
    DataError
        If a row is longer than ``width``, or the sizes are not those of the values.
    """
    values, sizes = np.asarray(values), np.asarray(sizes)
    longest = int(sizes.max(initial=0))
    width = longest if width is None else width
    if longest > width or sizes.sum() != len(values):
        raise DataError(
            f"{len(values)} values in rows of up to {longest} do not fit {len(sizes)}"
            f" rows of {width}",
            "the sizes belong to other values, or the width is too small",
            "give the sizes of these values and a width of at least the largest",
        )
    mask = np.arange(width) < sizes[:, np.newaxis]
    rows = np.zeros((len(sizes), width), values.dtype)
    rows[mask] = values
    return rows, mask


def batchify(centers, contexts, negatives, width: int | None = None) -> tuple:
    """One batch as the text lays it out.

    Parameters
    ----------
    centers : array of int, shape (N,)
    contexts, negatives : pairs of arrays
        Values, one row behind the other, and the N sizes of the rows.
    width : int, optional
        L; the longest row of contexts and negatives by default.

    Returns
    -------
    tuple of numpy.ndarray
        ``centers`` int32 (N, 1); ``contexts_negatives`` int32 (N, L), first the
        context words of a row, then its noise words, then 0; ``masks`` float32 (N, L),
        1 where a word stands; ``labels`` float32 (N, L), 1 for the context words.

    Raises
    ------
    DataError
        If sizes and values do not fit each other, or a row is longer than ``width``.

    Section: 10.3 word2vec的实现 (chapter_natural-language-processing/word2vec-gluon)
    """
    sizes = contexts[1] + negatives[1]
    both = np.empty(sizes.sum(), np.int32)
    starts = np.cumsum(sizes) - sizes
    both[_places(starts, contexts[1])] = contexts[0]
    both[_places(starts + contexts[1], negatives[1])] = negatives[0]
    words, mask = padded(both, sizes, width)
    labels = np.arange(words.shape[1]) < contexts[1][:, np.newaxis]
    centers = np.asarray(centers, np.int32)[:, np.newaxis]
    return centers, words, mask.astype(np.float32), labels.astype(np.float32)


class _NoisyBatches(WindowBatches):
    """Windows with noise words, whichever words these are drawn for."""

    def __init__(
        self,
        corpus: WordCorpus,
        batch_size: int = 512,
        num_negatives: int = NUM_NEGATIVES,
        **options,
    ):
        self.num_negatives, self.noise = num_negatives, Noise(corpus.counts)
        super().__init__(corpus, batch_size, **options)


class SkipGramBatches(_NoisyBatches):
    """Batches of skip-gram with negative sampling.

    Parameters
    ----------
    corpus : WordCorpus
    batch_size : int
        Centre words of a batch, 1 or more.
    num_negatives : int
        K, as in :func:`~gluon_course.text.word_vectors.draw_negatives`.
    **options
        ``max_window``, ``threshold``, ``seed``, ``redraw`` and ``num_widths`` of
        :class:`~gluon_course.text.word_vectors.WindowBatches`. With one width more
        than half of a batch is padding.

    Yields
    ------
    tuple of NDArray
        As :func:`batchify`. The last batch may be smaller.

    Raises
    ------
    DataError
        If the corpus gives no centre with a context, or no noise.
    ConfigError
        If a setting is out of range.

    Section: 10.3 word2vec的实现
    """

    def _draw_more(self, rng) -> None:
        self.negatives = draw_negatives(
            self.windows, self.noise, rng, self.num_negatives
        )

    def _batches(self, order) -> Iterator[tuple[np.ndarray, ...]]:
        windows, K, starts = self.windows, self.num_negatives, self.windows.starts
        for rows, width in alike(
            order, windows.sizes, self.batch_size, self.num_widths
        ):
            sizes = windows.sizes[rows]
            contexts = windows.contexts[_places(starts[rows], sizes)]
            noise = self.negatives[_places(starts[rows] * K, sizes * K)]
            centers = windows.centers[rows]
            yield batchify(
                centers, (contexts, sizes), (noise, sizes * K), width * (1 + K)
            )


class CBOWBatches(_NoisyBatches):
    """Batches of CBOW with negative sampling: a centre word from its contexts.

    Parameters
    ----------
    corpus, batch_size, num_negatives, **options
        As :class:`SkipGramBatches`; K noise words for each centre.

    Yields
    ------
    contexts : NDArray of int32, shape (N, C)
    context_masks : NDArray of float32, shape (N, C)
    words : NDArray of int32, shape (N, 1 + K)
        The centre, then noise words other than it.
    masks, labels : NDArray of float32, shape (N, 1 + K)
        Ones; 1 for the centre.

    Raises
    ------
    DataError, ConfigError
        As :class:`SkipGramBatches`.

    Section: 10.1 词嵌入（word2vec） (chapter_natural-language-processing/word2vec)
    """

    def _draw_more(self, rng) -> None:
        centers = self.windows.centers
        own = Windows(centers, centers, np.ones(len(centers), np.int64))
        drawn = draw_negatives(own, self.noise, rng, self.num_negatives)
        self.negatives = drawn.reshape(-1, self.num_negatives)

    def _batches(self, order) -> Iterator[tuple[np.ndarray, ...]]:
        windows, starts = self.windows, self.windows.starts
        for rows, width in alike(
            order, windows.sizes, self.batch_size, self.num_widths
        ):
            sizes = windows.sizes[rows]
            values = windows.contexts[_places(starts[rows], sizes)]
            contexts, mask = padded(values, sizes, width)
            words = np.column_stack([windows.centers[rows], self.negatives[rows]])
            labels = np.zeros(words.shape, np.float32)
            labels[:, 0] = 1
            masks = np.ones(words.shape, np.float32)
            yield contexts, mask.astype(np.float32), words, masks, labels


def _places(starts, sizes) -> np.ndarray:
    """start, start + 1, ... for every row, one row behind the other."""
    before = np.cumsum(sizes) - sizes
    return np.arange(sizes.sum()) + np.repeat(starts - before, sizes)
