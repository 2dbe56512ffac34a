"""Mini-batches for detectors: pictures as they come, or all of one size in memory."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data.detection.boxes import as_labels
from gluon_course.data.detection.pictures import BoxPictures
from gluon_course.data.detection.transforms import flip_left_right
from gluon_course.data.info import DataInfo
from gluon_course.data.loader import check_some_batch, checked_batch_size, permutation
from gluon_course.data.transform import ToTensor

_AHEAD = 2  # batches that threads prepare while one is used


class _Passes:
    """Order, number and length of the passes of a loader."""

    def _begin(self, num_samples, batch_size, shuffle, last_batch, seed):
        if last_batch not in ("keep", "discard"):
            raise ConfigError(f"last_batch is {last_batch!r}", "", "keep or discard")
        self.num_samples, self.batch_size = num_samples, checked_batch_size(batch_size)
        check_some_batch(num_samples, self.batch_size, last_batch)
        self.shuffle, self.last_batch, self.seed = shuffle, last_batch, seed
        self._next_epoch = 1

    def __len__(self) -> int:
        if self.last_batch == "discard":
            return self.num_samples // self.batch_size
        return -(-self.num_samples // self.batch_size)

    def set_epoch(self, epoch: int) -> None:
        """Make the next pass the one of ``epoch`` (1, 2, ...); later ones follow it."""
        self._next_epoch = int(epoch)

    def _next_pass(self) -> tuple[int, list[np.ndarray]]:
        """Number of the pass that begins, and the samples of each of its batches."""
        epoch, self._next_epoch = self._next_epoch, self._next_epoch + 1
        order, size = np.arange(self.num_samples), self.batch_size
        if self.shuffle:
            order = permutation(self.num_samples, self.seed, epoch)
        return epoch, [order[i * size : (i + 1) * size] for i in range(len(self))]


class DetectionLoader(_Passes):
    """Iterates over batches of pictures that are read and transformed as they come.

    Parameters
    ----------
    dataset : BoxPictures
    batch_size : int
        N, 1 or more.
    transform : callable
        As :func:`~gluon_course.data.detection.ssd_transform` makes it: picture and
        boxes in pixels to X, one shape for all, and boxes in its pixels.
    max_objects : int
        M: labels have this many rows, so that all batches have one shape.
    shuffle : bool
        Whether each pass has a new order, drawn from (``seed``, number of the pass).
    last_batch : {"keep", "discard"}
        What happens to a smaller last batch.
    num_threads : int
        Threads that read ahead; 0 reads in the loop. Random transforms draw the same
        numbers in each run with 0 only.
    seed : int
        0..2**31-1.
    info : DataInfo, optional
        What the data is.

    Yields
    ------
    X : NDArray of float32, shape (N, 3, H, W)
    labels : NDArray of float32, shape (N, M, 5)
        Class and corner box as fractions; rows of -1 are padding. A picture may have
        no object.

    Raises
    ------
    ConfigError
        If a number or ``last_batch`` is out of range.
    DataError
        While iterating, if a picture cannot be read or has too many objects.

    Section: 9.6 目标检测数据集（皮卡丘） (chapter_computer-vision/
    object-detection-dataset)
    """

    def __init__(
        self,
        dataset: BoxPictures,
        *,
        batch_size: int,
        transform: Callable,
        max_objects: int,
        shuffle: bool = False,
        last_batch: str = "keep",
        num_threads: int = 0,
        seed: int = 0,
        info: DataInfo | None = None,
    ):
        if num_threads < 0 or max_objects < 1:
            raise ConfigError(
                f"{num_threads} threads, {max_objects} objects",
                action="take 0 or more threads, and room for 1 object or more",
            )
        self._begin(len(dataset), batch_size, shuffle, last_batch, seed)
        self.dataset, self.transform, self.info = dataset, transform, info
        self.max_objects, self.num_threads = max_objects, num_threads

    def __iter__(self) -> Iterator[tuple[nd.NDArray, nd.NDArray]]:
        _, batches = self._next_pass()
        batches = [batch.tolist() for batch in batches]
        return self._read_ahead(batches) if self.num_threads else self._read(batches)

    def _read(self, batches) -> Iterator:
        for batch in batches:
            yield _stacked([self._sample(index) for index in batch])

    def _read_ahead(self, batches) -> Iterator:
        waiting: collections.deque = collections.deque()
        with ThreadPoolExecutor(self.num_threads) as pool:
            try:
                for batch in batches:
                    waiting.append([pool.submit(self._sample, each) for each in batch])
                    if len(waiting) > _AHEAD:
                        yield _stacked([f.result() for f in waiting.popleft()])
                while waiting:
                    yield _stacked([f.result() for f in waiting.popleft()])
            finally:
                for each in (future for batch in waiting for future in batch):
                    each.cancel()

    def _sample(self, index: int) -> tuple[nd.NDArray, np.ndarray]:
        X, boxes = self.transform(*self.dataset[index])
        size, name = (X.shape[2], X.shape[1]), str(self.dataset.name_of(index))
        return X, as_labels(boxes, size, self.max_objects, name)


class DetectionArrays(_Passes):
    """Iterates over batches of pictures of one size that are all in memory.

    A batch is a slice of one uint8 array, converted and mirrored as a whole.

    Parameters
    ----------
    pixels : numpy.ndarray of uint8, shape (S, H, W, 3)
    labels : numpy.ndarray of float32, shape (S, M, 5)
        Class and corner box as fractions; rows of -1 are padding.
    batch_size, shuffle, last_batch, seed, info
        As for :class:`DetectionLoader`; ``info`` gives the normalisation.
    flip : bool
        Whether half of the pictures, drawn anew in each pass, are mirrored.

    Yields
    ------
    X, labels
        As :class:`DetectionLoader`.

    Raises
    ------
    ConfigError, DataError
        If an argument is out of range, or the arrays do not fit each other.
    """

    def __init__(
        self,
        pixels: np.ndarray,
        labels: np.ndarray,
        *,
        batch_size: int,
        info: DataInfo,
        shuffle: bool = False,
        flip: bool = False,
        last_batch: str = "keep",
        seed: int = 0,
    ):
        if len(pixels) != len(labels) or labels.ndim != 3 or labels.shape[2] != 5:
            raise DataError(
                f"Labels of shape {labels.shape} for pictures of shape {pixels.shape}",
                "an object is its class and the corners x1, y1, x2, y2",
                f"give labels of shape ({len(pixels)}, objects, 5)",
            )
        self._to_tensor = ToTensor(mean=info.mean, std=info.std)
        self._to_tensor.check(pixels)
        self.pixels, self.labels, self.info = pixels, labels, info
        self._begin(len(pixels), batch_size, shuffle, last_batch, seed)
        self.flip, self.max_objects = flip, labels.shape[1]

    def limit(self, num_samples: int) -> DetectionArrays:
        """A loader of the first ``num_samples`` pictures (all, if there are fewer)."""
        return DetectionArrays(
            self.pixels[:num_samples],
            self.labels[:num_samples],
            batch_size=self.batch_size,
            info=self.info,
            shuffle=self.shuffle,
            flip=self.flip,
            last_batch=self.last_batch,
            seed=self.seed,
        )

    def __iter__(self) -> Iterator[tuple[nd.NDArray, nd.NDArray]]:
        epoch, batches = self._next_pass()
        draws = np.random.RandomState([self.seed, epoch, 1]).rand(self.num_samples)
        for rows in batches:
            pixels, labels = self.pixels[rows], self.labels[rows]
            if self.flip:
                pixels, labels = flip_left_right(pixels, labels, draws[rows] < 0.5)
            yield self._to_tensor(pixels), nd.array(labels)


def _stacked(samples: list) -> tuple[nd.NDArray, nd.NDArray]:
    """One batch of samples, as gluoncv's ``Stack``, which would take shared memory."""
    pictures, labels = zip(*samples)
    return nd.stack(*pictures), nd.array(np.stack(labels))


def in_memory(
    dataset: BoxPictures, max_objects: int, most: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """All pictures of a set of one size, and their labels, as two arrays.

    Parameters
    ----------
    dataset : BoxPictures
    max_objects : int
        M.
    most : int, optional
        Take the first ``most`` pictures only.

    Returns
    -------
    pixels : numpy.ndarray of uint8, shape (S, H, W, 3)
    labels : numpy.ndarray of float32, shape (S, M, 5)

    Raises
    ------
    DataError
        If a picture cannot be read, has another size than the first, or more than M
        objects.
    """
    pixels, labels = [], []
    for index in range(min(len(dataset), most or len(dataset))):
        picture, boxes = dataset[index]
        name = str(dataset.name_of(index))
        pixels.append(picture.asnumpy())
        if pixels[-1].shape != pixels[0].shape:
            raise DataError(
                f"{name} has the shape {pixels[-1].shape}, the first picture"
                f" {pixels[0].shape}",
                "the set has pictures of several sizes",
                "load it with DetectionLoader and a transform that resizes",
            )
        height, width = pixels[-1].shape[:2]
        labels.append(as_labels(boxes, (width, height), max_objects, name))
    return np.stack(pixels), np.stack(labels)
