"""From a picture with boxes to the input of a detector: gluoncv's presets and none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from gluoncv.data.transforms.presets.ssd import (
    SSDDefaultTrainTransform,
    SSDDefaultValTransform,
)
from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.data.normalisation import IMAGENET

_LEAST_SIDE = 16  # pixels; of smaller pictures the preset may cut out nothing at all


def ssd_transform(side: int, is_train: bool) -> Callable:
    """gluoncv's preset of SSD, which takes any picture.

    For training: colours, a larger canvas, a crop that keeps some object, a flip, a
    size of ``side``; else the size alone. Normalised with ImageNet's mean and std.

    Parameters
    ----------
    side : int
        Height and width of the result, 16 or more.
    is_train : bool

    Returns
    -------
    callable
        From a picture NDArray uint8 (H, W, 3) and boxes float32 (M, 5) in pixels to
        NDArray float32 (3, side, side) and boxes in its pixels; M may be 0. Random
        numbers come from Python's, NumPy's and MXNet's generators.

    Raises
    ------
    ConfigError
        If ``side`` is out of range.

    Section: 9.7 单发多框检测（SSD）; Liu et al. (2015), 2.2
    """
    if side < _LEAST_SIDE:
        raise ConfigError(f"The side is {side}", "", f"take {_LEAST_SIDE} or more")
    norm = {"mean": IMAGENET.mean, "std": IMAGENET.std}
    plain = SSDDefaultValTransform(side, side, **norm)
    if not is_train:
        return plain
    random = SSDDefaultTrainTransform(side, side, **norm)

    def transform(picture: nd.NDArray, boxes: np.ndarray):
        is_tiny = min(picture.shape[:2]) < _LEAST_SIDE
        return (plain if is_tiny else random)(picture, boxes)

    return transform


def flip_left_right(
    pixels: np.ndarray, labels: np.ndarray, is_flipped: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mirror some pictures of a batch together with their boxes.

    Parameters
    ----------
    pixels : numpy.ndarray, shape (N, H, W, C)
    labels : numpy.ndarray, shape (N, M, 5)
        Class, corner box as fractions; rows of -1 are padding.
    is_flipped : numpy.ndarray of bool, shape (N,)

    Returns
    -------
    pixels, labels
        Copies.

    Section: 9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """
    pixels, labels = pixels.copy(), labels.copy()
    pixels[is_flipped] = pixels[is_flipped][:, :, ::-1]
    some = labels[is_flipped]
    mirrored = some.copy()
    mirrored[..., 1], mirrored[..., 3] = 1 - some[..., 3], 1 - some[..., 1]
    labels[is_flipped] = np.where(some[..., :1] >= 0, mirrored, some)
    return pixels, labels
