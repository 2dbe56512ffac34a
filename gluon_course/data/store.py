"""Data that is present: checked, and its archives unpacked in the cache."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

from gluon_course.base.errors import DataError
from gluon_course.base.paths import cache_root
from gluon_course.base.sealed import is_sealed, seal
from gluon_course.data import archives, checksums
from gluon_course.data.catalogue import find_data_set
from gluon_course.data.dataset import DataFile, DataSet, Edition
from gluon_course.data.locks import locked
from gluon_course.data.places import bases, complete_base


def present(name: str) -> Path | None:
    """The data set, unpacked and checked, ready for use; None if it must be fetched.

    A folder that was unpacked by hand comes first, then the files below the root,
    then those in the cache.

    Raises
    ------
    ConfigError
        If the catalogue has no such name.
    DataError
        If a file is of no known edition, or an archive cannot be unpacked.
    """
    row = find_data_set(name)
    content = unpacked_by_hand(row)
    if content is not None:
        _check_content(row, content, names=[row.content])
        return content
    base = complete_base(row)
    if base is None:
        return None
    keys = _keys(row, base, editions_of(row, base))
    return _unpack(row, base, keys) if row.is_archive else base / row.content


def file_present(name: str, path: str) -> Path | None:
    """One file of a data set by its path in the catalogue, checked; None if absent.

    Raises
    ------
    ConfigError
        If the catalogue has no such name.
    DataError
        If the set has no such file, or the file is of no known edition.
    """
    row = find_data_set(name)
    file = find_file(row, path)
    for base in bases(row):
        if (base / file.path).is_file():
            checksums.require_known(base / file.path, file, name)
            return base / file.path
    return None


def find_file(row: DataSet, path: str) -> DataFile:
    """The file of a row with that path below the root.

    Raises
    ------
    DataError
        If the row has no such file.
    """
    for file in row.files:
        if file.path == path:
            return file
    known = ", ".join(file.path for file in row.files)
    raise DataError(f"{row.name} has no file {path!r}", "", f"it has: {known}")


def edition_name(name: str) -> str:
    """Which published edition is present; empty where only one is known."""
    row = find_data_set(name)
    base = complete_base(row)
    if base is None or unpacked_by_hand(row) is not None:
        return ""
    return next((each.name for each in editions_of(row, base) if each is not None), "")


def edition_in(folder: Path, name: str) -> str:
    """Which published edition of a data set the files in ``folder`` are.

    Parameters
    ----------
    folder : Path
        Holds every file of the set, without the folders of the catalogue above it.
    name : str
        Name in the catalogue.

    Raises
    ------
    ConfigError
        If the catalogue has no such name.
    DataError
        If a file is missing or of no known edition, or the files are of several.
    """
    row = find_data_set(name)
    files = tuple(
        dataclasses.replace(file, path=Path(file.path).name) for file in row.files
    )
    for file in files:
        if not (folder / file.path).is_file():
            raise DataError(
                f"{folder} has no file {file.path}",
                "the folder is another, or the set was not fetched to it",
                f"gluon-course data fetch {name} fetches it to the data root",
            )
    row = dataclasses.replace(row, files=files)
    return next(
        (each.name for each in editions_of(row, folder) if each is not None), ""
    )


def editions_of(row: DataSet, base: Path) -> list[Edition | None]:
    """The editions of the files of a row below ``base``; None where none is known.

    Raises
    ------
    DataError
        If a file is of no known edition, or the files are of several.
    """
    found = [
        checksums.require_known(base / file.path, file, row.name) for file in row.files
    ]
    names = {each.name for each in found if each is not None}
    if len(names) > 1:
        raise DataError(
            f"The files of {row.name} in {base} are of {len(names)} editions: "
            + "; ".join(sorted(names)),
            "they were put together from several sources",
            f"delete them and run: gluon-course data fetch {row.name}",
        )
    return found


def unpacked_by_hand(row: DataSet) -> Path | None:
    """What the archives of a row hold, if somebody unpacked them below the root."""
    # A stand-in unpacks to the folder of the set that it stands in for: such a folder
    # is taken for the set itself.
    if not row.is_archive or row.kind == "stand-in":
        return None
    for base in bases(row):
        if is_content(base / row.content, row):
            return base / row.content
    return None


def is_content(path: Path, row: DataSet) -> bool:
    """Whether ``path`` is what the archives of a row hold, as far as a look says."""
    if row.evidence or not Path(row.content).suffix:
        return path.is_dir() and all((path / each).exists() for each in row.evidence)
    return path.is_file()


def _keys(row: DataSet, base: Path, editions: list[Edition | None]) -> list[str]:
    """A checksum of each file: the one it was recognised by, else its sha256."""
    return [
        next(iter(edition.checksums.values()))
        if edition is not None
        else checksums.checksums(base / file.path)["sha256"]
        for file, edition in zip(row.files, editions)
    ]


def _unpack(row: DataSet, base: Path, keys: list[str]) -> Path:
    # Keyed by content: the archive may move, and an edition never meets another.
    key = keys[0]
    if len(keys) > 1:
        key = hashlib.sha256("".join(keys).encode()).hexdigest()
    folder = cache_root() / "unpacked" / f"{row.name}-{key[:16]}"
    if not is_sealed(folder):
        with locked(folder, f"unpacks {row.name}"):
            if not is_sealed(folder):
                _unpack_checked(row, base, folder)
    return folder / row.content


def _unpack_checked(row: DataSet, base: Path, folder: Path) -> None:
    parts = [(base / file.path, file.unpack_to or "") for file in row.files]

    def check(unpacked: Path) -> None:
        if not is_content(unpacked / row.content, row):
            raise DataError(
                f"{parts[0][0]} does not hold {row.content}",
                "it is another archive of the same name",
                f"delete it and run: gluon-course data fetch {row.name}",
            )
        _check_content(row, unpacked / row.content, names=list(row.content_sha1))
        seal(unpacked)

    archives.unpack(parts, folder, row.max_unpacked, check=check)


def _check_content(row: DataSet, content: Path, names: list[str]) -> None:
    """Check unpacked files of known sha1, those in ``names`` (paths below the root)."""
    root = content
    for _ in Path(row.content).parts:
        root = root.parent
    for path in names:
        if path in row.content_sha1 and (root / path).is_file():
            file = DataFile(path, (Edition(sha1=row.content_sha1[path]),))
            checksums.require_known(root / path, file, row.name)
