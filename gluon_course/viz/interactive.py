"""Pictures drawn cell by cell with pyplot, as the text draws them.

The one module that imports ``matplotlib.pyplot``. Importing it opens no window and
loads no IPython; where matplotlib finds no display it draws into memory, and
``plt.savefig`` writes the picture.
"""

from __future__ import annotations

import sys

import matplotlib.pyplot as plt

from gluon_course.viz.style import chinese_font

__all__ = ["plt", "set_figsize", "use_chinese_font", "use_svg_display"]


def use_svg_display() -> None:
    """Let a notebook show figures as SVG; elsewhere nothing is to be done.

    Section: 3.2 线性回归的从零开始实现 (chapter_deep-learning-basics/
    linear-regression-scratch)
    """
    use_chinese_font()
    # Not imported: without IPython loaded there is no notebook to tell.
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        return
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    set_matplotlib_formats("svg")


def set_figsize(figsize: tuple[float, float] = (3.5, 2.5)) -> None:
    """Set the size of the figures to come, in inches, shown as SVG in a notebook.

    Section: 3.2 线性回归的从零开始实现
    """
    use_svg_display()
    plt.rcParams["figure.figsize"] = figsize


def use_chinese_font() -> None:
    """Let a font with Chinese characters step in where the font in use has none.

    Without such a font Chinese labels are drawn as boxes, and matplotlib says so.
    """
    font, families = chinese_font(), plt.rcParams["font.family"]
    if font and font not in families:
        plt.rcParams["font.family"] = [*families, font]


use_chinese_font()
