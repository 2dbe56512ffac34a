"""Small charts of the site: drawn twice, for light pages and for dark ones.

A chart is a function of a palette that gives a matplotlib figure; the pages hold both
pictures, and the theme shows the one that fits.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable

from docutils import nodes

from course import places
from gluon_course.base.files import write_bytes


@dataclasses.dataclass(frozen=True)
class Palette:
    """Colours of a chart on a background that is not its own."""

    name: str
    text: str
    grid: str
    band: str
    published: str
    ours: str
    outside: str


LIGHT = Palette(
    "light", "#333333", "#e3e5e8", "#d7f0e3", "#555555", "#0072b2", "#c2410c"
)
DARK = Palette("dark", "#d3d8de", "#3a3f46", "#14432d", "#aab2bb", "#6cc4f0", "#ff9e7a")

ENGLISH = {
    "本库，范围内": "ours, inside",
    "范围外": "outside",
    "课本的各次构建": "builds of the text",
    "范围的中间": "middle of the range",
    "接受的范围": "accepted range",
    "本库": "this library",
    "训练损失": "train loss",
    "测试准确率": "test accuracy",
}
"""Stand-ins where no font with Chinese characters is installed."""


def chart(name: str, draw: Callable, alt: str, caption: str = "") -> nodes.figure:
    """A figure of the page with the picture for light and the one for dark themes.

    Parameters
    ----------
    name : str
        Of the files, ``docs/_generated/NAME-light.svg`` and ``NAME-dark.svg``.
    draw : callable
        Makes the matplotlib figure from a palette.
    alt, caption : str
        What a reader who does not see it is told; the line below it.
    """
    made = nodes.figure(classes=["chart"])
    for palette in (LIGHT, DARK):
        file = places.GENERATED / f"{name}-{palette.name}.svg"
        file.parent.mkdir(exist_ok=True)
        write_bytes(file, svg(draw(palette)))
        made += nodes.image(
            uri=f"/_generated/{file.name}", alt=alt, classes=[f"only-{palette.name}"]
        )
    if caption:
        made += nodes.caption(caption, caption)
    return made


def svg(picture) -> bytes:
    """The file of a figure, without background and without a date."""
    from gluon_course.viz.style import in_style

    content = io.BytesIO()
    with in_style():
        picture.savefig(
            content, format="svg", metadata={"Date": None}, facecolor="none"
        )
    return content.getvalue()


def panels(width, height, palette, rows=1, columns=1):
    """An empty figure and its axes, in the colours of a palette."""
    from gluon_course.viz.style import figure

    picture, axes = figure(width, height, rows, columns)
    for panel in axes:
        panel.set_facecolor("none")
        panel.grid(color=palette.grid)
        panel.tick_params(colors=palette.text, labelcolor=palette.text, labelsize=9)
        for each in (panel.xaxis.label, panel.yaxis.label, panel.title):
            each.set_color(palette.text)
        for side in panel.spines.values():
            side.set_color(palette.grid)
    return picture, axes


def said(text: str) -> str:
    """A text that can be drawn with the fonts that are installed."""
    from gluon_course.viz.style import readable

    return readable(text, ENGLISH.get(text, ""))


def legend(picture, palette: Palette, handles, labels) -> None:
    """One legend below all panels."""
    from gluon_course.viz.style import in_style

    shown = [*map(said, labels)]
    with in_style():
        picture.legend(
            handles,
            shown,
            loc="outside lower center",
            ncols=len(shown),
            labelcolor=palette.text,
            handletextpad=0.4,
            columnspacing=1.2,
        )
