"""Sequences of like length in one batch, so that little of it is filler."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator, Sequence

import numpy as np
from gluonnlp.data import ConstWidthBucket, FixedBucketSampler, batchify
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data.info import DataInfo
from gluon_course.data.loader import checked_batch_size
from gluon_course.text.padding import PadTo


class BucketLoader:
    """Iterates over batches of sequences, each padded to the length of its bucket.

    gluonnlp's ``FixedBucketSampler`` sorts the samples into buckets of equal width;
    every sample is in exactly one batch of a pass. A compiled net meets one shape for
    each bucket, and another for its smaller last batch.

    Parameters
    ----------
    sequences : sequence of N sequences of int
        Indices of tokens; none empty.
    labels : array, shape (N, ...), optional
        What goes with each, for example classes.
    batch_size : int
        Samples per batch, 1 or more.
    num_buckets : int
        Buckets at most, 1 or more.
    pad : int
        Index of the filler.
    shuffle : bool
        Whether each pass has a new order, drawn from (``seed``, number of the pass).
    seed : int
        0..2**31-1.
    info : DataInfo, optional
        What the data is.

    Attributes
    ----------
    lengths : list of int
        Length of each bucket, rising.

    Yields
    ------
    X : NDArray, float32, shape (n, T)
    valid_len : NDArray, float32, shape (n,)
    y : NDArray, shape (n, ...)
        With ``labels`` only; float32, or int32 for whole numbers.

    Raises
    ------
    DataError
        If there is no sequence, one is empty, or the labels are more or fewer.
    ConfigError
        If a size is below 1.

    Section: 10.7 文本情感分类：使用循环神经网络 (chapter_natural-language-processing/
    sentiment-analysis-rnn)
    """

    def __init__(
        self,
        sequences: Sequence[Sequence[int]],
        labels=None,
        *,
        batch_size: int,
        num_buckets: int = 10,
        pad: int = 0,
        shuffle: bool = False,
        seed: int = 0,
        info: DataInfo | None = None,
    ):
        self._sequences = list(sequences)
        self._labels = None if labels is None else _as_labels(labels)
        self.num_samples = len(self._sequences)
        self.batch_size = checked_batch_size(batch_size)
        if num_buckets < 1:
            raise ConfigError(f"num_buckets is {num_buckets}", action="take 1 or more")
        self._check_samples()
        self._sizes = [len(each) for each in self._sequences]
        scheme = ConstWidthBucket()
        keys = scheme(max(self._sizes), min(self._sizes), num_buckets)
        self.lengths = sorted(set(keys))
        self.num_buckets, self.shuffle = num_buckets, shuffle
        self.pad, self.seed, self.info = pad, seed, info
        functions = [PadTo(pad, self.lengths)]
        if labels is not None:
            functions.append(batchify.Stack())
        self._batchify = batchify.Tuple(*functions)
        self._next_epoch = 1

    def __iter__(self) -> Iterator[tuple[nd.NDArray, ...]]:
        epoch, self._next_epoch = self._next_epoch, self._next_epoch + 1
        return self._batches(epoch)

    def __len__(self) -> int:
        """Number of batches of a pass."""
        return len(self._sampler(shuffle=False))

    def set_epoch(self, epoch: int) -> None:
        """Make the next pass the one of ``epoch`` (1, 2, ...); later ones follow."""
        self._next_epoch = int(epoch)

    def limit(self, num_samples: int) -> BucketLoader:
        """A loader of the first samples (all, when there are fewer).

        Raises
        ------
        ConfigError
            If ``num_samples`` is below 1.
        """
        if num_samples < 1:
            raise ConfigError(f"The limit is {num_samples}", "", "ask for 1 or more")
        return BucketLoader(
            self._sequences[:num_samples],
            None if self._labels is None else self._labels[:num_samples],
            batch_size=self.batch_size,
            num_buckets=self.num_buckets,
            pad=self.pad,
            shuffle=self.shuffle,
            seed=self.seed,
            info=self.info,
        )

    def _batches(self, epoch: int) -> Iterator[tuple[nd.NDArray, ...]]:
        # gluonnlp draws from NumPy's global generator; nothing is drawn between batches
        with _numpy_seed([self.seed, epoch]):
            order = list(self._sampler(self.shuffle))
        for numbers in order:
            rows = [(self._sequences[i],) for i in numbers]
            if self._labels is not None:
                rows = [(*row, self._labels[i]) for row, i in zip(rows, numbers)]
            (X, valid_len), *labels = self._batchify(rows)
            yield (X, valid_len, *(y.as_in_context(X.context) for y in labels))

    def _sampler(self, shuffle: bool) -> FixedBucketSampler:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Some buckets are empty")
            return FixedBucketSampler(
                self._sizes,
                self.batch_size,
                num_buckets=None,
                bucket_keys=self.lengths,
                shuffle=shuffle,
            )

    def _check_samples(self) -> None:
        if not self._sequences:
            raise DataError("There is no sequence to iterate over", "the set is empty")
        for i, sequence in enumerate(self._sequences):
            if not len(sequence):
                raise DataError(
                    f"Sequence {i} is empty",
                    "its text has no token",
                    "leave out empty texts, or give them a token such as <unk>",
                )
        count = self.num_samples if self._labels is None else len(self._labels)
        if count != self.num_samples:
            raise DataError(
                f"There are {self.num_samples} sequences and {count} labels",
                "each sequence has one",
            )


@contextlib.contextmanager
def _numpy_seed(seed) -> Iterator[None]:
    state = np.random.get_state()
    np.random.seed(seed)
    try:
        yield
    finally:
        np.random.set_state(state)


def _as_labels(labels) -> np.ndarray:
    labels = labels.asnumpy() if isinstance(labels, nd.NDArray) else np.asarray(labels)
    return labels.astype(np.int32 if labels.dtype.kind in "iub" else np.float32)
