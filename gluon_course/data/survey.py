"""What is there of the catalogue, and whether it is what was published."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from gluon_course.base.errors import DataError
from gluon_course.data import checksums
from gluon_course.data.catalogue import find_data_set
from gluon_course.data.dataset import DataFile, DataSet, Edition
from gluon_course.data.places import bases, complete_base
from gluon_course.data.store import unpacked_by_hand


@dataclasses.dataclass(frozen=True)
class Status:
    """Where a data set is.

    Attributes
    ----------
    row : DataSet
        The row of the catalogue.
    state : str
        ``present`` (its files), ``unpacked`` (by hand, below the root), ``packed`` (its
        archives, unpacked in the cache at first use), ``partial`` (some of its files)
        or ``absent``.
    path : Path or None
        What is there; None when absent.
    """

    row: DataSet
    state: str
    path: Path | None


@dataclasses.dataclass(frozen=True)
class Finding:
    """What :func:`verify` says of one file.

    Attributes
    ----------
    path : Path
        File, or a folder that was unpacked by hand.
    is_good : bool
        False when it is not what was published.
    message : str
        ``"ok"`` with the edition, or what is wrong.
    """

    path: Path
    is_good: bool
    message: str


def status(name: str) -> Status:
    """Where the data set ``name`` is; nothing is read, fetched or unpacked.

    Raises
    ------
    ConfigError
        If the catalogue has no such name.
    """
    row = find_data_set(name)
    content = unpacked_by_hand(row)
    if content is not None:
        return Status(row, "unpacked", content)
    base = complete_base(row)
    if base is not None:
        # The path that the files share: the only file, or their folder.
        path = base / row.files[0].path
        if len(row.files) > 1:
            path = base / row.content
        return Status(row, "packed" if row.is_archive else "present", path)
    for base in bases(row):
        if any((base / file.path).is_file() for file in row.files):
            return Status(row, "partial", base / row.content)
    return Status(row, "absent", None)


def verify(name: str) -> list[Finding]:
    """Read every file of a data set that is present and compare its checksum.

    Returns
    -------
    list of Finding
        One per file; a file of the set that is missing is a bad finding.

    Raises
    ------
    ConfigError
        If the catalogue has no such name.
    DataError
        If nothing of the set is present.
    """
    row = find_data_set(name)
    findings = []
    for base in bases(row):
        found = [file for file in row.files if (base / file.path).is_file()]
        findings += [_examine(base / file.path, file) for file in found]
        if found:
            findings += [
                Finding(base / file.path, False, "is missing")
                for file in row.files
                if file not in found
            ]
        for path, sha1 in row.content_sha1.items():
            if (base / path).is_file():
                file = DataFile(path, (Edition(sha1=sha1),))
                findings.append(_examine(base / path, file))
    content = unpacked_by_hand(row)
    if not findings and content is not None:
        message = "unpacked by hand; of what is inside no checksum is known"
        findings.append(Finding(content, True, message))
    if not findings:
        raise DataError(
            f"Nothing of {name} is present",
            f"looked in {' and '.join(str(base) for base in bases(row))}",
            f"gluon-course data fetch {name}",
        )
    return findings


def _examine(path: Path, file: DataFile) -> Finding:
    if not file.editions:
        return Finding(path, True, "present; no checksum of it is known")
    try:
        edition = checksums.identify(path, file.editions, is_fresh=True)
    except OSError as error:
        return Finding(path, False, f"cannot be read: {error.strerror}")
    if edition is None:
        return Finding(path, False, "is cut off, damaged or of an unknown edition")
    return Finding(path, True, f"ok ({edition.name})" if edition.name else "ok")
