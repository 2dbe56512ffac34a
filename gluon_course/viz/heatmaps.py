"""Matrices as fields of colour, such as the attention of words to words."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

from gluon_course.base.errors import ShapeError
from gluon_course.viz.style import Picture, describe, figure, in_style, readable, save

_MOST_COLUMNS = 4
_MOST_NAMES = 40
_LONGEST_NAME = 24


@in_style()
def show_heatmaps(
    matrices,
    xlabel: str = "",
    ylabel: str = "",
    titles: Sequence[str] = (),
    path: os.PathLike | str | None = None,
    columns: Sequence[Sequence[str]] = (),
    rows: Sequence[Sequence[str]] = (),
    highest: float | None = None,
) -> Picture:
    """Draw matrices side by side on one scale of colours that begins at 0.

    Parameters
    ----------
    matrices : sequence of M arrays, each of shape (R, C)
        Values of 0 or more; their sizes may differ.
    xlabel, ylabel : str
        What columns and rows are.
    titles : sequence of M str
        Headings.
    path : path, optional
        Where to save the picture.
    columns, rows : sequence of M sequences of str
        Names of the C columns and R rows of each, such as words.
    highest : float, optional
        Value of the darkest colour; by default the largest value.

    Returns
    -------
    Picture

    Raises
    ------
    ShapeError
        If there is no matrix, one has another number of axes or is empty, or names
        and titles do not fit.

    Section: v2:10.1 注意力提示 (chapter_attention-mechanisms/attention-cues)
    """
    matrices = [np.asarray(_values(each), float) for each in matrices]
    _check(matrices, titles, columns, rows)
    if highest is None:
        highest = max(each.max() for each in matrices) or 1.0
    across = min(len(matrices), _MOST_COLUMNS)
    down = -(-len(matrices) // across)
    size = float(np.clip(0.9 + 0.24 * max(each.shape[1] for each in matrices), 2.4, 6))
    share = max(each.shape[0] / each.shape[1] for each in matrices)
    height = float(np.clip(share * size, 0.4 * size, 1.6 * size)) + 0.6
    picture, panels = figure(size * across + 0.7, height * down, down, across)
    for i, panel in enumerate(panels):
        if i >= len(matrices):
            panel.set_visible(False)
            continue
        panel.grid(False)
        drawn = panel.imshow(
            matrices[i], cmap="Reds", vmin=0, vmax=highest, interpolation="nearest"
        )
        if columns and len(columns[i]) <= _MOST_NAMES:
            names = [_name(each) for each in columns[i]]
            is_long = max(map(len, names)) > 2
            panel.set_xticks(range(len(names)), names, rotation=90 if is_long else 0)
        if rows and len(rows[i]) <= _MOST_NAMES:
            panel.set_yticks(range(len(rows[i])), [_name(each) for each in rows[i]])
        panel.tick_params(length=0)
        for side in panel.spines.values():
            side.set_visible(False)
        is_bottom, is_left = i + across >= len(matrices), i % across == 0
        describe(
            panel,
            titles[i] if titles else "",
            xlabel if is_bottom else "",
            ylabel if is_left else "",
        )
    bar = picture.colorbar(drawn, ax=panels, shrink=0.8)
    bar.outline.set_visible(False)
    if path is not None:
        save(picture, path)
    return picture


def _values(matrix):
    return matrix.asnumpy() if hasattr(matrix, "asnumpy") else matrix


def _name(text: str) -> str:
    """A word as it can be drawn; code points where no font has its characters."""
    if len(text) > _LONGEST_NAME:  # a longer one leaves the panel no room
        text = text[: _LONGEST_NAME - 1] + "…"
    text = readable(text, " ".join(f"U+{ord(each):04X}" for each in text))
    return text.replace("$", r"\$")  # a word is no formula, and may not be a sound one


def _check(matrices, titles, columns, rows) -> None:
    if not matrices:
        raise ShapeError("There is no matrix to draw", "the list is empty")
    for i, each in enumerate(matrices):
        if each.ndim != 2 or not each.size:
            raise ShapeError(
                f"Matrix {i} has the shape {each.shape}",
                "a field of colours has rows and columns",
                "give arrays with two axes",
            )
    for what, names, axis in (("columns", columns, 1), ("rows", rows, 0)):
        sizes = [len(each) for each in names]
        if names and sizes != [each.shape[axis] for each in matrices]:
            raise ShapeError(
                f"{sizes} names for the {what} of matrices of shapes "
                f"{[each.shape for each in matrices]}",
                action="give each matrix a name for each of its " + what,
            )
    if titles and len(titles) != len(matrices):
        raise ShapeError(f"{len(titles)} titles for {len(matrices)} matrices")
