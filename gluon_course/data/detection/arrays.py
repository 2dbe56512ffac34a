"""Mini-batches for detectors from pictures of one size that are all in memory."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from mxnet import nd

from gluon_course.base.errors import DataError
from gluon_course.data.detection.boxes import as_labels
from gluon_course.data.detection.passes import Passes
from gluon_course.data.detection.pictures import BoxPictures
from gluon_course.data.detection.transforms import flip_left_right
from gluon_course.data.info import DataInfo
from gluon_course.data.transform import ToTensor


class DetectionArrays(Passes):
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
        self.begin(len(pixels), batch_size, shuffle, last_batch, seed)
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
        epoch, batches = self.next_pass()
        draws = np.random.RandomState([self.seed, epoch, 1]).rand(self.num_samples)
        for rows in batches:
            pixels, labels = self.pixels[rows], self.labels[rows]
            if self.flip:
                pixels, labels = flip_left_right(pixels, labels, draws[rows] < 0.5)
            yield self._to_tensor(pixels), nd.array(labels)


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
