"""Pictures with the boxes that are right, those that are wrong, and what was missed."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from gluon_course.base.errors import ShapeError
from gluon_course.viz.grid import as_picture
from gluon_course.viz.style import Picture, figure, in_style, readable, save

_LOOKS = {
    "right": {"color": "#009E73", "linewidth": 1.2},
    "wrong": {"color": "#D55E00", "linewidth": 1.8},
    "missed": {"color": "#56B4E9", "linewidth": 1.8, "linestyle": (0, (3, 2))},
}
KINDS = tuple(_LOOKS)
"""What a box can be."""

_CELL, _TITLE, _LEGEND = 2.2, 0.22, 0.35  # inches


@in_style()
def judged_boxes(
    images: Sequence,
    boxes: Sequence[Sequence[tuple]],
    titles: Sequence[str] | None = None,
    columns: int = 4,
    path: os.PathLike | str | None = None,
) -> Picture:
    """Pictures side by side, each box in the colour of what it is.

    Parameters
    ----------
    images : sequence of array
        As for :func:`~gluon_course.viz.image_grid`.
    boxes : sequence of sequences of (corners, label, kind)
        Of each picture: four numbers in pixels, a text, which right boxes need not
        have, and one of :data:`KINDS`.
    titles : sequence of str, optional
        One for each picture.
    columns : int
        Pictures in a row.
    path : path, optional
        Where to save the picture.

    Returns
    -------
    Picture

    Raises
    ------
    ShapeError
        If pictures, boxes and titles differ in number, or an array is no picture.

    Section: 9.7 单发多框检测（SSD） (chapter_computer-vision/ssd)
    """
    titles = list(titles or [""] * len(images))
    if not len(images) or not len(images) == len(boxes) == len(titles):
        raise ShapeError(
            f"There are boxes of {len(boxes)} and titles of {len(titles)} for"
            f" {len(images)} pictures"
        )
    columns = min(columns, len(images))
    rows = math.ceil(len(images) / columns)
    height = rows * (_CELL + _TITLE) + _LEGEND
    drawn, panels = figure(max(columns * _CELL, 3.2), height, rows, columns)
    for panel in panels:
        panel.set_axis_off()
    for panel, image, some, title in zip(panels, images, boxes, titles):
        pixels = as_picture(image)
        panel.imshow(pixels, cmap="gray", vmin=0, vmax=1)
        panel.set_title(readable(title), fontsize=8, loc="center", pad=3)
        for corners, label, kind in some:
            _draw(panel, corners, label, kind)
        tall, wide = pixels.shape[:2]
        panel.set(xlim=(-0.5, wide - 0.5), ylim=(tall - 0.5, -0.5))
    handles = [Line2D([], [], label=kind, **look) for kind, look in _LOOKS.items()]
    drawn.legend(handles=handles, loc="outside lower center", ncols=len(KINDS))
    if path is not None:
        save(drawn, path)
    return drawn


def _draw(panel, corners, label: str, kind: str) -> None:
    x1, y1, x2, y2 = corners
    look = _LOOKS[kind]
    panel.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, **look))
    if not label:
        return
    # labels of what was missed stand below, so that both can be read at one place
    place, side = ((x1, y2), "bottom") if kind == "missed" else ((x1, y1), "top")
    text = panel.text(
        *place,
        readable(label, kind),
        color="w" if kind != "missed" else "k",
        fontsize=6,
        ha="left",
        va=side,
        bbox={"facecolor": look["color"], "linewidth": 0, "pad": 1},
        clip_on=True,
    )
    text.set_in_layout(False)
