"""Functions and the way that an optimizer takes on them: the figures of chapter 7."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.viz.style import COLORS, Picture, describe, figure, in_style, save

_LEAST_1D = 10.0  # the text's axis reaches at least from -10 to 10
_LEAST_2D = ((-5.5, 1.0), (-3.0, 1.0))  # the text's grid
_LEVELS = 12
_MARKED = 60  # points; longer ways have no markers


@in_style()
def show_trace_1d(
    f: Callable,
    res: Sequence[float],
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """Draw a function of one variable and the points visited on it.

    Parameters
    ----------
    f : callable
        Takes and returns NumPy arrays of shape (n,).
    res : sequence of float
        Points in the order of the visit, such as ``scratch.gd_1d`` returns.
    path : path, optional
        Where to save the picture.
    title : str

    Raises
    ------
    DataError
        If there is no point, or one is not finite.

    Section: 7.2 梯度下降和随机梯度下降 (chapter_optimization/gd-sgd)
    """
    points = _finite(res, "the way")
    n = max(_LEAST_1D, np.abs(points).max())
    x = np.linspace(-n, n, 401)
    picture, (panel,) = figure(4.2, 3.0)
    panel.plot(x, f(x), color="#999999")
    panel.plot(points, f(points), "-o", color=COLORS[1], lw=1.2)
    return _finished(picture, panel, title, "x", "f(x)", path)


@in_style()
def show_trace_2d(
    f: Callable,
    res: Sequence | Mapping[str, Sequence],
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """Draw the contours of a function of two variables and one or more ways on it.

    Parameters
    ----------
    f : callable
        ``f(x1, x2)`` on NumPy arrays of equal shape.
    res : sequence of (float, float), or mapping of str to such sequences
        Points in the order of the visit, such as ``scratch.train_2d`` returns; several
        ways by their names.
    path : path, optional
        Where to save the picture.
    title : str

    Returns
    -------
    Picture
        x1 from -5.5 to 1 and x2 from -3 to 1 as in the text, more if a way leaves that.

    Raises
    ------
    DataError
        If there is no point, or one is not finite.
    ShapeError
        If a point has not two coordinates.

    Section: 7.2 梯度下降和随机梯度下降
    """
    ways = res if isinstance(res, Mapping) else {"": res}
    ways = {name: _finite(way, name or "the way") for name, way in ways.items()}
    if not ways:
        raise DataError("There is no way to draw")
    for name, way in ways.items():
        if way.ndim != 2 or way.shape[1] != 2:
            raise ShapeError(f"The points of {name or 'the way'} are not pairs")
    picture, (panel,) = figure(4.2, 3.2)
    panel.grid(False)
    draw_contours(panel, f, np.concatenate(list(ways.values())))
    for i, (name, way) in enumerate(ways.items()):
        marker = "o" if len(way) <= _MARKED else None
        color = COLORS[(i + 1) % len(COLORS)]
        panel.plot(
            *way.T, "-", marker=marker, ms=3, lw=1.2, color=color, label=name or None
        )
    panel.plot(*way[0], "s", color="#333333", ms=5)  # where all ways begin
    if any(ways):
        panel.legend()
    return _finished(picture, panel, title, "x1", "x2", path)


def draw_contours(panel: Axes, f: Callable, points) -> None:
    """Draw the contours of a function of two variables where an optimizer went.

    Parameters
    ----------
    panel : Axes
    f : callable
        ``f(x1, x2)`` on NumPy arrays of equal shape.
    points : array or sequence, shape (n, 2)
        The contours reach as far as these, and at least as far as in the text.

    Raises
    ------
    DataError
        If there is no point, or one is not finite.

    Section: 7.2 梯度下降和随机梯度下降
    """
    low, high = _extent(_finite(points, "the way"))
    x1, x2 = np.meshgrid(
        np.linspace(low[0], high[0], 201), np.linspace(low[1], high[1], 201)
    )
    height = np.broadcast_to(np.asarray(f(x1, x2), dtype=np.float64), x1.shape)
    swing = height.max() - height.min()
    if swing > 0:
        # closer where the function is low, for the valley is where the ways lead
        shares = np.linspace(0, 1, _LEVELS + 1)[1:-1] ** 2
        levels = height.min() + shares * swing
        panel.contour(x1, x2, height, levels=levels, colors="#9bb8cc", linewidths=0.8)


@in_style()
def landmarks(
    x,
    y,
    marks: Mapping[str, tuple[float, float]],
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """Draw a curve and point out places on it by name.

    Parameters
    ----------
    x, y : array, shape (n,)
        The curve.
    marks : mapping of str to (float, float)
        Name of each place and where it is.
    path : path, optional
        Where to save the picture.
    title : str

    Raises
    ------
    ShapeError
        If x and y differ in length.

    Section: 7.1 优化与深度学习 (chapter_optimization/optimization-intro)
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    if x.shape != y.shape or x.ndim != 1:
        raise ShapeError(f"x and y have shapes {x.shape} and {y.shape}, not (n,)")
    picture, (panel,) = figure(4.2, 3.0)
    panel.plot(x, y)
    panel.margins(y=0.4)  # room for the names below the curve
    middle = (x.min() + x.max()) / 2
    for name, (across, up) in marks.items():
        panel.plot(across, up, "o", color=COLORS[1])
        side = 1 if across < middle else -1
        panel.annotate(
            name,
            (across, up),
            xytext=(26 * side, -20),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=8,
            arrowprops={"arrowstyle": "->", "color": "#333333", "shrinkB": 4},
        )
    return _finished(picture, panel, title, "x", "f(x)", path)


@in_style()
def surface(
    f: Callable,
    bounds: tuple[float, float] = (-1.0, 1.0),
    mark: tuple[float, float] | None = None,
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """Draw a function of two variables as a surface in space.

    Parameters
    ----------
    f : callable
        ``f(x, y)`` on NumPy arrays of equal shape.
    bounds : (float, float)
        Least and greatest x, and y.
    mark : (float, float), optional
        A place to point out.
    path : path, optional
        Where to save the picture.
    title : str

    Section: 7.1 优化与深度学习
    """
    x, y = np.meshgrid(np.linspace(*bounds, 31), np.linspace(*bounds, 31))
    picture, (flat,) = figure(4.2, 3.6)
    place = flat.get_subplotspec()
    flat.remove()
    panel = picture.add_subplot(place, projection="3d")
    panel.plot_wireframe(x, y, f(x, y), rstride=2, cstride=2, color=COLORS[0], lw=0.7)
    if mark is not None:
        a, b = np.float64(mark[0]), np.float64(mark[1])
        panel.plot([a], [b], [f(a, b)], "o", color=COLORS[1], ms=6)
    panel.set_zlabel("f(x, y)")
    panel.locator_params(nbins=5)
    panel.set_box_aspect(None, zoom=0.82)  # or the numbers at the corner are cut off
    return _finished(picture, panel, title, "x", "y", path)


def _finite(way, name: str) -> np.ndarray:
    points = np.asarray(way, dtype=np.float64)
    if points.size == 0:
        raise DataError(f"There is no point to draw in {name}")
    if not np.isfinite(points).all():
        raise DataError(
            f"A point of {name} is not finite",
            "the learning rate is so large that the steps grow",
            "take a smaller one, or fewer steps",
        )
    return points


def _extent(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least and greatest coordinates of the picture, shape (2,) each."""
    least = np.array(_LEAST_2D)
    low, high = points.min(axis=0), points.max(axis=0)
    room = 0.05 * (high - low)
    return np.minimum(least[:, 0], low - room), np.maximum(least[:, 1], high + room)


def _finished(picture, panel, title, xlabel, ylabel, path) -> Picture:
    describe(panel, title, xlabel, ylabel)
    if path is not None:
        save(picture, path)
    return picture
