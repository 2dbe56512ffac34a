"""Boxes and their labels on a picture (9.3, 9.4)."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from gluon_course.base.errors import ShapeError
from gluon_course.viz.grid import as_picture
from gluon_course.viz.style import COLORS, Picture, figure, in_style, readable, save

BOX_COLORS = ("b", "g", "r", "m", "k")
"""Colours of the boxes in turn, as the text has them."""

_INCHES = 5  # longer side of a picture with boxes
_CELL = 2.0  # side of a picture in a grid
_EDGE = 0.03  # between the picture's border and a label, in inches
_LINE = 0.2  # height of a label, in inches


def box_patch(bbox: Sequence[float], color) -> Rectangle:
    """The outline of a corner box, to be added to axes.

    Parameters
    ----------
    bbox : four numbers
        x1, y1, x2, y2 in pixels, left upper and right lower corner.
    color : matplotlib colour

    Raises
    ------
    ShapeError
        If there are not four numbers.

    Section: 9.3 目标检测和边界框 (chapter_computer-vision/bounding-box)
    """
    if len(bbox) != 4:
        raise ShapeError(
            f"A box has {len(bbox)} numbers", action="give x1, y1, x2, y2 in pixels"
        )
    x1, y1, x2, y2 = bbox
    return Rectangle(
        (x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=color, linewidth=2
    )


def draw_boxes(
    axes: Axes,
    bboxes,
    labels: Sequence[str] | str | None = None,
    colors: Sequence | str | None = None,
) -> None:
    """Draw boxes with a label at the left upper corner of each.

    Parameters
    ----------
    axes : matplotlib Axes
        Where the picture is shown.
    bboxes : NDArray or array, shape (n, 4), or a sequence of n rows of four
        Corner boxes x1, y1, x2, y2 in pixels.
    labels : sequence of str, or str, optional
        For the first boxes; there may be fewer labels than boxes.
    colors : sequence of colours, or a colour, optional
        Used in turn; :data:`BOX_COLORS` by default.

    Raises
    ------
    ShapeError
        If a box has not four numbers.

    Section: 9.4 锚框 (chapter_computer-vision/anchor)
    """
    labels, colors = _as_list(labels) or [], _as_list(colors) or list(BOX_COLORS)
    for i, bbox in enumerate(_rows(bboxes)):
        color = colors[i % len(colors)]
        patch = box_patch(bbox, color)
        axes.add_patch(patch)
        if i < len(labels):
            axes.text(
                *patch.get_xy(),
                readable(labels[i], f"box {i + 1}"),
                color="k" if color == "w" else "w",
                fontsize=9,
                ha="center",
                va="center",
                bbox={"facecolor": color, "linewidth": 0},
            )


@in_style()
def box_picture(
    image,
    bboxes,
    labels: Sequence[str] = (),
    groups: Sequence[int] | None = None,
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """A picture with boxes on it, each with its label above or inside.

    Parameters
    ----------
    image : numpy.ndarray or NDArray
        As for :func:`~gluon_course.viz.image_grid`.
    bboxes : array, shape (n, 4)
        Corner boxes in pixels; what reaches beyond the picture is cut off.
    labels : sequence of str
        One for each box, or none; an empty one is not shown.
    groups : sequence of int, optional
        Boxes of one group, such as a class, have one colour; all by default.
    path : path, optional
        Where to save the picture.
    title : str
        Above the picture.

    Returns
    -------
    Picture

    Raises
    ------
    ShapeError
        If the array is no picture, or labels and boxes differ in number.

    Section: 9.7 单发多框检测（SSD） (chapter_computer-vision/ssd)
    """
    pixels, rows = as_picture(image), _rows(bboxes)
    if labels and len(labels) != len(rows):
        raise ShapeError(f"There are {len(labels)} labels for {len(rows)} boxes")
    groups = [0] * len(rows) if groups is None else list(groups)
    height, width = pixels.shape[:2]
    scale = _INCHES / max(height, width)
    head = 0.35 if readable(title) else 0.0
    size = max(width * scale, 1.0), max(height * scale, 1.0) + head
    drawn, (axes,) = figure(*size)
    drawn.get_layout_engine().set(w_pad=0, h_pad=0)
    axes.set_axis_off()
    axes.imshow(pixels, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    for i, (row, group) in enumerate(zip(rows, groups)):
        color = COLORS[group % len(COLORS)]
        axes.add_patch(box_patch(row, color))
        if labels and labels[i]:
            # above the box, or inside where that would be beyond the picture
            is_inside = row[1] * scale < _LINE
            axes.text(
                min(max(row[0], 0), width),
                max(row[1], _EDGE / scale) if is_inside else row[1],
                readable(labels[i], f"box {i + 1}"),
                color="w",
                fontsize=8,
                ha="right" if row[0] > 0.85 * width else "left",
                va="top" if is_inside else "bottom",
                bbox={"facecolor": color, "linewidth": 0, "pad": 1.5},
                clip_on=False,
            )
    axes.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5))
    if readable(title):
        drawn.suptitle(readable(title), fontsize=10)
    if path is not None:
        save(drawn, path)
    return drawn


@in_style()
def box_grid(
    images: Sequence,
    bboxes: Sequence,
    labels: Sequence[Sequence[str]] | None = None,
    columns: int = 5,
    path: os.PathLike | str | None = None,
) -> Picture:
    """Pictures side by side, each with its boxes.

    Parameters
    ----------
    images : sequence of array
        As for :func:`~gluon_course.viz.image_grid`.
    bboxes : sequence of array, shape (n, 4)
        Corner boxes in pixels of each picture; n may be 0.
    labels : sequence of sequences of str, optional
        Of the boxes of each picture.
    columns : int
        Pictures in a row.
    path : path, optional
        Where to save the picture.

    Raises
    ------
    ShapeError
        If pictures and boxes differ in number, or an array is no picture.

    Section: 9.6 目标检测数据集（皮卡丘） (chapter_computer-vision/
    object-detection-dataset)
    """
    if not len(images) or len(images) != len(bboxes):
        raise ShapeError(f"There are boxes of {len(bboxes)} for {len(images)} pictures")
    columns = min(columns, len(images))
    rows = math.ceil(len(images) / columns)
    drawn, panels = figure(columns * _CELL, rows * _CELL, rows, columns)
    for panel in panels:
        panel.set_axis_off()
    for i, (panel, image) in enumerate(zip(panels, images)):
        pixels = as_picture(image)
        panel.imshow(pixels, cmap="gray", vmin=0, vmax=1)
        draw_boxes(panel, bboxes[i], list(labels[i]) if labels else None, [*COLORS])
        for text in panel.texts:
            text.set(fontsize=6, ha="left", clip_on=True, in_layout=False)
        height, width = pixels.shape[:2]
        panel.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5))
    if path is not None:
        save(drawn, path)
    return drawn


def _rows(bboxes) -> list[np.ndarray]:
    if hasattr(bboxes, "asnumpy"):
        bboxes = bboxes.asnumpy()
    return [
        np.asarray(each.asnumpy() if hasattr(each, "asnumpy") else each).ravel()
        for each in bboxes
    ]


def _as_list(values) -> list | None:
    if values is None or isinstance(values, (list, tuple)):
        return values
    return [values]
