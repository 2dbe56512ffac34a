"""Slides from a notebook: marks that RISE and ``nbconvert --to slides`` understand."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping

from gluon_course.base.errors import DataError
from gluon_course.explain.topic import Answer, Check, Table, register_topic

SLIDE_TYPES = ("slide", "subslide", "fragment", "skip", "notes", "-")
"""What a cell may be marked as; ``-`` goes on with the slide before it."""

_HEADING = re.compile(r"(#{1,6})(\s|$)")
_DEEPEST_SLIDE = 2  # headings # and ## begin slides, deeper ones slides below them


def mark_slides(notebook: Mapping) -> dict:
    """A copy of a notebook in which every cell has a slide type.

    A Markdown cell that begins with ``#`` or ``##`` begins a slide, one that begins
    with a deeper heading a slide below it; every other cell goes on with the slide
    before. The first cell begins a slide in any case; raw cells are skipped. A cell
    that has a slide type keeps it, so that marking twice is marking once.

    Parameters
    ----------
    notebook : mapping
        A notebook of format 4, as ``json.load`` reads it; it is not changed.

    Returns
    -------
    dict
        To be written with ``json.dump``; only ``metadata.slideshow`` of cells is new.

    Raises
    ------
    DataError
        If it is not a notebook of format 4; the message names the cell.
    """
    _check(notebook)
    marked = copy.deepcopy(dict(notebook))
    is_first = True
    for cell in marked["cells"]:
        metadata = cell.setdefault("metadata", {})
        slideshow = metadata.setdefault("slideshow", {})
        if slideshow.get("slide_type") not in SLIDE_TYPES:
            slideshow["slide_type"] = _slide_type(cell, is_first)
        is_first = is_first and slideshow["slide_type"] == "skip"
    return marked


def slide_types(notebook: Mapping) -> list[str | None]:
    """The slide type of each cell; None where it has none.

    Raises
    ------
    DataError
        As :func:`mark_slides`.
    """
    _check(notebook)
    return [
        cell.get("metadata", {}).get("slideshow", {}).get("slide_type")
        for cell in notebook["cells"]
    ]


def _slide_type(cell: Mapping, is_first: bool) -> str:
    if cell["cell_type"] == "raw":
        return "skip"
    heading = None
    if cell["cell_type"] == "markdown":
        heading = _HEADING.match("".join(cell["source"]).lstrip("\n"))
    if is_first or (heading and len(heading[1]) <= _DEEPEST_SLIDE):
        return "slide"
    return "subslide" if heading else "-"


def _check(notebook) -> None:
    for problem in _problems(notebook):
        raise DataError(
            f"This is not a notebook of format 4: {problem}",
            "it is another kind of file, or of a Jupyter before 2015",
            "read it with json.load; jupyter nbconvert --to notebook renews old ones",
        )


def _problems(notebook) -> Iterator[str]:
    if not isinstance(notebook, Mapping):
        yield f"it is a {type(notebook).__name__}"
        return
    if notebook.get("nbformat", 4) != 4:
        yield f"its nbformat is {notebook['nbformat']!r}"
    if not isinstance(notebook.get("cells"), list):
        yield "it has no list of cells"
        return
    for number, cell in enumerate(notebook["cells"], 1):
        if not isinstance(cell, Mapping):
            yield f"cell {number} is a {type(cell).__name__}"
            continue
        if cell.get("cell_type") not in ("markdown", "code", "raw"):
            yield f"cell {number} has the type {cell.get('cell_type')!r}"
        source = cell.get("source")
        lines = source if isinstance(source, list) else [source]
        if not all(isinstance(line, str) for line in lines):
            yield f"cell {number} has no text as its source"
        metadata = cell.get("metadata", {})
        if not isinstance(metadata, Mapping) or not isinstance(
            metadata.get("slideshow", {}), Mapping
        ):
            yield f"the metadata of cell {number} is no object"


@register_topic("slides", "How does a notebook become slides?")
def slides() -> Answer:
    """A notebook of five cells before and after."""
    cells = [
        ("markdown", "# 多层感知机"),
        ("code", "from mxnet import nd"),
        ("markdown", "## 激活函数"),
        ("markdown", "### ReLU函数"),
        ("code", "# a comment, not a heading"),
    ]
    notebook = {
        "nbformat": 4,
        "cells": [
            {"cell_type": kind, "metadata": {}, "source": [text]}
            for kind, text in cells
        ],
    }
    marked = mark_slides(notebook)
    found = slide_types(marked)
    return Answer(
        "Each cell carries a word in metadata.slideshow.slide_type. mark_slides() "
        "writes it: headings begin slides. RISE (pip install rise, classic Jupyter) "
        "shows the notebook as live slides; jupyter nbconvert --to slides makes a "
        "page of it.",
        tables=[
            Table(
                ("cell", "text", "slide_type"),
                [(*cell, kind) for cell, kind in zip(cells, found)],
            )
        ],
        checks=[
            Check(
                "headings begin slides, code goes on",
                found == ["slide", "-", "slide", "subslide", "-"],
            ),
            Check("marking twice is marking once", mark_slides(marked) == marked),
            Check("the notebook itself is unchanged", not any(slide_types(notebook))),
        ],
    )
