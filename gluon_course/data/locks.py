"""One process at a time fetches or unpacks a thing; the others wait."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from gluon_course.base.files import cannot_write
from gluon_course.base.paths import cache_root


@contextlib.contextmanager
def locked(target: Path, doing: str) -> Iterator[None]:
    """Hold the lock of ``target``; the system lets it go when a process dies.

    Parameters
    ----------
    target : Path
        What is being made.
    doing : str
        What the holder does, for the line that a waiting process prints.

    Raises
    ------
    DataError
        If the cache folder cannot be written.
    """
    key = hashlib.sha256(os.fsencode(target.absolute())).hexdigest()[:32]
    path = cache_root() / "locks" / f"{key}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            print(f"waiting: another process {doing}", file=sys.stderr)
            lock.acquire()
    except OSError as error:
        action = "name another folder in GLUON_COURSE_CACHE"
        raise cannot_write(cache_root(), error, action) from error
    try:
        yield
    finally:
        lock.release()
