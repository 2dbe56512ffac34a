"""Which cell begins a slide: headings do, and a cell for which there is no room left.

The marks in ``metadata.slideshow`` are those that RISE, jupyterlab-rise and nbconvert
read as well.
"""

from __future__ import annotations

import unicodedata

from gluon_course.explain.slides import mark_slides

LINES = 15
"""Lines of words on a slide; a line of code takes less."""

_CODE, _PICTURE = 0.62, 9.0
_WIDTH = 76
"""Columns of a line of words; a Chinese character takes two."""


def mark(notebook: dict) -> None:
    """Give every cell of a notebook its slide type, in place.

    What a cell is bound to stays; then :func:`~gluon_course.explain.slides.mark_slides`
    lets headings begin slides, and what does not fit below goes to a slide of its own.
    """
    marked = mark_slides(notebook)
    used, is_bare = 0.0, False
    for cell, found in zip(notebook["cells"], marked["cells"]):
        slideshow = dict(found["metadata"]["slideshow"])
        kind, lines = slideshow["slide_type"], height(cell)
        if kind == "subslide" and is_bare:  # it follows a heading that says no more
            kind = "-"
        elif kind == "-" and used + lines > LINES and not is_bare:
            kind = "subslide"
        if kind in ("slide", "subslide"):
            used = 0.0
        if kind != "skip":
            used += lines
            is_bare = _is_bare_heading(cell)
        cell["metadata"]["slideshow"] = {**slideshow, "slide_type": kind}


def _is_bare_heading(cell: dict) -> bool:
    source = cell["source"]
    return cell["cell_type"] == "markdown" and source[:1] == "#" and "\n" not in source


def height(cell: dict) -> float:
    """About how many lines of words a cell takes on a slide."""
    lines = cell["source"].split("\n")
    if cell["cell_type"] == "code":
        drawn = _PICTURE if "notebooks.draw(" in cell["source"] else 0
        return 1 + _CODE * len(lines) + drawn
    total, is_code = 0.0, False
    for line in lines:
        if line.startswith("```"):
            is_code = not is_code
        elif is_code:
            total += _CODE
        elif "](attachment:" in line:
            total += _PICTURE
        elif line.startswith("#"):
            total += 2
        else:
            total += 0.5 if not line.strip() else -(-_columns(line) // _WIDTH)
    return total


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
