"""What an epoch of any model of words and their neighbours consists of."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.data.loader import checked_batch_size, permutation
from gluon_course.text.word_vectors.corpus import THRESHOLD, WordCorpus, subsample
from gluon_course.text.word_vectors.windows import MAX_WINDOW, context_windows

NUM_WIDTHS = 5


class WindowBatches:
    """Base of the loaders: what is drawn when, and in which order it comes.

    Parameters
    ----------
    corpus : WordCorpus
    batch_size : int
        Samples of a batch, 1 or more.
    max_window : int
        As in :func:`~gluon_course.text.word_vectors.context_windows`.
    threshold : float
        As in :func:`~gluon_course.text.word_vectors.subsample`.
    seed : int
        Seed of all draws and of the order, 0..2**31-1.
    redraw : bool
        Whether every epoch draws words, windows and noise anew. By default they are
        drawn once, as in the text, whose loss falls also because it learns them by
        heart; the order is new in each epoch.
    num_widths : int
        Widths that batches come in, 1 or more. Samples of about the same length share
        a batch, so that little of it is padding. 1 mixes them all, as the text does.

    Attributes
    ----------
    windows : Windows
        What was drawn last.
    kept_counts : numpy.ndarray of int, shape (V,)
        How often each word was left by subsampling.

    Raises
    ------
    DataError
        If the corpus gives no centre with a context.
    ConfigError
        If a setting is out of range.
    """

    def __init__(
        self,
        corpus: WordCorpus,
        batch_size: int = 512,
        max_window: int = MAX_WINDOW,
        threshold: float = THRESHOLD,
        seed: int = 0,
        redraw: bool = False,
        num_widths: int = NUM_WIDTHS,
    ):
        if num_widths < 1:
            raise ConfigError(f"num_widths is {num_widths}", action="take 1 or more")
        self.corpus, self.batch_size = corpus, checked_batch_size(batch_size)
        self.max_window, self.threshold = max_window, threshold
        self.seed, self.redraw, self.num_widths = seed, redraw, num_widths
        self.info = corpus.info
        self._next_epoch, self._drawn_for = 1, None
        self._draw(1)

    @property
    def num_samples(self) -> int:
        """Samples of the epoch that was drawn last."""
        return len(self.windows)

    def __len__(self) -> int:
        return -(-self.num_samples // self.batch_size)

    def set_epoch(self, epoch: int) -> None:
        """Make the next pass the one of ``epoch``: a function of seed and epoch."""
        self._next_epoch = int(epoch)

    def __iter__(self) -> Iterator[tuple[nd.NDArray, ...]]:
        epoch, self._next_epoch = self._next_epoch, self._next_epoch + 1
        self._draw(epoch)
        order = permutation(self.num_samples, self.seed, epoch)
        return (
            tuple(nd.array(each, dtype=each.dtype) for each in batch)
            for batch in self._batches(order)
        )

    def _draw(self, epoch: int) -> None:
        drawn_for = epoch if self.redraw else 0
        if self._drawn_for == drawn_for:
            return
        rng = np.random.RandomState([self.seed, drawn_for])
        kept = subsample(self.corpus, rng, self.threshold)
        self.kept_counts = kept.counts
        self.windows = context_windows(kept, rng, self.max_window)
        self._draw_more(rng)
        self._drawn_for = drawn_for

    def _draw_more(self, rng) -> None:
        """Draw what a model needs besides the windows."""

    def _batches(self, order) -> Iterator[tuple[np.ndarray, ...]]:
        raise TypeError(f"{type(self).__name__} does not say what a batch is")


def alike(
    order, sizes, batch_size: int, num_widths: int
) -> list[tuple[np.ndarray, int]]:
    """Batches of samples of about the same size.

    Parameters
    ----------
    order : array of int, shape (N,)
        The samples in random order.
    sizes : array of int, shape (N,)
        Size of each sample, 1 or more.
    batch_size : int
    num_widths : int
        Most widths that are told apart, evenly from 0 to the largest size.

    Returns
    -------
    list of (numpy.ndarray of int, int)
        Samples, and a width that is at least the largest size of them. All but the
        last have ``batch_size`` samples, they come in the order in which their last
        samples stand in ``order``. What is left over of a width joins the next.
    """
    largest = int(sizes.max())
    num_widths = min(num_widths, largest)
    edges = -(-largest * np.arange(1, num_widths + 1) // num_widths)
    kinds = np.searchsorted(edges, sizes[order])
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    found, rest = [], order[:0]
    for kind, width in enumerate(edges):
        own = np.concatenate([rest, order[kinds == kind]])
        whole = len(own) - len(own) % batch_size
        found += [(rows, int(width)) for rows in own[:whole].reshape(-1, batch_size)]
        rest = own[whole:]
    found.sort(key=lambda batch: place[batch[0][-1]])
    return found + ([(rest, largest)] if len(rest) else [])
