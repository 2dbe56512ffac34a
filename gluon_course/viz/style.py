"""One quiet style for all pictures, Chinese text included, without a window.

Nothing here touches ``pyplot``: a picture is a :class:`Picture`, which a notebook shows
when it is the value of a cell and which :func:`save` writes anywhere. Matplotlib's
settings are changed only while a picture is made or drawn.
"""

from __future__ import annotations

import contextlib
import functools
import io
import os
import re
from pathlib import Path

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from gluon_course.base.errors import ConfigError
from gluon_course.base.files import write_bytes

COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#555555")
"""Colours that readers who are colour-blind can tell apart [Okabe and Ito]."""

_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Noto Sans CJK JP",  # matplotlib's name for the collection of all four
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "STHeiti",
    "SimHei",
    "Droid Sans Fallback",
    "Arial Unicode MS",
    "AR PL UMing CN",
    "Noto Serif CJK SC",
    "Noto Serif CJK JP",
    "SimSun",
)
_WINDOWS_FONTS = ("/mnt/c/Windows/Fonts/msyh.ttc", "/mnt/c/Windows/Fonts/simhei.ttf")
_NO_DATE = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}
_CHINESE = re.compile("[\u2e80-\u303f\u31c0-\u9fff\uf900-\ufaff\uff00-\uffef]+")
_HALF_WIDTH = str.maketrans("（），：；！？　", "(),:;!? ")


class Picture(Figure):
    """A matplotlib figure that draws itself in the course's style.

    It is a plain :class:`matplotlib.figure.Figure` for whoever goes on with it.
    """

    def draw(self, renderer) -> None:
        # ticks are made while drawing and read their settings only then
        with in_style():
            super().draw(renderer)

    def png(self) -> bytes:
        """The file that :func:`save` writes."""
        return _render(self, "png")

    def _repr_png_(self) -> bytes:
        """Shown by a notebook, with or without ``%matplotlib inline``."""
        return self.png()


@contextlib.contextmanager
def in_style():
    """The course's settings of matplotlib, for a ``with`` block or as a decorator."""
    with matplotlib.rc_context(_settings()):
        yield


def figure(width: float, height: float, rows: int = 1, columns: int = 1):
    """An empty picture and its axes.

    Parameters
    ----------
    width, height : float
        In inches; a PNG has 144 pixels an inch.
    rows, columns : int
        Panels.

    Returns
    -------
    Picture, list of Axes
        The panels row by row.
    """
    with in_style():
        picture = Picture(figsize=(width, height), dpi=144, layout="constrained")
        FigureCanvasAgg(picture)
        panels = picture.subplots(rows, columns, squeeze=False)
    return picture, list(panels.ravel())


def save(picture: Figure, path: os.PathLike | str) -> Path:
    """Write a picture, whole or not at all, as PNG, SVG or PDF by its suffix.

    Equal pictures give equal files.

    Raises
    ------
    ConfigError
        For another suffix.
    DataError
        If the file cannot be written.
    """
    path = Path(path)
    kind = path.suffix.lower()[1:]
    if kind not in _NO_DATE:
        raise ConfigError(
            f"Cannot write the picture {path.name!r}",
            f"pictures are written as {', '.join(_NO_DATE)}",
            f"name it {path.stem or 'picture'}.png",
        )
    return write_bytes(path, _render(picture, kind))


@functools.lru_cache(maxsize=1)
def chinese_font() -> str | None:
    """The name of an installed font with Chinese characters, or None.

    Under WSL the fonts of Windows count as installed.
    """
    known = _known_font()
    if known:
        return known
    for file in _WINDOWS_FONTS:
        if os.path.exists(file):
            font_manager.fontManager.addfont(file)
            return font_manager.FontProperties(fname=file).get_name()
    _add_new_fonts()
    return _known_font()


def _known_font() -> str | None:
    names = {font.name for font in font_manager.fontManager.ttflist}
    others = sorted(name for name in names if "CJK" in name)
    return next((name for name in (*_FONTS, *others) if name in names), None)


def _add_new_fonts() -> None:
    """Tell matplotlib, which keeps a list of old, of fonts installed since."""
    manager = font_manager.fontManager
    known = {font.fname for font in manager.ttflist}
    for file in set(font_manager.findSystemFonts()) - known:
        with contextlib.suppress(OSError, RuntimeError):  # not every file is a font
            manager.addfont(file)


def readable(text: str, english: str = "") -> str:
    """``text`` if it can be drawn here, else an English stand-in instead of boxes.

    Parameters
    ----------
    text : str
        May hold Chinese characters.
    english : str
        What to write where no font has them; by default ``text`` without them, so that
        ``5.5 卷积神经网络（LeNet）`` becomes ``5.5 (LeNet)``.
    """
    text = str(text)
    if not _CHINESE.search(text) or chinese_font():
        return text
    kept = _CHINESE.sub("", text.translate(_HALF_WIDTH))
    return english or " ".join(kept.split()).replace("( ", "(").replace(" )", ")")


def describe(panel: Axes, title: str = "", xlabel: str = "", ylabel: str = "") -> None:
    """Set the texts of a panel, each :func:`readable`."""
    panel.set_title(readable(title))
    panel.set_xlabel(readable(xlabel))
    panel.set_ylabel(readable(ylabel))


def _settings() -> dict:
    font = chinese_font()
    return {
        "font.family": ["DejaVu Sans"] + ([font] if font else []),
        "font.size": 9.0,
        "axes.titlesize": 10.0,
        "axes.titlelocation": "left",
        "axes.unicode_minus": True,
        "axes.prop_cycle": matplotlib.cycler(color=COLORS),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": "#666666",
        "axes.labelcolor": "#333333",
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": "#e5e5e5",
        "grid.linewidth": 0.8,
        "xtick.color": "#666666",
        "ytick.color": "#666666",
        "xtick.labelcolor": "#333333",
        "ytick.labelcolor": "#333333",
        "xtick.labelsize": 8.0,
        "ytick.labelsize": 8.0,
        "lines.linewidth": 1.8,
        "lines.markersize": 4.0,
        "legend.frameon": False,
        "legend.fontsize": 8.0,
        "svg.hashsalt": "gluon_course",
    }


def _render(picture: Figure, kind: str) -> bytes:
    content = io.BytesIO()
    with in_style():
        picture.savefig(
            content, format=kind, metadata=_NO_DATE[kind], facecolor="white"
        )
    return content.getvalue()
