"""From cells to a notebook: percent text, which jupytext reads, and what it cannot say.

The percent format is a Python file whose cells begin with ``# %%``; words are comments.
Pictures, slide types and identifiers are added to the notebook that jupytext makes of
it. Equal sections and options give equal notebooks.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence

from gluon_course.base.chapters import Section
from gluon_course.notebooks.cells import MARKDOWN, Cell
from gluon_course.notebooks.extra import require_notebook
from gluon_course.notebooks.paging import mark

OURS = "gluon_course"
"""Name of our part of a notebook's metadata."""

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def percent_text(cells: Sequence[Cell]) -> str:
    """The cells as a Python file in the percent format."""
    blocks = []
    for cell in cells:
        if cell.kind == MARKDOWN:
            lines = [f"# {line}".rstrip() for line in cell.source.split("\n")]
            blocks.append("\n".join(["# %% [markdown]", *lines]))
        else:
            tags = f" tags={json.dumps(cell.tags)}" if cell.tags else ""
            blocks.append(f"# %%{tags}\n{cell.source}")
    return "\n\n".join(blocks) + "\n"


def make_notebook(section: Section, cells: Sequence[Cell]) -> dict:
    """The notebook of a section's cells, marked as slides, without outputs.

    Parameters
    ----------
    section : Section
    cells : sequence of Cell
        As :func:`~gluon_course.notebooks.compose.compose` makes them.

    Returns
    -------
    dict
        A notebook of format 4.5, an object of nbformat.

    Raises
    ------
    StackError
        If the extra notebook is not installed.
    """
    require_notebook()
    import jupytext

    notebook = jupytext.reads(percent_text(cells), fmt="py:percent")
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata.clear()
    notebook.metadata["kernelspec"] = dict(_KERNEL)
    notebook.metadata["language_info"] = {"name": "python", "file_extension": ".py"}
    for number, (made, cell) in enumerate(zip(notebook.cells, cells), 1):
        made["id"] = f"cell-{number:02d}"
        if cell.slide:
            made.metadata["slideshow"] = {"slide_type": cell.slide}
        if cell.files:
            made["attachments"] = {
                file.name: {"image/png": _encoded(file.read_bytes())}
                for file in cell.files
            }
    mark(notebook)
    notebook.metadata[OURS] = {"section": section.name, "sha256": seal(notebook)}
    return notebook


def percent_file(notebook: dict) -> str:
    """The notebook as a Python file, for any editor; without pictures."""
    require_notebook()
    import jupytext

    return jupytext.writes(notebook, fmt="py:percent")


def notebook_text(notebook: dict) -> str:
    """What is written to a file ``.ipynb``."""
    import nbformat

    return nbformat.writes(notebook) + "\n"


def seal(notebook: dict) -> str:
    """A checksum of all cells with their outputs: who changed one, changed it."""
    kept = [
        (each["cell_type"], each["source"], each.get("outputs", []))
        for each in notebook["cells"]
    ]
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def is_untouched(text: str) -> bool:
    """Is that the text of a notebook that we wrote and that nobody changed or ran?"""
    try:
        notebook = json.loads(text)
        for cell in notebook["cells"]:  # a file has lists of lines
            if isinstance(cell["source"], list):
                cell["source"] = "".join(cell["source"])
        return notebook["metadata"][OURS]["sha256"] == seal(notebook)
    except (ValueError, TypeError, KeyError, AttributeError):
        return False


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
