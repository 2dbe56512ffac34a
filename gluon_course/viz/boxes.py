"""Boxes and their labels on a picture (9.3, 9.4)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from gluon_course.base.errors import ShapeError
from gluon_course.viz.style import readable

BOX_COLORS = ("b", "g", "r", "m", "k")
"""Colours of the boxes in turn, as the text has them."""


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
