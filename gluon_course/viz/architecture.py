"""A net as a row of blocks: as high as its maps, as wide as its channels."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence

from matplotlib.patches import Polygon, Rectangle

from gluon_course.base.errors import ConfigError
from gluon_course.viz.style import COLORS, Picture, figure, in_style, save

MOST_IN_A_ROW = 7
_CELL, _TALL, _SLANT = 1.08, 1.0, 0.30  # inches; height of the input
_KINDS = (  # part of the class name, colour
    ("Input", "#b8bec6"),
    ("Pool", COLORS[4]),
    ("Conv", COLORS[0]),
    ("Dense", COLORS[2]),
    ("Embedding", COLORS[3]),
    ("RNN", COLORS[1]),
    ("GRU", COLORS[1]),
    ("LSTM", COLORS[1]),
)
_OTHER = COLORS[5]


@in_style()
def architecture(
    stations: Sequence,
    input_shape: Sequence[int],
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """Draw the stations of a net from left to right, in several rows if need be.

    Parameters
    ----------
    stations : sequence of Station
        As :func:`gluon_course.base.stations.stations` gives them.
    input_shape : sequence of int
        Shape of one sample, without the batch axis.
    path : path, optional
        Where to save the picture, PNG, SVG or PDF.
    title : str
        Heading.

    Raises
    ------
    ConfigError
        If there are no stations.
    """
    if not stations:
        raise ConfigError("There is nothing to draw", "the net has no layers")
    boxes = [("input", tuple(input_shape), None), *map(_box, stations)]
    per_row = math.ceil(len(boxes) / math.ceil(len(boxes) / MOST_IN_A_ROW))
    rows = [boxes[i : i + per_row] for i in range(0, len(boxes), per_row)]
    tall = 2.25
    width, height = per_row * _CELL + 0.15, len(rows) * tall + (0.35 if title else 0.05)
    picture, (panel,) = figure(width, height)
    panel.set_axis_off()
    panel.set_xlim(-0.05, width - 0.05)
    panel.set_ylim(-len(rows) * tall, height - len(rows) * tall)
    panel.set_aspect("equal")
    if title:
        panel.text(0.02, height - len(rows) * tall - 0.16, title, fontsize=10.5)
    largest = _extents(boxes)
    for i, row in enumerate(rows):
        for j, (label, shape, station) in enumerate(row):
            middle = (j * _CELL + 0.55, -i * tall - 0.85)
            _draw_block(panel, middle, shape, station, largest)
            _write(panel, middle, label, shape, station, input_shape)
            is_last = i == len(rows) - 1 and j == len(row) - 1
            if not is_last:
                _arrow(panel, (middle[0] + _CELL / 2 - 0.04, middle[1] + 0.05))
    if path is not None:
        save(picture, path)
    return picture


def _box(station) -> tuple:
    count = f"{station.count} × " if station.count > 1 else ""
    return count + station.label, station.output_shape, station


def _extents(boxes) -> tuple[float, float]:
    """Logarithms of the highest map and of the most channels or units."""
    maps = [shape for _, shape, _ in boxes if len(shape) == 3]
    size = max((shape[1] for shape in maps), default=2)
    depth = max(shape[0] if len(shape) == 3 else _units(shape) for _, shape, _ in boxes)
    return math.log2(size + 1), math.log2(depth + 1)


def _units(shape: tuple) -> int:
    """Numbers on the last axis; a sample of one number has no axis."""
    return shape[-1] if shape else 1


def _draw_block(panel, middle, shape, station, largest) -> None:
    x, y = middle
    most_high, most_deep = largest
    color = _color(station)
    if len(shape) == 3:
        share = math.log2(shape[1] + 1) / most_high
        high = _TALL * (0.18 + 0.82 * share**1.6)
        wide = 0.07 + 0.33 * math.log2(shape[0] + 1) / most_deep
        slant = _SLANT * high / _TALL
    else:
        high = _TALL * (0.15 + 0.75 * math.log2(_units(shape) + 1) / most_deep)
        wide, slant = 0.13, 0.05
    left, low = x - (wide + slant) / 2, y - 0.55
    look = {"edgecolor": "white", "linewidth": 0.8}
    top = [(left, low + high), (left + wide, low + high)]
    top += [(px + slant, py + slant * 0.7) for px, py in reversed(top)]
    side = [(left + wide, low), (left + wide, low + high)]
    side += [(px + slant, py + slant * 0.7) for px, py in reversed(side)]
    panel.add_patch(Polygon(top, facecolor=_tint(color, 0.45), **look))
    panel.add_patch(Polygon(side, facecolor=_tint(color, -0.18), **look))
    panel.add_patch(Rectangle((left, low), wide, high, facecolor=color, **look))


def _write(panel, middle, label, shape, station, input_shape) -> None:
    x, y = middle
    # a long name is written smaller: beside it stands another one
    words = [(label, "#222222", 7.2 * min(1, 15 / len(label)), "bold")]
    words.append(("×".join(map(str, shape)) or "1", "#222222", 8.0, "normal"))
    if station is not None:
        also = ", ".join(station.also)
        words.append((also, "#666666", 6.8, "normal"))
        count = f"{station.parameters:,} params" if station.parameters else ""
        words.append((count, "#666666", 6.8, "normal"))
        words.append((_field(station.field, input_shape), "#8a4b00", 6.8, "normal"))
    line = y - 0.62
    for text, color, size, weight in words:
        if text:
            place = {"ha": "center", "va": "top"}
            panel.text(
                x, line, text, color=color, fontsize=size, weight=weight, **place
            )
            line -= 0.145


def _field(field, input_shape) -> str:
    if field is None:
        return ""
    whole = max(input_shape[1:], default=0)
    return "sees all" if field >= whole else f"sees {field:.0f}×{field:.0f}"


def _arrow(panel, at) -> None:
    panel.annotate(
        "",
        (at[0] + 0.09, at[1]),
        (at[0] - 0.05, at[1]),
        arrowprops={"arrowstyle": "-|>", "color": "#999999", "lw": 0.9},
    )


def _color(station) -> str:
    kind = "Input" if station is None else station.kind
    return next((color for part, color in _KINDS if part in kind), _OTHER)


def _tint(color: str, by: float) -> tuple:
    """A colour nearer to white (``by`` above 0) or to black."""
    numbers = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    goal = 1.0 if by > 0 else 0.0
    return tuple(each + (goal - each) * abs(by) for each in numbers)
