"""What a detector finds on several pictures."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

from gluon_course.base.errors import ShapeError
from gluon_course.viz.boxes import box_grid
from gluon_course.viz.grid import as_picture
from gluon_course.viz.style import Picture


def detection_grid(
    images: Sequence,
    detections,
    class_names: Sequence[str],
    path: os.PathLike | str | None = None,
) -> Picture:
    """Pictures side by side, each with the boxes found on it, their class and score.

    Parameters
    ----------
    images : sequence of N arrays
        As for :func:`~gluon_course.viz.image_grid`.
    detections : NDArray or array, shape (N, K, 6)
        Class from 0 (-1 for none), score, corner box as fractions of the picture.
    class_names : sequence of str
        Class i is ``class_names[i]``.
    path : path, optional
        Where to save the picture.

    Returns
    -------
    Picture

    Raises
    ------
    ShapeError
        If pictures and detections differ in number, or an array is no picture.

    Section: 9.7 单发多框检测（SSD） (chapter_computer-vision/ssd)
    """
    if hasattr(detections, "asnumpy"):
        detections = detections.asnumpy()
    found = [rows[rows[:, 0] >= 0] for rows in np.asarray(detections)]
    if len(images) != len(found):
        raise ShapeError(f"There are {len(images)} pictures for boxes of {len(found)}")
    # of each picture: width, height, width, height
    scales = [as_picture(image).shape[1::-1] * 2 for image in images]
    boxes = [rows[:, 2:] * scale for rows, scale in zip(found, scales)]
    labels = [
        [f"{class_names[int(k)]} {score:.1f}" for k, score in rows[:, :2]]
        for rows in found
    ]
    return box_grid(images, boxes, labels, path=path)
