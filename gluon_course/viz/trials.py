"""Trials of a search: the figure by trial, and by the value of each setting."""

from __future__ import annotations

import itertools
import os
from collections.abc import Collection, Mapping, Sequence

from matplotlib.ticker import MaxNLocator

from gluon_course.base.errors import ShapeError
from gluon_course.viz.style import COLORS, Picture, describe, figure, in_style, save


@in_style()
def trials(
    values: Mapping[str, Sequence[float]],
    figures: Sequence[float],
    name: str,
    is_low_better: bool = False,
    logarithmic: Collection[str] = (),
    path: os.PathLike | str | None = None,
) -> Picture:
    """Draw what each trial gave: a panel in their order, and a panel for each setting.

    Parameters
    ----------
    values : mapping of str to sequence of n numbers
        The values of each setting in the trials.
    figures : sequence of n numbers
        What the trials gave.
    name : str
        Name of that figure.
    is_low_better : bool
        Whether the best trial, drawn in another colour, is the lowest.
    logarithmic : collection of str
        Settings whose axis is logarithmic.
    path : path, optional
        Where to save the picture.

    Raises
    ------
    ShapeError
        If a setting has another number of values, or there is no trial.
    """
    lengths = {key: len(each) for key, each in values.items()}
    if not figures or set(lengths.values()) - {len(figures)}:
        raise ShapeError(f"There are {len(figures)} figures for values of {lengths}")
    picture, panels = figure(3.2 * (1 + len(values)), 2.9, 1, 1 + len(values))
    numbers = list(range(1, len(figures) + 1))
    best_so_far = list(itertools.accumulate(figures, min if is_low_better else max))
    panels[0].step(
        numbers, best_so_far, where="post", color=COLORS[1], label="best so far"
    )
    panels[0].xaxis.set_major_locator(MaxNLocator(integer=True))
    panels[0].legend()
    best = figures.index(best_so_far[-1])
    columns = {"trial": numbers, **values}
    for panel, (key, x) in zip(panels, columns.items()):
        panel.scatter(x, figures, s=22, color=COLORS[0], alpha=0.7, linewidths=0)
        panel.scatter(x[best], figures[best], s=60, color=COLORS[1], zorder=3)
        if key in logarithmic:
            panel.set_xscale("log")
        describe(panel, xlabel=key, ylabel=name if key == "trial" else "")
    if path is not None:
        save(picture, path)
    return picture
