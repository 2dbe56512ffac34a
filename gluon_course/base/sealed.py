"""Folders that know their content, so that damage in a cache is found.

A cache is made once and read for years. What is lost there, a picture of thousands or
the end of a text, would change results without a word; what is found can be made anew.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path

from gluon_course.base.errors import DataError
from gluon_course.base.files import read_json, write_json

SEAL = ".sealed.json"
MOST_BYTES = 64 << 20
"""Of larger folders names and sizes are compared, of smaller ones the bytes too."""


def seal(folder: os.PathLike | str) -> None:
    """Write down what is in ``folder``: the size and the CRC-32 of every file.

    Raises
    ------
    DataError
        If the folder cannot be written.
    OSError
        If a file cannot be read.
    """
    rows = {
        name: [path.stat().st_size, zlib.crc32(path.read_bytes())]
        for name, path in _files(folder).items()
    }
    write_json(Path(folder, SEAL), rows)


def is_sealed(folder: os.PathLike | str) -> bool:
    """Whether ``folder`` is there with exactly what :func:`seal` found in it."""
    try:
        rows = read_json(Path(folder, SEAL))
        found = _files(folder)
        if set(rows) != set(found):
            return False
        sizes = {name: path.stat().st_size for name, path in found.items()}
        if any(sizes[name] != size for name, (size, _) in rows.items()):
            return False
        return sum(sizes.values()) > MOST_BYTES or all(
            zlib.crc32(found[name].read_bytes()) == crc
            for name, (_, crc) in rows.items()
        )
    except (DataError, OSError, TypeError, ValueError):
        return False


def _files(folder: os.PathLike | str) -> dict[str, Path]:
    """Files below ``folder`` by their relative path, without the seal itself."""
    root = os.fspath(folder)
    found = {}
    for below, _, names in os.walk(root):
        for name in names:
            path = Path(below, name)
            found[os.path.relpath(path, root)] = path
    found.pop(SEAL, None)
    return found
