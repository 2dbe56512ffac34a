"""The roofline: what a machine can compute at most, by arithmetic for each byte."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

import numpy as np

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.viz.style import (
    COLORS,
    Picture,
    describe,
    figure,
    in_style,
    readable,
    save,
)

_MARKS = ("o", "s", "^", "D", "v", "P", "X")


@in_style()
def roofline(
    peak: float,
    bandwidth: float,
    groups: Mapping[str, Sequence[tuple[float, float]]],
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """Draw the roof ``min(peak, intensity * bandwidth)`` and points below it.

    Parameters
    ----------
    peak : float
        Most operations in a second.
    bandwidth : float
        Bytes that move between processor and memory in a second.
    groups : mapping of str to sequence of (intensity, speed)
        Points by the name of their group: operations for each byte, and operations in
        a second; all above 0.
    path : path, optional
        Where to save the picture.
    title : str
        Heading.

    Raises
    ------
    ConfigError
        If peak or bandwidth is not above 0.
    ShapeError
        If a point is no pair of numbers above 0.

    Section: v2:12.4 硬件; Williams, Waterman and Patterson (2009)
    """
    if not (peak > 0 and bandwidth > 0):
        raise ConfigError(f"A peak of {peak} and a bandwidth of {bandwidth}")
    arrays = {name: np.asarray(list(each), float) for name, each in groups.items()}
    for name, points in arrays.items():
        if points.ndim != 2 or points.shape[1] != 2 or not (points > 0).all():
            raise ShapeError(f"The points of {name!r} are not pairs above 0")
    ridge = peak / bandwidth
    across = [each for points in arrays.values() for each in points[:, 0]] or [ridge]
    ends = min(*across, ridge) / 3, max(*across, ridge) * 3
    x = np.geomspace(*ends, 200)
    picture, (panel,) = figure(5.4, 3.6)
    panel.loglog(x, np.minimum(peak, x * bandwidth), color="#333333")
    panel.axvline(ridge, color="#999999", lw=0.9, ls=":")
    for i, (name, points) in enumerate(arrays.items()):
        label = readable(name, f"group {i + 1}")
        look = {"color": COLORS[i % len(COLORS)], "marker": _MARKS[i % len(_MARKS)]}
        panel.plot(*points.T, ls="", alpha=0.8, markersize=5, label=label, **look)
    if arrays:
        panel.legend(loc="lower right")
    panel.annotate(
        f"{_short(peak)}op/s",
        (ridge, peak),
        xytext=(-4, 2),
        textcoords="offset points",
        ha="right",
    )
    panel.annotate(
        f"{_short(bandwidth)}B/s",
        (x[20], x[20] * bandwidth),
        xytext=(-4, 4),
        textcoords="offset points",
        ha="right",
    )
    describe(panel, title, "operations for each byte", "operations in a second")
    if path is not None:
        save(picture, path)
    return picture


def _short(value: float) -> str:
    """A number with the letter of its thousands: 3.14e10 is ``31 G``."""
    for size, letter in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, "")):
        if value >= size:
            scaled = value / size
            return (
                f"{scaled:.0f} {letter}" if scaled >= 10 else f"{scaled:.1f} {letter}"
            )
    return f"{value:.2g} "
