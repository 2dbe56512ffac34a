"""Which known edition a file is, by its checksum; the answer is kept in the cache."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from gluon_course.base.errors import DataError
from gluon_course.base.files import compute_checksums, read_json, write_json
from gluon_course.base.paths import cache_root
from gluon_course.base.switches import is_on
from gluon_course.data.dataset import DataFile, Edition

ANY_EDITION = "GLUON_COURSE_ANY_EDITION"
"""Environment variable: 1 accepts files whose checksum is not known."""


def checksums(
    path: Path, algorithms: tuple[str, ...] = ("sha256",), is_fresh: bool = False
) -> dict[str, str]:
    """Checksums of a file; they are kept in the cache until the file changes.

    A file counts as unchanged while its size and time of change are the same.

    Parameters
    ----------
    path : Path
        File.
    algorithms : tuple of str
        Names that ``hashlib`` knows.
    is_fresh : bool
        Read the file even when its checksums are remembered.

    Returns
    -------
    dict of algorithm to hexadecimal checksum

    Raises
    ------
    DataError
        If the file cannot be read.
    """
    try:
        stamp = _stamp(path)
        record = _recall(path)
        if is_fresh or record.get("stamp") != stamp:
            record = {"path": str(path), "stamp": stamp}
        missing = [each for each in algorithms if not _is_sum(record.get(each))]
        if missing:
            record.update(compute_checksums(path, missing))
            if _stamp(path) == stamp:
                _remember(path, record)
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}") from error
    return {each: record[each] for each in algorithms}


def identify(
    path: Path, editions: tuple[Edition, ...], is_fresh: bool = False
) -> Edition | None:
    """The edition that a file is, or None if it is none of them.

    Parameters
    ----------
    path : Path
        File.
    editions : tuple of Edition
        Candidates.
    is_fresh : bool
        Read the file even when its checksum is remembered.
    """
    if not editions:
        return None
    sizes = {each.size for each in editions}
    if None not in sizes and path.stat().st_size not in sizes:
        return None
    # The strongest known checksum of each edition decides.
    wanted = [next(iter(each.checksums.items())) for each in editions]
    algorithms = tuple(dict.fromkeys(algorithm for algorithm, _ in wanted))
    # What is remembered may be damaged too: nothing is called wrong on its word.
    for found in (
        compute_checksums(path, algorithms) if each else checksums(path, algorithms)
        for each in ((True,) if is_fresh else (False, True))
    ):
        for edition, (algorithm, value) in zip(editions, wanted):
            if found[algorithm] == value:
                return edition
    return None


def require_known(path: Path, file: DataFile, name: str) -> Edition | None:
    """The edition of a file of the data set ``name``; None where none was published.

    Raises
    ------
    DataError
        If editions are known and the file is none of them, unless the environment
        says ``GLUON_COURSE_ANY_EDITION=1``.
    """
    edition = identify(path, file.editions)
    if edition is None and file.editions and not is_on(ANY_EDITION):
        found = checksums(path, is_fresh=True)["sha256"]
        raise DataError(
            f"{path} (sha256 {found}) is no edition of {name} that the course knows",
            "the download was cut off, or the file was changed or is a new edition",
            f"delete it and run: gluon-course data fetch {name}; or set "
            f"{ANY_EDITION}=1 to use it as it is",
        )
    return edition


def _stamp(path: Path) -> list[int]:
    facts = path.stat()
    return [facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns]


def _is_sum(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch("[0-9a-f]{32,128}", value))


def _record_path(path: Path) -> Path:
    key = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:32]
    return cache_root() / "checksums" / f"{key}.json"


def _recall(path: Path) -> dict:
    try:
        record = read_json(_record_path(path))
    except DataError:
        return {}  # never computed, or the record was damaged: compute it
    return record if isinstance(record, dict) else {}


def _remember(path: Path, record: dict) -> None:
    try:
        write_json(_record_path(path), record)
    except DataError:
        return  # a cache that cannot be written costs time only
