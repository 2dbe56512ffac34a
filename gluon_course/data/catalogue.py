"""The catalogue: which data the course uses, where it comes from, how it is checked.

A row is a :class:`~gluon_course.data.dataset.DataSet`; the rows stand in
``gluon_course.data.rows``. Nothing here reads or writes a file: ``store`` knows what is
present, ``fetching`` gets the rest.
"""

from __future__ import annotations

import functools

from gluon_course.base.registry import Registry
from gluon_course.data.dataset import DataSet
from gluon_course.data.rows import ROWS


def find_data_set(name: str) -> DataSet:
    """The row of that name.

    Raises
    ------
    ConfigError
        If there is none; the nearest name is suggested.
    """
    return _rows().get(name)


def add_data_set(row: DataSet) -> None:
    """Add a row, for example a set of your own, to the catalogue of this process.

    Raises
    ------
    ConfigError
        If its name is taken.
    """
    _rows().add(row.name, row)


def data_set_names() -> list[str]:
    """Names of all rows, sorted."""
    return _rows().names()


@functools.lru_cache(maxsize=1)
def _rows() -> Registry:
    registry = Registry("data set", "gluon-course data list")
    for row in ROWS:
        registry.add(row.name, row)
    return registry
