"""What a net with coarse scores can reach at best: masks made coarse and fine again."""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import ShapeError
from gluon_course.metrics.arrays import as_numpy


def through_stride(classes, stride: int, num_classes: int) -> np.ndarray:
    """The true classes after averaging over squares and bilinear interpolation.

    A net whose last scores are ``stride`` times smaller than the picture says little
    more than this, and the score of the result is the bound to compare with. It is no
    bound in the strict sense: scores, unlike averages, have no limits, and where they
    overshoot they can place a border better. At stride 32 nets do.

    Parameters
    ----------
    classes : array of whole numbers, shape (N, H, W)
        0..num_classes-1; -1 counts as no class.
    stride : int
        Side of the squares in pixels; it divides H and W.
    num_classes : int
        C.

    Returns
    -------
    numpy.ndarray of int64, shape (N, H, W)

    Raises
    ------
    ShapeError
        If the shape does not fit the stride.

    Section: 9.10 全卷积网络（FCN） (chapter_computer-vision/fcn)
    """
    classes = as_numpy(classes)
    if classes.ndim != 3 or stride < 1 or any(n % stride for n in classes.shape[1:]):
        raise ShapeError(
            f"Classes of shape {classes.shape} for a stride of {stride}",
            action="give (N, H, W) with H and W multiples of the stride",
        )
    height, width = classes.shape[1:]
    rows, columns = _enlarge(height, stride), _enlarge(width, stride)
    results = np.empty(classes.shape, np.int64)
    for n, each in enumerate(classes):
        is_class = (each == np.arange(num_classes)[:, None, None]).astype(np.float32)
        squares = is_class.reshape(
            num_classes, height // stride, stride, width // stride, stride
        )
        coarse = squares.mean(axis=(2, 4))
        results[n] = (rows @ coarse @ columns.T).argmax(axis=0)
    return results


def _enlarge(size: int, stride: int) -> np.ndarray:
    """Matrix (size, size // stride) that interpolates between centres of squares."""
    centres = (np.arange(size) + 0.5) / stride - 0.5
    count = size // stride
    distance = np.abs(centres.clip(0, count - 1)[:, None] - np.arange(count))
    return (1 - distance).clip(0).astype(np.float32)
