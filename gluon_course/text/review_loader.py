"""Batches of texts of unequal length, padded to one length or by buckets (10.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import gluonnlp
import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data import DataInfo
from gluon_course.data.loader import checked_batch_size, permutation

_MULTIPLE = 8  # widths of buckets are multiples of it: few graphs, little padding


class ReviewLoader:
    """Mini-batches of token indices, cut and padded, with labels.

    Parameters
    ----------
    sequences : sequence of N sequences of int
        Indices of the tokens of each text; a text may be empty, and is padding only.
    labels : array of int, shape (N,)
    length : int
        L: longer texts are cut.
    pad : int
        Index of the padding token.
    batch_size : int
        At least 1.
    num_buckets : int
        1: every batch is as wide as L, as in the section. More: texts of similar
        length come together (by gluonnlp's ``FixedBucketSampler``), and a batch is as
        wide as its bucket. Each width makes a graph of its own.
    shuffle : bool
        Whether each pass has a new order, drawn from (``seed``, number of the pass).
    seed : int
        0..2**31-1.
    info : DataInfo, optional
        What the data are.

    Yields
    ------
    X : NDArray, float32, shape (n, width)
        Indices; ``pad`` behind the text.
    y : NDArray, float32, shape (n,)

    Raises
    ------
    DataError
        If there is no text, or not one label for each.
    ConfigError
        If a number is out of range.

    Section: 10.7 文本情感分类：使用循环神经网络
    (chapter_natural-language-processing/sentiment-analysis-rnn)
    """

    def __init__(
        self,
        sequences: Sequence[Sequence[int]],
        labels,
        *,
        length: int,
        pad: int,
        batch_size: int,
        num_buckets: int = 1,
        shuffle: bool = False,
        seed: int = 0,
        info: DataInfo | None = None,
    ):
        for name, value in (("length", length), ("num_buckets", num_buckets)):
            if value < 1:
                raise ConfigError(f"{name} is {value}", action="take 1 or more")
        if len(sequences) != len(labels) or not len(sequences):
            raise DataError(
                f"There are {len(sequences)} texts and {len(labels)} labels",
                "the set is empty, or texts were left out after it was read",
                "give a label for each text, and one text or more",
            )
        self.batch_size, self.shuffle = checked_batch_size(batch_size), shuffle
        self.num_samples, self.seed, self.info = len(sequences), seed, info
        self.length, self.pad = length, pad
        self._rows = np.full((len(sequences), length), pad, np.int32)
        for row, sequence in zip(self._rows, sequences):
            kept = sequence[:length]
            row[: len(kept)] = kept
        self._labels = np.asarray(labels, np.float32)
        # an empty text has the width of one token
        lengths = [min(max(len(each), 1), length) for each in sequences]
        self._lengths = np.array(lengths)
        self.widths = _widths(self._lengths, length, num_buckets)
        self._next_epoch = 1

    def __len__(self) -> int:
        return len(self._sampler(np.arange(self.num_samples)))

    def __iter__(self) -> Iterator[tuple[nd.NDArray, nd.NDArray]]:
        epoch, self._next_epoch = self._next_epoch, self._next_epoch + 1
        return self._batches(epoch)

    def set_epoch(self, epoch: int) -> None:
        """Make the next pass the one of ``epoch`` (1, 2, ...); later ones follow it."""
        self._next_epoch = int(epoch)

    def _batches(self, epoch: int):
        order = np.arange(self.num_samples)
        if self.shuffle:
            order = permutation(self.num_samples, self.seed, epoch)
        # The sampler would shuffle by NumPy's global state. Texts that are in order of
        # the pass already fill its buckets in that order.
        batches = [order[np.array(each)] for each in self._sampler(order)]
        if self.shuffle and len(self.widths) > 1:
            turns = permutation(len(batches), self.seed + 1, epoch)
            batches = [batches[turn] for turn in turns]
        for batch in batches:
            longest = self._lengths[batch].max()
            width = next(each for each in self.widths if each >= longest)
            yield nd.array(self._rows[batch, :width]), nd.array(self._labels[batch])

    def _sampler(self, order: np.ndarray):
        return gluonnlp.data.FixedBucketSampler(
            self._lengths[order].tolist(),
            self.batch_size,
            num_buckets=None,
            bucket_keys=self.widths,
        )


def _widths(lengths: np.ndarray, length: int, num_buckets: int) -> list[int]:
    """Widths that part the texts into buckets of about equal size; the last is L."""
    if num_buckets == 1:
        return [length]
    shares = np.linspace(0, 1, num_buckets + 1)[1:]
    last = np.ceil(shares * len(lengths)).astype(int) - 1
    ends = np.sort(lengths)[last]
    return sorted({min(-(-int(end) // _MULTIPLE) * _MULTIPLE, length) for end in ends})
