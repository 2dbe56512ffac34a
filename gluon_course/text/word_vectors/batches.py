"""Mini-batches of centre words, context words and noise words (10.3)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data.loader import checked_batch_size, permutation
from gluon_course.text.word_vectors.corpus import THRESHOLD, WordCorpus, subsample
from gluon_course.text.word_vectors.negatives import (
    NUM_NEGATIVES,
    Noise,
    draw_negatives,
)
from gluon_course.text.word_vectors.windows import MAX_WINDOW, context_windows

NUM_WIDTHS = 5


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


class SkipGramBatches:
    """Batches of skip-gram with negative sampling.

    Parameters
    ----------
    corpus : WordCorpus
    batch_size : int
        Centre words of a batch, 1 or more.
    max_window, num_negatives : int
        As in :func:`~gluon_course.text.word_vectors.context_windows` and
        :func:`~gluon_course.text.word_vectors.draw_negatives`.
    threshold : float
        As in :func:`~gluon_course.text.word_vectors.subsample`.
    seed : int
        Seed of all draws and of the order, 0..2**31-1.
    redraw : bool
        Whether every epoch draws words, windows and noise anew. By default they are
        drawn once, as in the text, whose loss falls also because it learns them by
        heart; the order of the centres is new in each epoch.
    num_widths : int
        Widths that batches come in, 1 or more. Centres with about as many contexts
        share a batch, so that little of it is padding. 1 mixes all centres, as the
        text does: more than half of a batch is padding then.

    Attributes
    ----------
    windows, negatives
        What was drawn last: :class:`Windows`, and their noise words.
    kept_counts : numpy.ndarray of int, shape (V,)
        How often each word was left by subsampling.

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

    def __init__(
        self,
        corpus: WordCorpus,
        batch_size: int = 512,
        max_window: int = MAX_WINDOW,
        num_negatives: int = NUM_NEGATIVES,
        threshold: float = THRESHOLD,
        seed: int = 0,
        redraw: bool = False,
        num_widths: int = NUM_WIDTHS,
    ):
        self.corpus, self.batch_size = corpus, checked_batch_size(batch_size)
        self.max_window, self.num_negatives = max_window, num_negatives
        self.threshold, self.seed, self.redraw = threshold, seed, redraw
        if num_widths < 1:
            raise ConfigError(f"num_widths is {num_widths}", action="take 1 or more")
        self.num_widths = min(num_widths, 2 * max_window)
        self.info = corpus.info
        self.noise = Noise(corpus.counts)
        self._next_epoch, self._drawn_for = 1, None
        self._draw(1)

    @property
    def num_samples(self) -> int:
        """Centre words of the epoch that was drawn last."""
        return len(self.windows)

    def __len__(self) -> int:
        return -(-self.num_samples // self.batch_size)

    def set_epoch(self, epoch: int) -> None:
        """Make the next pass the one of ``epoch``: a function of seed and epoch."""
        self._next_epoch = int(epoch)

    def __iter__(self) -> Iterator[tuple[nd.NDArray, ...]]:
        epoch, self._next_epoch = self._next_epoch, self._next_epoch + 1
        self._draw(epoch)
        return self._batches(permutation(len(self.windows), self.seed, epoch))

    def _draw(self, epoch: int) -> None:
        drawn_for = epoch if self.redraw else 0
        if self._drawn_for == drawn_for:
            return
        rng = np.random.RandomState([self.seed, drawn_for])
        kept = subsample(self.corpus, rng, self.threshold)
        self.kept_counts = kept.counts
        self.windows = context_windows(kept, rng, self.max_window)
        self.negatives = draw_negatives(
            self.windows, self.noise, rng, self.num_negatives
        )
        self._drawn_for = drawn_for

    def _batches(self, order) -> Iterator[tuple[nd.NDArray, ...]]:
        windows, K = self.windows, self.num_negatives
        largest = 2 * self.max_window
        # the most contexts of a row, for each width
        edges = -(-largest * np.arange(1, self.num_widths + 1) // self.num_widths)
        kinds = np.searchsorted(edges, windows.sizes)
        starts = windows.starts
        for rows, kind in alike(order, kinds, self.batch_size):
            sizes = windows.sizes[rows]
            contexts = windows.contexts[_places(starts[rows], sizes)]
            noise = self.negatives[_places(starts[rows] * K, sizes * K)]
            batch = batchify(
                windows.centers[rows],
                (contexts, sizes),
                (noise, sizes * K),
                edges[kind] * (1 + K),
            )
            yield tuple(nd.array(each, dtype=each.dtype) for each in batch)


def alike(order, kinds, batch_size: int) -> list[tuple[np.ndarray, int]]:
    """Batches of samples of one kind, in an order that follows from ``order``.

    Parameters
    ----------
    order : array of int, shape (N,)
        The samples in random order.
    kinds : array of int, shape (N,)
        Kind of each sample, 0 or more; what is left over of a kind joins the next.
    batch_size : int

    Returns
    -------
    list of (numpy.ndarray of int, int)
        Samples and their largest kind. All but the last have ``batch_size`` samples;
        they come in the order in which their last samples stand in ``order``.
    """
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    found, rest = [], order[:0]
    last_kind = int(kinds.max(initial=0))
    for kind in range(last_kind + 1):
        own = np.concatenate([rest, order[kinds[order] == kind]])
        whole = len(own) - len(own) % batch_size
        found += [(rows, kind) for rows in own[:whole].reshape(-1, batch_size)]
        rest = own[whole:]
    found.sort(key=lambda batch: place[batch[0][-1]])
    return found + ([(rest, last_kind)] if len(rest) else [])


def _places(starts, sizes) -> np.ndarray:
    """start, start + 1, ... for every row, one row behind the other."""
    before = np.cumsum(sizes) - sizes
    return np.arange(sizes.sum()) + np.repeat(starts - before, sizes)
