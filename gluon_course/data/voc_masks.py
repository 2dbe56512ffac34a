"""Label pictures of Pascal VOC as classes: from palette numbers and from colours."""

from __future__ import annotations

import numpy as np
from PIL import Image

from gluon_course.base.errors import DataError
from gluon_course.base.palette import VOID_LABEL, class_color

VOID = -1
"""Class of pixels that do not count, as gluoncv has it; 255 in the files."""


def mask_classes(
    mask: Image.Image, num_classes: int = 21, what: str = "The mask"
) -> np.ndarray:
    """The class of each pixel of a label picture.

    Parameters
    ----------
    mask : PIL.Image
        Numbers with a palette or without, as VOC has them, or VOC's colours in RGB.
    num_classes : int
        Classes, the background among them, 1..254.
    what : str
        Name for messages.

    Returns
    -------
    numpy.ndarray of int32, shape (H, W)
        0..num_classes-1, or :data:`VOID`.

    Raises
    ------
    DataError
        If a number or a colour stands for no class.

    Section: 9.9 语义分割和数据集 (chapter_computer-vision/
    semantic-segmentation-and-dataset)
    """
    if mask.mode in ("P", "L"):
        classes = np.array(mask).astype(np.int32)
    else:
        classes = _of_colors(np.array(mask.convert("RGB")), num_classes, what)
    classes[classes == VOID_LABEL] = VOID
    if classes.max(initial=0) >= num_classes:
        raise DataError(
            f"{what} has the number {classes.max()}, but there are {num_classes} "
            "classes",
            f"it belongs to another set; {VOID_LABEL} alone marks borders",
            "convert the masks, or leave the picture out",
        )
    return classes


def _of_colors(pixels: np.ndarray, num_classes: int, what: str) -> np.ndarray:
    known = {class_color(each): each for each in (*range(num_classes), VOID_LABEL)}
    table = np.full(256**3, VOID, np.int32)
    for (red, green, blue), number in known.items():
        table[(red * 256 + green) * 256 + blue] = number
    wide = pixels.astype(np.int32)
    classes = table[(wide[..., 0] * 256 + wide[..., 1]) * 256 + wide[..., 2]]
    if classes.min(initial=0) < 0:
        row, column = np.argwhere(classes < 0)[0]
        color = tuple(pixels[row, column].tolist())
        raise DataError(
            f"{what} has the colour {color} at row {row}, column {column}, which "
            "stands for no class",
            "it was saved as JPEG, resized with interpolation, or is of another set",
            "save masks as PNG with VOC's palette",
        )
    return classes
