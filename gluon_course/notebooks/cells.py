"""One cell of a notebook, before there is a notebook."""

from __future__ import annotations

import dataclasses
from pathlib import Path

MARKDOWN, CODE = "markdown", "code"


@dataclasses.dataclass(frozen=True)
class Cell:
    """What one cell holds.

    Attributes
    ----------
    kind : str
        ``'markdown'`` or ``'code'``.
    source : str
        Its text, without a line break at the end.
    slide : str
        The slide type that it is bound to, ``'skip'`` or ``'subslide'``; empty where
        headings and room decide.
    tags : tuple of str
        Tags in its metadata; ``parameters`` is what papermill looks for.
    files : tuple of Path
        Pictures that the text shows as ``attachment:NAME``.
    model : tuple
        Name, shape or None and options of the net that the cell draws; empty where it
        draws none.
    """

    kind: str
    source: str
    slide: str = ""
    tags: tuple = ()
    files: tuple[Path, ...] = ()
    model: tuple = ()


def markdown(source: str, **more) -> Cell:
    """A cell of words."""
    return Cell(MARKDOWN, source, **more)


def code(source: str, **more) -> Cell:
    """A cell of code."""
    return Cell(CODE, source, **more)
