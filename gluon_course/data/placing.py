"""Data sets in a folder that the user names, as the text's download functions do.

What the root has already is copied or unpacked from there; only the rest is fetched.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
from pathlib import Path

from gluon_course.base.errors import DataError
from gluon_course.base.files import cannot_write
from gluon_course.data import archives
from gluon_course.data.catalogue import find_data_set
from gluon_course.data.dataset import DataSet
from gluon_course.data.locks import locked
from gluon_course.data.places import complete_base
from gluon_course.data.store import editions_of, is_content


def place_files(name: str, folder: os.PathLike | str) -> Path:
    """Have the files of a data set that is no archive in ``folder`` itself.

    Parameters
    ----------
    name : str
        Name in the catalogue, such as ``pikachu``.
    folder : path
        It is made if need be.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ConfigError
        If the catalogue has no such name.
    DataError
        If a file is neither there nor to be fetched, or is damaged, or the folder
        cannot be written.

    Section: 9.6 目标检测数据集（皮卡丘）
    """
    row, folder = find_data_set(name), Path(folder)
    source = complete_base(row)
    if source is not None:
        editions_of(row, source)  # refuses a damaged file before it is copied
        for file in row.files:
            _copy(source / file.path, folder / Path(file.path).name)
    files = tuple(
        dataclasses.replace(file, path=Path(file.path).name) for file in row.files
    )
    _fetch(dataclasses.replace(row, files=files), folder)
    return folder


def place_unpacked(name: str, folder: os.PathLike | str) -> Path:
    """Have the content of a data set's archives below ``folder``.

    Archives that must be fetched come to ``folder`` and stay there.

    Parameters
    ----------
    name : str
        Name in the catalogue, such as ``imdb``.
    folder : path
        It takes the place of the text's ``../data`` and is made if need be.

    Returns
    -------
    Path
        What the text's code reads, such as ``folder/aclImdb``.

    Raises
    ------
    ConfigError, DataError
        As :func:`place_files`.

    Section: 9.9 语义分割和数据集
    """
    row, folder = find_data_set(name), Path(folder)
    content = folder / row.content
    if is_content(content, row):
        return content
    source = complete_base(row)
    if source is None:
        _fetch(row, folder)
        source = folder
    editions_of(row, source)
    with locked(content, f"unpacks {row.name}"):
        if not is_content(content, row):
            _unpack(row, source, folder)
    return content


def _unpack(row: DataSet, source: Path, folder: Path) -> None:
    content = folder / row.content
    if content.exists():
        raise DataError(
            f"{content} is there, but it is not the whole of {row.name}",
            "it was unpacked in part or is another folder",
            "remove it or choose another folder",
        )
    temporary = folder / f".{row.name}"
    parts = [(source / file.path, file.unpack_to or "") for file in row.files]
    archives.unpack(parts, temporary, row.max_unpacked)
    try:
        content.parent.mkdir(parents=True, exist_ok=True)
        os.rename(temporary / row.content, content)
    except OSError as error:
        raise cannot_write(content, error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _fetch(row: DataSet, folder: Path) -> None:
    from gluon_course.data.fetching import fetch_files  # requests: slow to import

    fetch_files(row, row.files, base=folder)


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        return
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, part)
        os.replace(part, target)
    except OSError as error:
        raise cannot_write(target, error) from error
    finally:
        part.unlink(missing_ok=True)
