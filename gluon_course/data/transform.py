"""Pixels to network input, for whole batches at a time."""

from __future__ import annotations

import numbers
from collections.abc import Sequence

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError

_ALONE = 199_999  # from 200,000 numbers on MXNet copies with all threads
_MOST_PARTS = 16


class ToTensor:
    """The text's ``Resize`` + ``ToTensor`` (+ ``Normalize``) for a whole batch.

    The result has the same bits as ``gluon.data.vision.transforms`` applied picture by
    picture. Without ``resize`` the batch is converted by NumPy and copied once, three
    times as fast as MXNet's conversion; with it MXNet's engine resizes and converts,
    while Python goes on.

    Parameters
    ----------
    resize : int or (width, height), optional
        New size in pixels; an int gives a square picture, as in the text.
    mean, std : sequence of float, optional
        Per channel, subtracted from and divided into pixels in [0, 1].

    Section: 3.5 图像分类数据集, 5.6 深度卷积神经网络（AlexNet）
    """

    def __init__(
        self,
        resize: int | tuple[int, int] | None = None,
        mean: Sequence[float] = (),
        std: Sequence[float] = (),
    ):
        self.resize = None if resize is None else _size(resize)
        self.mean, self.std = tuple(mean), tuple(std)
        if len(self.mean) != len(self.std) or any(s <= 0 for s in self.std):
            raise ConfigError(
                f"Normalisation with mean {self.mean} and std {self.std}",
                "there is one mean and one positive std per channel",
            )

    def __call__(self, pixels: np.ndarray) -> nd.NDArray:
        """Convert one batch.

        Parameters
        ----------
        pixels : numpy.ndarray of uint8, shape (N, H, W, C)
            Pictures with 1 or 3 channels, 0..255.

        Returns
        -------
        NDArray of float32, shape (N, C, H, W)
            In [0, 1] before normalisation, on the CPU.
        """
        if self.resize is None:
            return self._convert(pixels)
        X = nd.array(pixels, dtype=np.uint8)
        X = nd.image.to_tensor(nd.image.resize(X, size=self.resize, interp=1))
        return nd.image.normalize(X, mean=self.mean, std=self.std) if self.mean else X

    def output_shape(self, shape: Sequence[int]) -> tuple[int, int, int]:
        """(C, H, W) of the result for pictures of ``shape`` (H, W, C)."""
        height, width, channels = shape
        if self.resize is not None:
            width, height = self.resize
        return channels, height, width

    def check(self, array: np.ndarray) -> None:
        """Check that ``array`` holds pictures as :meth:`__call__` wants them.

        Raises
        ------
        DataError
            If its type or shape is another.
        ConfigError
            If there are means for another number of channels.
        """
        is_picture = array.ndim == 4 and array.shape[3] in (1, 3)
        if array.dtype != np.uint8 or not is_picture:
            raise DataError(
                f"Pictures of shape {array.shape} and type {array.dtype}",
                "pictures are uint8 arrays of shape (N, H, W, C) with C 1 or 3",
            )
        if len(self.mean) not in (0, 1, array.shape[3]):
            raise ConfigError(
                f"{len(self.mean)} means for pictures of {array.shape[3]} channels"
            )

    def _convert(self, pixels: np.ndarray) -> nd.NDArray:
        # (N, H, W, C) -> (N, C, H, W)
        X = pixels.transpose(0, 3, 1, 2).astype(np.float32, order="C")
        X /= np.float32(255)
        if self.mean:
            X -= np.array(self.mean, np.float32).reshape(-1, 1, 1)
            X /= np.array(self.std, np.float32).reshape(-1, 1, 1)
        return to_ndarray(X)


def to_ndarray(array: np.ndarray) -> nd.NDArray:
    """Copy a C-ordered NumPy array to a new NDArray on the CPU, type unchanged.

    ``nd.array`` does the same with a second copy inside, which costs as much as the
    whole conversion of a batch. A batch of a few million numbers is copied in parts
    that MXNet leaves to one thread: where other work takes the cores, its threads wait
    for each other a hundred times as long as one of them needs.
    """
    result = nd.empty(array.shape, dtype=array.dtype)
    if not _ALONE < array.size <= _MOST_PARTS * _ALONE:
        result._sync_copyfrom(array)
        return result
    source, target = array.reshape(-1), result.reshape(-1)
    for start in range(0, array.size, _ALONE):
        part = slice(start, start + _ALONE)
        target[part]._sync_copyfrom(source[part])
    return result


def _size(resize: int | Sequence[int]) -> tuple[int, int]:
    sides = tuple(resize) if isinstance(resize, (tuple, list)) else (resize, resize)
    if len(sides) != 2 or not all(
        isinstance(side, numbers.Integral) and side >= 1 for side in sides
    ):
        raise ConfigError(
            f"Resize to {resize!r} pixels", "", "give one size or (width, height)"
        )
    return int(sides[0]), int(sides[1])
