"""The cell files, and what their headers and their code say."""

import ast
import dataclasses
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "cells"


@dataclasses.dataclass(frozen=True)
class Cell:
    """Cells of one section.

    ``number`` and ``title`` are the section's, ``needs`` is what it reads, in Chinese,
    ``names`` are those that it takes from d2lzh, ``num_gpus`` how many it asks for.
    """

    file: Path
    number: str
    title: str
    needs: str
    names: frozenset

    @property
    def slug(self):
        return self.file.stem

    @property
    def num_gpus(self):
        match = re.search(r"(\d)块GPU", self.needs)
        return int(match[1]) if match else 0


def read_cell(file):
    """The cells in one file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    first, _, rest = ast.get_docstring(tree).partition("\n")
    number, _, title = first.partition(" ")
    needs = re.fullmatch(r"\s*Needs: (.+)", rest)[1]
    names = frozenset(
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "d2l"
    )
    return Cell(file, number, title, "" if needs == "-" else needs, names)


def _order(file):
    return [int(part) for part in read_cell(file).number.split(".")]


CELLS = sorted(FOLDER.glob("*/*.py"), key=_order)
"""All files, in the order of the text."""
