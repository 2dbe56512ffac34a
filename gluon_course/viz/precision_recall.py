"""Precision over recall of a detector: how many are right of how many found."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping

import numpy as np

from gluon_course.base.errors import DataError
from gluon_course.viz.style import COLORS, Picture, figure, in_style, readable, save

_COLUMNS, _CELL = 5, 1.9  # panels in a row, inches


@in_style()
def precision_recall(
    curves: Mapping[str, tuple],
    averages: Mapping[str, float],
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """A panel for each class: precision over recall as ever less probable boxes count.

    Parameters
    ----------
    curves : mapping of str to (array, array)
        Recall and precision of each class, as
        :meth:`~gluon_course.metrics.MeanAveragePrecision.curves` gives them.
    averages : mapping of str to float
        Average precision by class, for the headings.
    path : path, optional
        Where to save the picture.
    title : str

    Returns
    -------
    Picture

    Raises
    ------
    DataError
        If there is no curve.

    Section: 9.7 单发多框检测（SSD） (chapter_computer-vision/ssd)
    """
    if not curves:
        raise DataError(
            "There is no curve to draw", "no class has an object", "take more pictures"
        )
    columns = min(_COLUMNS, len(curves))
    rows = math.ceil(len(curves) / columns)
    head = 0.3 if readable(title) else 0
    drawn, panels = figure(columns * _CELL, rows * _CELL + head, rows, columns)
    for i, panel in enumerate(panels):
        panel.set(
            xlim=(0, 1.02), ylim=(0, 1.05), xticks=(0, 0.5, 1), yticks=(0, 0.5, 1)
        )
        if i % columns:
            panel.tick_params(labelleft=False)
        if i + columns < len(curves):
            panel.tick_params(labelbottom=False)
    for panel, (name, (recall, precision)) in zip(panels, curves.items()):
        recall, precision = np.asarray(recall), np.asarray(precision)
        if recall.size:
            recall = np.concatenate([[0], recall, recall[-1:]])
            precision = np.concatenate([precision[:1], precision, [0]])
            panel.plot(recall, precision, color=COLORS[0])
            # at a recall counts the best precision at that recall or above
            best = np.maximum.accumulate(precision[::-1])[::-1]
            panel.fill_between(recall, best, color=COLORS[0], alpha=0.12, linewidth=0)
        average = averages.get(name, float("nan"))
        panel.set_title(f"{readable(name, 'class')}  {average:.3f}", fontsize=9)
    for panel in panels[len(curves) :]:
        panel.remove()
    drawn.supxlabel("recall: share of the objects that is found", fontsize=9)
    drawn.supylabel("precision", fontsize=9)
    if readable(title):
        drawn.suptitle(readable(title), fontsize=10, x=0.01, ha="left")
    if path is not None:
        save(drawn, path)
    return drawn
