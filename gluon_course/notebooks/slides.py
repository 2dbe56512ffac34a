"""Slides of a notebook: one HTML page with reveal.js that needs no network.

reveal.js (MIT licence, beside this file) moves from slide to slide; the page around it
is ours, because that of nbconvert loads scripts from elsewhere. Formulas are drawn by
MathJax, one file of the wheel that the site has too.
"""

from __future__ import annotations

import html
import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

from gluon_course.base.errors import StackError
from gluon_course.notebooks.extra import SLIDES, require_notebook
from gluon_course.notebooks.rendering import Renderer

ASSETS = Path(__file__).parent / "reveal"
STYLES, SCRIPTS = ("reveal.css", "slides.css"), ("reveal.js", "slides.js")
MATHJAX = "tex-svg.js"
_SETTINGS = {
    "tex": {"inlineMath": [["\\(", "\\)"]], "displayMath": [["\\[", "\\]"]]},
    "svg": {"fontCache": "local"},
    "options": {"enableMenu": False},
}
_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{styles}
</head>
<body>
<div class="reveal"><div class="slides">
{slides}
</div></div>
{scripts}
</body>
</html>
"""


def slides_page(
    notebook: dict,
    assets: str = "",
    mathjax: str = "",
    picture: Callable[[tuple], str] | None = None,
) -> str:
    """The slides of a notebook as a page.

    Parameters
    ----------
    notebook : dict
        Marked as :func:`~gluon_course.notebooks.document.make_notebook` does it.
    assets, mathjax : str
        Addresses of the folder of reveal.js and of MathJax's file, as the page sees
        them. Without them their content is in the page, MathJax's (2 MB) only where
        there are formulas.
    picture : callable, optional
        Returns SVG for a cell's source that draws a net and has no output.

    Returns
    -------
    str
        HTML; nothing in it is loaded from another place.

    Raises
    ------
    StackError
        If the extra notebook is not installed.
    """
    require_notebook(SLIDES)
    render = Renderer(picture)
    slides = "\n".join(
        f"<section>\n{_stack(parts)}\n</section>" for parts in _stacks(notebook, render)
    )
    scripts = [_script(name, assets) for name in SCRIPTS]
    if 'class="math' in slides:
        setting = f"<script>MathJax = {json.dumps(_SETTINGS)};</script>"
        scripts = [setting, _mathematics(mathjax), *scripts]
    return _PAGE.format(
        title=html.escape(notebook["cells"][0]["source"].split("\n")[0].lstrip("# ")),
        styles="\n".join(_style(name, assets) for name in STYLES),
        slides=slides,
        scripts="\n".join(scripts),
    )


def mathjax_file() -> Path:
    """The file of MathJax.

    Raises
    ------
    StackError
        If its wheel is not installed.
    """
    found = importlib.util.find_spec("sphinx-mathjax-offline")
    if found is None or found.origin is None:
        raise StackError(
            "Slides with formulas need sphinx-mathjax-offline, a copy of MathJax",
            "the extra notebook is not installed",
            "pip install '.[cpu,notebook]' in the course's folder",
        )
    return Path(found.origin).parent / "static" / "mathjax" / MATHJAX


def _stacks(notebook: dict, render: Renderer) -> list[list[str]]:
    """Slides side by side, in each the slides below each other."""
    stacks: list[list[str]] = []
    for cell in notebook["cells"]:
        kind = cell["metadata"].get("slideshow", {}).get("slide_type", "-")
        if kind == "skip" or cell["cell_type"] == "raw":
            continue
        shown = render.cell(cell)
        if kind == "notes":
            shown = f'<aside class="notes">{shown}</aside>'
        elif kind == "fragment":
            shown = f'<div class="fragment">{shown}</div>'
        if kind == "slide" or not stacks:
            stacks.append([shown])
        elif kind == "subslide":
            stacks[-1].append(shown)
        else:
            stacks[-1][-1] += "\n" + shown
    return stacks


def _stack(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return "\n".join(f"<section>\n{part}\n</section>" for part in parts)


def _style(name: str, assets: str) -> str:
    if assets:
        return f'<link rel="stylesheet" href="{assets}/{name}">'
    return f"<style>\n{(ASSETS / name).read_text('utf-8')}</style>"


def _script(name: str, assets: str) -> str:
    if assets:
        return f'<script src="{assets}/{name}"></script>'
    return f"<script>\n{(ASSETS / name).read_text('utf-8')}</script>"


def _mathematics(mathjax: str) -> str:
    if mathjax:
        return f'<script src="{mathjax}"></script>'
    return f"<script>\n{mathjax_file().read_text('utf-8')}</script>"
