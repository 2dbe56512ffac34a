"""Boxes as files have them: checked, cut to the picture, or left out with a word."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence

import numpy as np

from gluon_course.base.errors import DataError


class BoxCheck:
    """Checks the boxes of a set; says once that some are left out.

    Parameters
    ----------
    class_names : sequence of str
        Class i of a label is ``class_names[i]``.
    with_difficult : bool
        Whether a sixth column is kept: 1 for objects that do not count when the
        boxes found are judged.

    Attributes
    ----------
    num_dropped : int
        Boxes without a pixel of the picture that were met so far.
    """

    def __init__(self, class_names: Sequence[str], with_difficult: bool = False):
        self.class_names = tuple(class_names)
        self.num_columns = 6 if with_difficult else 5
        self.num_dropped = 0
        self._lock = threading.Lock()

    def __call__(self, rows, size: tuple[int, int], source: str) -> np.ndarray:
        """The boxes of one picture.

        Parameters
        ----------
        rows : array, shape (M, 5 or more)
            Corner box in pixels and class, as gluoncv's data sets give them; M may
            be 0.
        size : (int, int)
            Width and height of the picture in pixels.
        source : str
            Where the boxes come from, for messages.

        Returns
        -------
        numpy.ndarray of float32, shape (K, 5 or 6)
            Corner box in pixels within the picture, class, and whether the object is
            difficult if that is kept (0 where it is not said). Boxes that are
            inverted, empty or wholly outside are left out, and stderr says so once.

        Raises
        ------
        DataError
            If a number is not finite or a class has no name.
        """
        rows = np.asarray(rows, np.float32)
        if not rows.size:
            return np.zeros((0, self.num_columns), np.float32)
        missing = max(self.num_columns - rows.shape[1], 0)
        rows = np.pad(rows[:, : self.num_columns], ((0, 0), (0, missing)))
        if not np.isfinite(rows).all():
            raise DataError(
                f"{source} has a box with a number that is not finite",
                "the annotation is damaged",
                "correct it or take the picture out of the set",
            )
        for number in np.unique(rows[:, 4]):
            if number not in range(len(self.class_names)):
                raise DataError(
                    f"{source} has an object of class {number:g}",
                    f"the set has {len(self.class_names)} classes, counted from 0",
                    "name all classes of the set, or correct the annotation",
                )
        is_good = has_area(rows, size)
        if not is_good.all():
            self._say(rows[~is_good], size, source)
        rows[:, :4] = _cut(rows, size)
        return rows[is_good]

    def _say(self, rows: np.ndarray, size: tuple[int, int], source: str) -> None:
        with self._lock:
            is_first = not self.num_dropped
            self.num_dropped += len(rows)
        if is_first:
            corners = ", ".join(f"{each:g}" for each in rows[0, :4])
            print(
                f"{source}: the box ({corners}) has no area on a picture of"
                f" {size[0]}x{size[1]} pixels; such boxes are left out",
                file=sys.stderr,
            )


def has_area(rows: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Which corner boxes (M, 4 or more) have a pixel of a picture: bool (M,).

    Inverted and empty boxes have none, nor have those outside; ``size`` is the width
    and height of the picture.
    """
    x1, y1, x2, y2 = _cut(np.asarray(rows), size).T
    return (x2 > x1) & (y2 > y1)


def as_labels(boxes: np.ndarray, size: tuple[int, int], max_objects: int, source: str):
    """Boxes in pixels as the labels of a detector.

    Parameters
    ----------
    boxes : numpy.ndarray, shape (K, 5 or more)
        Corner box in pixels, and class.
    size : (int, int)
        Width and height of the picture in pixels.
    max_objects : int
        M.
    source : str
        Name of the picture, for messages.

    Returns
    -------
    numpy.ndarray of float32, shape (M, 5 or more)
        Class and corner box as fractions, then what else ``boxes`` say of an object;
        rows of -1 below.

    Raises
    ------
    DataError
        If there are more than M boxes.

    Section: 9.6 目标检测数据集（皮卡丘） (chapter_computer-vision/
    object-detection-dataset)
    """
    if len(boxes) > max_objects:
        raise DataError(
            f"{source} has {len(boxes)} objects",
            f"the labels have room for {max_objects}",
            f"load the set with max_objects={len(boxes)} or more",
        )
    labels = np.full((max_objects, boxes.shape[1]), -1, np.float32)
    width, height = size
    labels[: len(boxes), 0] = boxes[:, 4]
    labels[: len(boxes), 1:5] = boxes[:, :4] / [width, height, width, height]
    labels[: len(boxes), 5:] = boxes[:, 5:]
    return labels


def _cut(rows: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The boxes' parts within a picture, (M, 4)."""
    return rows[:, :4].clip(0, [*size, *size])
