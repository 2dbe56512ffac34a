"""Lines and points over x: the figures of chapters 3 and 7."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

from gluon_course.base.errors import ShapeError
from gluon_course.viz.style import Picture, describe, figure, in_style, readable, save

_LINES = ("-", "--", ":", "-.")


def plot(
    x,
    ys,
    labels: Sequence[str] = (),
    xlabel: str = "",
    ylabel: str = "",
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """Draw one or several curves over x.

    Parameters
    ----------
    x : array, shape (n,), or a sequence of such arrays
        Shared by all curves, or one for each.
    ys : array, shape (n,), or a sequence of such arrays
        The curves; NumPy arrays, NDArrays or lists of numbers.
    labels : sequence of str
        A name for each curve, for the legend.
    xlabel, ylabel, title : str
        Texts; Chinese ones need a font (``gluon-course doctor`` says).
    path : path, optional
        Where to save the picture.

    Raises
    ------
    ShapeError
        If x and a curve, or labels and curves, differ in length.

    Section: 3.8 多层感知机 (chapter_deep-learning-basics/mlp)
    """
    return _draw_lines(x, ys, labels, xlabel, ylabel, path, title)


def semilogy(
    x,
    ys,
    labels: Sequence[str] = (),
    xlabel: str = "",
    ylabel: str = "",
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """:func:`plot` with a logarithmic y axis; points at zero or below are left out.

    Section: 3.11 模型选择、欠拟合和过拟合
    (chapter_deep-learning-basics/underfit-overfit)
    """
    return _draw_lines(x, ys, labels, xlabel, ylabel, path, title, yscale="log")


def loglog(
    x,
    ys,
    labels: Sequence[str] = (),
    xlabel: str = "",
    ylabel: str = "",
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """:func:`plot` with two logarithmic axes: a power of x is a straight line.

    Points at zero or below are left out.

    Section: v2:8.3 语言模型和数据集 (chapter_recurrent-neural-networks/
    language-models-and-dataset)
    """
    scales = {"xscale": "log", "yscale": "log"}
    return _draw_lines(x, ys, labels, xlabel, ylabel, path, title, **scales)


@in_style()
def scatter(
    x,
    y,
    xlabel: str = "",
    ylabel: str = "",
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """Draw points.

    Parameters
    ----------
    x, y : array, shape (n,)
        Coordinates of the points.
    xlabel, ylabel, path, title
        As for :func:`plot`.

    Raises
    ------
    ShapeError
        If x and y differ in length.

    Section: 3.2 线性回归的从零开始实现
    (chapter_deep-learning-basics/linear-regression-scratch)
    """
    (across,), (up,) = _matched(x, y)
    picture, (panel,) = figure(4.2, 3.0)
    panel.scatter(across, up, s=6, alpha=0.6, linewidths=0)
    return _finished(picture, panel, title, xlabel, ylabel, path)


@in_style()
def _draw_lines(
    x, ys, labels, xlabel, ylabel, path, title, xscale="linear", yscale="linear"
) -> Picture:
    xs, ys = _matched(x, ys)
    if len(labels) not in (0, len(ys)):
        raise ShapeError(f"There are {len(labels)} labels for {len(ys)} curves")
    picture, (panel,) = figure(4.2, 3.0)
    for i, (across, up) in enumerate(zip(xs, ys)):
        marker = "o" if len(up) == 1 else None
        label = readable(labels[i], f"curve {i + 1}") if labels else None
        line = _LINES[i % len(_LINES)]
        panel.plot(across, up, line, marker=marker, label=label)
    panel.set_xscale(xscale)
    panel.set_yscale(yscale)
    if labels:
        panel.legend()
    return _finished(picture, panel, title, xlabel, ylabel, path)


def _finished(picture, panel, title, xlabel, ylabel, path) -> Picture:
    describe(panel, title, xlabel, ylabel)
    if path is not None:
        save(picture, path)
    return picture


def _matched(x, ys) -> tuple[list[np.ndarray], list[np.ndarray]]:
    xs, ys = _as_curves(x), _as_curves(ys)
    if len(xs) == 1:
        xs *= len(ys)
    across, up = [len(each) for each in xs], [len(each) for each in ys]
    if across != up:
        raise ShapeError(
            f"There are {across} points along x but {up} along y",
            action="pass one x for all curves, or one for each",
        )
    return xs, ys


def _as_curves(values) -> list[np.ndarray]:
    """One 1-D array, or a sequence of them, as a list of NumPy arrays."""
    if isinstance(values, (str, bytes)):
        raise ShapeError(f"A curve cannot be the text {values!r}")
    if hasattr(values, "asnumpy"):
        values = values.asnumpy()
    if np.ndim(values[0] if len(values) else 0) == 0:
        values = [values]
    curves = [
        np.asarray(each.asnumpy() if hasattr(each, "asnumpy") else each)
        for each in values
    ]
    for curve in curves:
        if curve.ndim != 1:
            raise ShapeError(f"A curve has shape {curve.shape}, not (n,)")
    return curves
