"""Slide marks of notebooks."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.base.errors import CourseError
from gluon_course.explain.slides import SLIDE_TYPES, mark_slides, slide_types


def cell(kind, source="", **metadata):
    return {"cell_type": kind, "metadata": metadata, "source": source}


def notebook(*cells):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [*cells]}


@pytest.mark.parametrize(
    ("kind", "source", "slide_type"),
    [
        ("markdown", "# Title", "slide"),
        ("markdown", ["## Title\n", "text"], "slide"),
        ("markdown", "\n# Title after an empty line", "slide"),
        ("markdown", "###### Deep", "subslide"),
        ("markdown", "#hashtag", "-"),
        ("markdown", "text\n# Title later", "-"),
        ("markdown", "", "-"),
        ("code", "# comment", "-"),
        ("raw", "# raw", "skip"),
    ],
)
def test_a_cell_is_marked_by_how_it_begins(kind, source, slide_type):
    marked = mark_slides(notebook(cell("code", "first"), cell(kind, source)))
    assert slide_types(marked) == ["slide", slide_type]


def test_the_first_cell_that_shows_begins_a_slide():
    marked = mark_slides(notebook(cell("raw"), cell("code", "1 + 1"), cell("code")))
    assert slide_types(marked) == ["skip", "slide", "-"]


def test_marks_of_the_author_stay_and_nonsense_does_not():
    kept = cell("markdown", "# Title", slideshow={"slide_type": "notes", "x": 1})
    odd = cell("markdown", "# Title", slideshow={"slide_type": ""})
    marked = mark_slides(notebook(cell("code"), kept, odd))
    assert slide_types(marked) == ["slide", "notes", "slide"]
    assert marked["cells"][1]["metadata"]["slideshow"]["x"] == 1


cells = st.builds(
    cell,
    st.sampled_from(["markdown", "code", "raw"]),
    st.one_of(st.text("#\n a", max_size=9), st.lists(st.text("# a"), max_size=3)),
    tags=st.just(["kept"]),
)


@given(st.lists(cells, max_size=6))
def test_marking_is_idempotent_and_changes_nothing_but_marks(drawn):
    before = notebook(*drawn)
    untouched = copy.deepcopy(before)
    marked = mark_slides(before)
    assert before == untouched
    assert mark_slides(marked) == marked
    assert set(slide_types(marked)) <= set(SLIDE_TYPES)
    for each in marked["cells"]:
        del each["metadata"]["slideshow"]
    assert marked == before


def test_a_cell_without_metadata_gets_some():
    bare = {"cell_type": "code", "source": []}
    assert slide_types(mark_slides(json.loads(json.dumps(notebook(bare))))) == ["slide"]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ([], "it is a list"),
        ("{}", "it is a str"),
        ({"nbformat": 3, "worksheets": []}, "its nbformat is 3"),
        ({"nbformat": 4}, "no list of cells"),
        (notebook("x"), "cell 1 is a str"),
        (notebook(cell("code"), cell("heading")), "cell 2 has the type 'heading'"),
        (notebook(cell("code", None)), "cell 1 has no text"),
        (notebook(cell("code", [1])), "cell 1 has no text"),
        (notebook({**cell("code"), "metadata": []}), "metadata of cell 1"),
        (notebook(cell("code", slideshow="slide")), "metadata of cell 1"),
    ],
)
def test_what_is_no_notebook_is_refused_with_the_place(value, problem):
    with pytest.raises(CourseError, match=problem):
        mark_slides(value)
