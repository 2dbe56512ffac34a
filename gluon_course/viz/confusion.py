"""The confusion matrix of a classifier: which classes it takes for which."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
from matplotlib.colors import PowerNorm

from gluon_course.base.errors import ShapeError
from gluon_course.viz.style import Picture, describe, figure, in_style, readable, save

_MOST_NUMBERS = 25  # classes; larger matrices are colour only
_MOST_NAMES = 60


@in_style()
def confusion(
    matrix,
    class_names: Sequence[str],
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """Draw a confusion matrix: a row for each true class, a column for each predicted.

    The colour is the share of the row, so classes of unequal size compare; small
    shares are drawn stronger than their size, or mistakes could not be seen. The
    numbers are counts; cells without one are zero.

    Parameters
    ----------
    matrix : array of int, shape (C, C)
        Counts, ``matrix[i, j]`` pictures of class i taken for class j.
    class_names : sequence of str
        C names.
    path : path, optional
        Where to save the picture.
    title : str
        Heading; by default the accuracy.

    Raises
    ------
    ShapeError
        If the matrix is not square or does not fit the names.
    """
    matrix = np.asarray(matrix)
    num_classes = len(class_names)
    if matrix.shape != (num_classes, num_classes) or num_classes == 0:
        raise ShapeError(
            f"A matrix of shape {matrix.shape} does not fit {num_classes} class names"
        )
    totals = matrix.sum(axis=1, keepdims=True)
    shares = matrix / np.maximum(totals, 1)
    size = float(np.clip(1.6 + 0.42 * num_classes, 3.2, 11))
    picture, (panel,) = figure(size + 0.6, size)
    panel.grid(False)
    norm = PowerNorm(0.5, vmin=0, vmax=1)
    drawn = panel.imshow(shares, cmap="Blues", norm=norm, interpolation="nearest")
    bar = picture.colorbar(drawn, ax=panel, shrink=0.8, ticks=[0, 0.05, 0.25, 0.5, 1])
    bar.ax.set_yticklabels(["0", "5 %", "25 %", "50 %", "100 %"])
    bar.outline.set_visible(False)
    if num_classes <= _MOST_NUMBERS:
        for i, j in zip(*np.nonzero(matrix)):
            color = "white" if shares[i, j] > 0.4 else "#333333"
            text = f"{matrix[i, j]}"
            panel.text(j, i, text, ha="center", va="center", color=color, fontsize=7)
    if num_classes <= _MOST_NAMES:
        names = [readable(name) or str(i) for i, name in enumerate(class_names)]
        fits = max(map(len, names)) * 0.08 < (size - 1) / num_classes
        panel.set_xticks(range(num_classes), names, rotation=0 if fits else 90)
        panel.set_yticks(range(num_classes), names)
    panel.tick_params(length=0)
    for side in panel.spines.values():
        side.set_visible(False)
    correct, count = int(np.trace(matrix)), int(matrix.sum())
    summary = f"{correct:,} of {count:,} right"
    if count:
        summary += f" ({100 * correct / count:.1f} %)"
    describe(panel, title or summary, "predicted", "true")
    if path is not None:
        save(picture, path)
    return picture
