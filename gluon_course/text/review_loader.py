"""Batches of texts, cut and padded to one length or by buckets, with labels (10.7).

A net that leaves the padding out counts it itself, so that batches, exports and
predictions are one array of indices.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.data import BatchLoader, DataInfo
from gluon_course.text.bucket_loader import BucketLoader
from gluon_course.text.padding import fill_rows


class ReviewLoader:
    """Mini-batches of token indices with labels.

    Parameters
    ----------
    sequences : sequence of N sequences of int
        Indices of the tokens of each text; an empty text is one token of padding.
    labels : array of int, shape (N,)
    length : int
        L: longer texts are cut.
    pad : int
        Index of the padding token.
    batch_size : int
        At least 1.
    num_buckets : int
        1: every batch is as wide as L, as in the section. More: texts of similar
        length come together, see :class:`BucketLoader`, and a batch is as wide as its
        bucket.
    shuffle : bool
        Whether each pass has a new order, drawn from (``seed``, number of the pass).
    seed : int
        0..2**31-1.
    info : DataInfo, optional
        What the data are.

    Yields
    ------
    X : NDArray, float32, shape (n, T)
        Indices; ``pad`` behind the text.
    y : NDArray, int32, shape (n,)

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
        options = {"batch_size": batch_size, "shuffle": shuffle, "seed": seed}
        rows = [list(each[:length]) or [pad] for each in sequences]
        if num_buckets == 1 and rows:
            X, _ = fill_rows(rows, length, pad)
            self._loader = BatchLoader(X, labels, info=info, **options)
        else:
            self._loader = BucketLoader(
                rows, labels, num_buckets=num_buckets, pad=pad, info=info, **options
            )
        self.num_samples, self.batch_size = len(rows), batch_size
        self.shuffle, self.seed, self.info = shuffle, seed, info

    def __len__(self) -> int:
        return len(self._loader)

    def __iter__(self) -> Iterator[tuple[nd.NDArray, nd.NDArray]]:
        return ((X, y) for X, *_, y in self._loader)

    def set_epoch(self, epoch: int) -> None:
        """Make the next pass the one of ``epoch`` (1, 2, ...); later ones follow it."""
        self._loader.set_epoch(epoch)
