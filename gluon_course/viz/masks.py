"""Maps of classes as pictures: VOC's palette, colours over a photograph (9.10)."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from matplotlib.colors import to_rgb
from PIL import Image

from gluon_course.base.errors import ShapeError
from gluon_course.base.files import write_bytes
from gluon_course.base.palette import VOID_LABEL, class_color, flat_palette
from gluon_course.viz.style import COLORS


def class_colors(classes) -> np.ndarray:
    """A map of classes in VOC's colours.

    Parameters
    ----------
    classes : NDArray or numpy.ndarray of whole numbers, shape (H, W)
        0..255; -1, pixels that count for nothing, are shown as 255.

    Returns
    -------
    numpy.ndarray of uint8, shape (H, W, 3)

    Raises
    ------
    ShapeError
        If it is no map of classes.

    Section: 9.10 全卷积网络（FCN） (chapter_computer-vision/fcn)
    """
    table = np.array([class_color(each) for each in range(256)], np.uint8)
    return table[_numbers(classes)]


def overlay(pixels, classes, opacity: float = 0.55) -> np.ndarray:
    """A photograph with the classes' colours over it; the background stays.

    Parameters
    ----------
    pixels : numpy.ndarray of uint8, shape (H, W, 3)
        RGB, 0..255; (H, W, 1) is a grey picture.
    classes : as for :func:`class_colors`, of the same height and width
        Class 0 is the background.
    opacity : float
        0 (the photograph) to 1 (the colours).

    Returns
    -------
    numpy.ndarray of uint8, shape (H, W, 3)

    Raises
    ------
    ShapeError
        If picture and map differ in size.

    Section: 9.10 全卷积网络（FCN）
    """
    pixels, numbers = np.asarray(pixels), _numbers(classes)
    if pixels.ndim != 3 or pixels.shape[:2] != numbers.shape:
        raise ShapeError(
            f"A picture of shape {pixels.shape} for classes of shape {numbers.shape}",
            "the map is of another picture or size",
            "give (H, W, 3) and (H, W)",
        )
    weight = np.where(numbers == 0, 0.0, opacity)[..., None]
    mixed = pixels * (1 - weight) + class_colors(numbers) * weight
    return np.rint(mixed).astype(np.uint8)


def instance_overlay(pixels, masks: Iterable, opacity: float = 0.5) -> np.ndarray:
    """A photograph with a colour over each object, as :func:`box_picture` draws boxes.

    Parameters
    ----------
    pixels : numpy.ndarray of uint8, shape (H, W, 3)
        RGB, 0..255; (H, W, 1) is a grey picture.
    masks : iterable of array of bool, shape (H, W)
        Of the objects; where two overlap, the first is seen.
    opacity : float
        0 (the photograph) to 1 (the colours).

    Returns
    -------
    numpy.ndarray of uint8, shape (H, W, 3)

    Raises
    ------
    ShapeError
        If picture and a mask differ in size.

    Source: He et al. (2017), Mask R-CNN, figure 2
    """
    pixels = np.asarray(pixels)
    mixed = np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels.copy()
    is_free = np.ones(mixed.shape[:2], bool)
    for i, mask in enumerate(masks):
        if mask.shape != is_free.shape:
            raise ShapeError(
                f"A mask of shape {mask.shape} for a picture of shape {pixels.shape}",
                "the mask is of another picture or size",
                "give (H, W) for (H, W, 3)",
            )
        seen = mask & is_free
        is_free &= ~mask
        color = np.array(to_rgb(COLORS[i % len(COLORS)])) * 255
        mixed[seen] = np.rint(mixed[seen] * (1 - opacity) + color * opacity)
    return mixed


def save_classes(path: os.PathLike | str, classes) -> Path:
    """Write a map of classes as VOC does: PNG of numbers with the palette.

    Parameters
    ----------
    path : path
        File ``NAME.png``.
    classes : as for :func:`class_colors`

    Returns
    -------
    Path

    Raises
    ------
    DataError
        If the file cannot be written.
    """
    return write_bytes(path, classes_png(classes))


def classes_png(classes) -> bytes:
    """The file that :func:`save_classes` writes."""
    image = Image.fromarray(_numbers(classes), mode="P")
    image.putpalette(flat_palette())
    return _png(image)


def save_pixels(path: os.PathLike | str, pixels: np.ndarray) -> Path:
    """Write RGB pixels, uint8 (H, W, 3), as PNG without a frame; returns the path."""
    return write_bytes(path, pixels_png(pixels))


def pixels_png(pixels: np.ndarray) -> bytes:
    """The file that :func:`save_pixels` writes."""
    return _png(Image.fromarray(pixels))


def _png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format="PNG")
    return stream.getvalue()


def _numbers(classes) -> np.ndarray:
    array = np.asarray(classes.asnumpy() if hasattr(classes, "asnumpy") else classes)
    is_map = array.ndim == 2 and array.size and array.min() >= -1 and array.max() < 256
    if not is_map or not np.array_equal(array, np.rint(array)):
        raise ShapeError(
            f"An array of shape {array.shape} is no map of classes",
            "each pixel has the number of a class, 0..255",
            "give whole numbers of shape (H, W)",
        )
    return np.where(array < 0, VOID_LABEL, array).astype(np.uint8)
