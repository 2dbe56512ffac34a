"""Mini-batches from arrays that fit in memory, without worker processes.

Pictures stay one uint8 array; a batch is a slice (or, shuffled, a take), converted as
a whole. Everything after the copy runs on MXNet's engine, so the next batch is made
while the step on the present one still runs, and there is no thread to tear down.
"""

from __future__ import annotations

import numbers
from collections.abc import Callable, Iterator

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data.info import DataInfo
from gluon_course.data.sampling import checked_weights, drawn_order
from gluon_course.data.transform import to_ndarray

LAST_BATCH = ("keep", "discard", "rollover")
_NARROW = {np.dtype(np.float64): np.float32, np.dtype(np.int64): np.int32}


class BatchLoader:
    """Iterates over mini-batches of one or more arrays of equal length.

    Parameters
    ----------
    *arrays : numpy.ndarray or NDArray, shape (N, ...)
        Samples along axis 0, for example pictures and labels. float64 becomes
        float32, int64 becomes int32.
    batch_size : int
        Samples per batch, at least 1.
    shuffle : bool
        Whether each pass has a new order, drawn from (``seed``, number of the pass) by
        a generator of its own: the global random state is neither read nor changed.
    transform : callable, optional
        Makes the NDArray of a batch from the rows of the first array, for example
        :class:`~gluon_course.data.ToTensor`. It must not change its argument.
    last_batch : {"keep", "discard", "rollover"}
        What happens to a smaller last batch: it is yielded, left out, or its samples
        come first in the next pass.
    seed : int
        Seed of the order, 0..2**31-1.
    info : DataInfo, optional
        What the data is.
    weights : array of float, shape (N,), optional
        A pass then has N samples drawn by these weights, with repetition, such as
        :func:`~gluon_course.data.sample_weights` gives; with ``shuffle`` only.

    Yields
    ------
    tuple of NDArray
        One per array, on the CPU.

    Raises
    ------
    DataError
        If the arrays are empty, of unequal length or of a type MXNet lacks.
    ConfigError
        If ``batch_size``, ``last_batch`` or a weight is out of range.

    Section: 3.2 线性回归的从零开始实现 (``data_iter``), 3.5 图像分类数据集
    """

    def __init__(
        self,
        *arrays,
        batch_size: int,
        shuffle: bool = False,
        transform: Callable | None = None,
        last_batch: str = "keep",
        seed: int = 0,
        info: DataInfo | None = None,
        weights=None,
    ):
        self._arrays = [_as_numpy(array) for array in arrays]
        self.num_samples = _common_length(self._arrays)
        self.batch_size = checked_batch_size(batch_size)
        if last_batch not in LAST_BATCH:
            raise ConfigError(
                f"last_batch is {last_batch!r}", "", f"choose from {LAST_BATCH}"
            )
        check_some_batch(self.num_samples, self.batch_size, last_batch)
        if hasattr(transform, "check"):
            transform.check(self._arrays[0])
        self.shuffle, self.transform, self.last_batch = shuffle, transform, last_batch
        self.seed, self.info = seed, info
        self.weights = checked_weights(weights, self.num_samples, shuffle)
        self._next_epoch = 1

    def __iter__(self) -> Iterator[tuple[nd.NDArray, ...]]:
        epoch, self._next_epoch = self._next_epoch, self._next_epoch + 1
        return self._batches(self._order(epoch))

    def __len__(self) -> int:
        """Number of batches of the next pass."""
        if self.last_batch == "keep":
            return -(-self.num_samples // self.batch_size)
        if self.last_batch == "discard":
            return self.num_samples // self.batch_size
        kept = self._num_kept(self._next_epoch)
        return (kept + self.num_samples) // self.batch_size

    def set_epoch(self, epoch: int) -> None:
        """Make the next pass the one of ``epoch`` (1, 2, ...); later passes follow it.

        The order of a pass depends on (seed, epoch) only, so that a resumed run sees
        the batches that the uninterrupted one would have seen.
        """
        self._next_epoch = int(epoch)

    def limit(self, num_samples: int) -> BatchLoader:
        """A loader of the first ``num_samples`` samples (all, when there are fewer)."""
        if num_samples < 1:
            raise ConfigError(f"The limit is {num_samples}", "", "ask for 1 or more")
        return BatchLoader(
            *(array[:num_samples] for array in self._arrays),
            batch_size=self.batch_size,
            shuffle=self.shuffle,
            transform=self.transform,
            last_batch=self.last_batch,
            seed=self.seed,
            info=self.info,
            weights=None if self.weights is None else self.weights[:num_samples],
        )

    def _batches(self, order: np.ndarray | None) -> Iterator[tuple[nd.NDArray, ...]]:
        transform, first = self.transform, self._arrays[0]
        plain = self._arrays if transform is None else self._arrays[1:]
        length = self.num_samples if order is None else len(order)
        # Arrays without a transform are put in order once; a batch is then a view.
        ordered = [to_ndarray(_take(array, order)) for array in plain]
        stop = length
        if self.last_batch != "keep":
            stop -= length % self.batch_size
        for start in range(0, stop, self.batch_size):
            end = min(start + self.batch_size, stop)
            batch = [array[start:end] for array in ordered]
            if transform is not None:
                rows = slice(start, end) if order is None else order[start:end]
                batch.insert(0, transform(first[rows]))
            yield tuple(batch)

    def _order(self, epoch: int) -> np.ndarray | None:
        """Sample numbers of the pass, or None for 0, 1, ..., N-1."""
        kept = self._num_kept(epoch) if self.last_batch == "rollover" else 0
        if not self.shuffle and not kept:
            return None
        parts = [self._permutation(epoch)]
        while kept > 0:
            epoch -= 1
            parts.insert(0, self._permutation(epoch)[-kept:])
            kept -= len(parts[0])
        return np.concatenate(parts)

    def _permutation(self, epoch: int) -> np.ndarray:
        if not self.shuffle:
            return np.arange(self.num_samples)
        if self.weights is not None:
            return drawn_order(self.weights, self.seed, epoch)
        return permutation(self.num_samples, self.seed, epoch)

    def _num_kept(self, epoch: int) -> int:
        """Samples that the passes before ``epoch`` left over."""
        return max(epoch - 1, 0) * self.num_samples % self.batch_size


def permutation(num_samples: int, seed: int, epoch: int) -> np.ndarray:
    """The order of an epoch: numbers 0..num_samples-1, drawn from (seed, epoch)."""
    # RandomState is frozen: every NumPy draws the same order for ever.
    return np.random.RandomState([seed, epoch]).permutation(num_samples)


def checked_batch_size(batch_size: int) -> int:
    """The batch size, or ConfigError unless it is a whole number of 1 or more."""
    if not isinstance(batch_size, numbers.Integral) or batch_size < 1:
        raise ConfigError(f"The batch size is {batch_size!r}", "", "take 1 or more")
    return int(batch_size)


def check_some_batch(num_samples: int, batch_size: int, last_batch: str) -> None:
    """Refuse a pass without a batch: no samples, or a lone small batch discarded."""
    if num_samples == 0:
        raise DataError(
            "There are no samples to iterate over",
            "the set is empty, or a filter left nothing",
            "check what was read",
        )
    if last_batch == "discard" and batch_size > num_samples:
        raise ConfigError(
            f"A batch of {batch_size} from {num_samples} samples",
            "the only batch is smaller than that and is discarded",
            "take a smaller batch size",
        )


def _take(array: np.ndarray, order: np.ndarray | None) -> np.ndarray:
    return np.ascontiguousarray(array if order is None else array[order])


def _as_numpy(array) -> np.ndarray:
    array = array.asnumpy() if isinstance(array, nd.NDArray) else np.asarray(array)
    array = array.astype(_NARROW.get(array.dtype, array.dtype), copy=False)
    if array.dtype not in (np.float32, np.float16, np.int32, np.int8, np.uint8):
        raise DataError(
            f"An array of type {array.dtype} cannot be batched",
            "samples are numbers: float16, float32, float64, int8, int32, int64, uint8",
            "convert it with array.astype('float32') first",
        )
    if array.ndim == 0:
        raise DataError("A single number is not an array of samples")
    return array


def _common_length(arrays: list[np.ndarray]) -> int:
    lengths = [len(array) for array in arrays]
    if len(set(lengths)) > 1:
        raise DataError(
            f"The arrays have {' and '.join(map(str, lengths))} samples",
            "features and labels belong together row by row",
            "give arrays of the same length along axis 0",
        )
    return lengths[0] if lengths else 0
