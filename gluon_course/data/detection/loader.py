"""Mini-batches for detectors from pictures that are read as they come."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.data.detection.boxes import as_labels
from gluon_course.data.detection.passes import Passes
from gluon_course.data.detection.pictures import BoxPictures
from gluon_course.data.info import DataInfo

_AHEAD = 2  # batches that threads prepare while one is used


class DetectionLoader(Passes):
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
    limit : int, optional
        Take the first ``limit`` pictures only.

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
        limit: int | None = None,
    ):
        if num_threads < 0 or max_objects < 1:
            raise ConfigError(
                f"{num_threads} threads, {max_objects} objects",
                action="take 0 or more threads, and room for 1 object or more",
            )
        count = len(dataset) if limit is None else min(len(dataset), limit)
        self.begin(count, batch_size, shuffle, last_batch, seed)
        self.dataset, self.transform, self.info = dataset, transform, info
        self.max_objects, self.num_threads = max_objects, num_threads

    def __iter__(self) -> Iterator[tuple[nd.NDArray, nd.NDArray]]:
        _, batches = self.next_pass()
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


def _stacked(samples: list) -> tuple[nd.NDArray, nd.NDArray]:
    """One batch of samples, as gluoncv's ``Stack``, which would take shared memory."""
    pictures, labels = zip(*samples)
    return nd.stack(*pictures), nd.array(np.stack(labels))
