"""Where the text's relative ``../data`` is read.

A cell of the text finds its data in ``../data`` beside the notebook, else in the data
root of the course, else they are fetched and checked: into ``../data`` if that folder
is there and can be written, else into the data root.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from gluon_course.base.errors import DataError
from gluon_course.base.files import cannot_write
from gluon_course.base.switches import is_on
from gluon_course.data import find_data_set, locate
from gluon_course.data.dataset import DataSet
from gluon_course.data.places import complete_base, is_writable
from gluon_course.data.placing import place_files, place_unpacked
from gluon_course.data.sample import show_notice
from gluon_course.data.store import present

TEXT_FOLDER = "../data"
"""The folder of the text, from where a notebook lies."""
SAMPLE = "GLUON_COURSE_SAMPLE"
"""Environment variable: 1 takes a small part of a set that is not there."""
_STAND_INS = {"imdb": "imdb-subset", "voc2012": "voc2012-subset"}


def text_path(name: str, path: str) -> Path:
    """The data that the text reads at ``../data/path``, wherever they are.

    Parameters
    ----------
    name : str
        Name of the set in the catalogue.
    path : str
        File or folder below ``../data``; if it is there it is taken as it is.

    Returns
    -------
    Path
        That path; else what :func:`gluon_course.data.locate` gives, which for an
        archive is its content.

    Raises
    ------
    DataError
        If the set is neither there nor to be fetched, or is damaged.
    """
    beside = Path(TEXT_FOLDER, path)
    if beside.exists():
        return beside
    found = present(name)
    if found is not None:
        return found
    row = _stand_in(name)
    if row is not None and is_on(SAMPLE):
        show_notice(row.title)
        return locate(row.name)
    try:
        return _fetched(name)
    except DataError as error:
        if row is None:
            raise
        action = f"{error.action}\nor set {SAMPLE}=1 to take the {row.title}"
        raise DataError(error.what, error.cause, action) from error


def mkdir_if_not_exist(path: Sequence[str]) -> None:
    """Make the folder whose parts ``path`` lists, such as ``['..', 'data', 'mine']``.

    Parameters
    ----------
    path : sequence of str
        Parts of the path; a single string is one part.

    Raises
    ------
    DataError
        If the folder cannot be made.

    Section: 9.12 实战Kaggle比赛：图像分类（CIFAR-10）
    """
    folder = Path(path) if isinstance(path, str) else Path(*path)
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error


def _stand_in(name: str) -> DataSet | None:
    """The row of the small part that can stand in for a set, if its file is there."""
    row = find_data_set(_STAND_INS[name]) if name in _STAND_INS else None
    return None if row is None or complete_base(row) is None else row


def _fetched(name: str) -> Path:
    folder, row = Path(TEXT_FOLDER), find_data_set(name)
    if not (folder.is_dir() and is_writable(folder)):
        return locate(name)
    if row.is_archive:
        return place_unpacked(name, folder)
    is_folder = len(row.files) > 1
    place_files(name, folder / row.content if is_folder else folder)
    return folder / row.content
