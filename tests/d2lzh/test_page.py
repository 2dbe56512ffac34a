"""The page about the names: its table of sections is the one of cells and scripts."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "notebook"))
from cells import CELLS
from sections_table import table, written

from gluon_course.base.chapters import find_section


def test_the_table_is_not_out_of_date():
    assert written() == table(), "run: python tests/d2lzh/notebook/sections_table.py"


def test_the_table_has_a_row_for_every_section_and_its_commands_name_it():
    rows = [line for line in table().splitlines() if line[:3].strip("| ").isdigit()]
    assert len(rows) == len(CELLS)
    for row, file in zip(rows, CELLS):
        number, slug = row.split("|")[1].strip(), file.stem
        assert f"{file.parent.name}/{slug}.html" in row and f"`/{slug}]`" in row
        if "gluon-course run" in row:
            section = find_section(slug)
            assert (section.number, section.edition) == (number, "v1")
