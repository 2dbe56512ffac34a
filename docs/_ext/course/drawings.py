"""Charts of measured figures: strips, an overview, curves of two sides."""

from __future__ import annotations

import math
from collections.abc import Sequence

from course.charts import Palette, legend, panels, said

FARTHEST = 2.5
"""Where the overview ends: half widths of the accepted range from its middle."""


def strips(rows: Sequence, palette: Palette):
    """A strip for each published figure: the range, the builds, our runs as dots.

    Parameters
    ----------
    rows : sequence of (str, Figure, list of float)
        What the strip is called, the published figure, our values by seed.
    """
    from matplotlib.ticker import MaxNLocator

    picture, axes = panels(5.6, 0.5 * len(rows) + 0.6, palette, len(rows))
    for panel, (label, figure, values) in zip(axes, rows):
        panel.axvspan(figure.low, figure.high, color=palette.band, lw=0, gid="accepted")
        for i, value in enumerate(figure.values.values()):
            width = 0.9 if i else 1.8
            panel.axvline(value, color=palette.published, lw=width, gid="published")
        for i, value in enumerate(values):
            color = _color(palette, figure, value)
            height = 0.5 + 0.16 * (i - (len(values) - 1) / 2)
            panel.scatter([value], [height], s=22, color=color, zorder=3, gid="ours")
        panel.set_ylim(0, 1)
        panel.set_yticks([])
        panel.spines["left"].set_visible(False)
        panel.grid(False)
        panel.margins(x=0.06)
        panel.xaxis.set_major_locator(MaxNLocator(4))
        panel.ticklabel_format(axis="x", style="plain", useOffset=False)
        panel.set_ylabel(said(label), rotation=0, ha="right", va="center", fontsize=9)
    picture.align_ylabels(axes)
    _explain(picture, palette, "课本的各次构建", "接受的范围")
    return picture


def position(figure, value: float) -> float:
    """Where a value lies: 0 is the middle of the accepted range, -1 and 1 its ends."""
    half = (figure.high - figure.low) / 2
    off = value - (figure.high + figure.low) / 2
    if half:
        return off / half
    return math.copysign(math.inf, off) if off else 0.0


def overview(rows: Sequence, palette: Palette):
    """A line for each section: all of its measured figures within their ranges.

    Parameters
    ----------
    rows : sequence of (str, list of (Figure, float))
        Section and its measured values. What lies farther than :data:`FARTHEST` is an
        arrow at the edge.
    """
    picture, (panel,) = panels(6.6, 0.21 * len(rows) + 1.0, palette)
    panel.axvspan(-1, 1, color=palette.band, lw=0, gid="accepted")
    panel.axvline(0, color=palette.published, lw=0.9, gid="published")
    for height, (_, values) in enumerate(rows):
        for figure, value in values:
            at = position(figure, value)
            shown = max(-FARTHEST, min(FARTHEST, at))
            marker = "o" if shown == at else "<" if at < 0 else ">"
            color = palette.ours if abs(at) <= 1 else palette.outside
            panel.scatter(
                [shown],
                [height],
                s=18,
                color=color,
                marker=marker,
                zorder=3,
                gid="ours",
            )
    panel.set_yticks(range(len(rows)), [said(label) for label, _ in rows])
    panel.set_ylim(len(rows) - 0.4, -0.6)
    panel.set_xlim(-FARTHEST - 0.15, FARTHEST + 0.15)
    panel.grid(axis="x", visible=False)
    _explain(picture, palette, "范围的中间", "接受的范围")
    return picture


def two_curves(curves: Sequence, palette: Palette, names: Sequence[str], columns=2):
    """Figures over the epochs, ours and PyTorch's: a panel for each net and figure.

    Parameters
    ----------
    curves : sequence of (str, str, dict)
        Title of the panel, name of the figure in the rows, rows of both sides as
        ``{"course": [...], "torch": [...]}``.
    names : pair of str
        How the two sides are called.
    """
    from matplotlib.ticker import MaxNLocator

    height = 2.2 * -(-len(curves) // columns) + 0.4
    picture, axes = panels(6.4, height, palette, -(-len(curves) // columns), columns)
    looks = ((palette.ours, "o-"), (palette.outside, "s--"))
    for panel, (title, figure, rows) in zip(axes, curves):
        for name, side, (color, look) in zip(names, ("course", "torch"), looks):
            values = [row[figure] for row in rows[side]]
            epochs = range(1, len(values) + 1)
            panel.plot(epochs, values, look, color=color, label=name, gid=side)
        panel.set_title(said(title), loc="center")
        panel.xaxis.set_major_locator(MaxNLocator(integer=True))
    handles, labels = axes[0].get_legend_handles_labels()
    legend(picture, palette, handles, labels)
    return picture


def _color(palette, figure, value: float) -> str:
    return palette.ours if figure.low <= value <= figure.high else palette.outside


def _explain(picture, palette, line: str, band: str) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    dot = {"marker": "o", "ls": "", "ms": 5}
    handles = {
        "本库，范围内": Line2D([], [], color=palette.ours, **dot),
        "范围外": Line2D([], [], color=palette.outside, **dot),
        line: Line2D([], [], color=palette.published),
        band: Patch(color=palette.band, lw=0),
    }
    legend(picture, palette, [*handles.values()], [*handles])
