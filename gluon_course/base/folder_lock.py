"""One run at a time works in a folder: a lock that others see, in any process.

The system lets it go when a process dies.
"""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Iterator
from pathlib import Path

from gluon_course.base.errors import ConfigError
from gluon_course.base.files import cannot_write

LOCK = ".lock"
DYING_S = 3.0  # a killed process holds its lock until its memory is given back
_held: contextvars.ContextVar[tuple[Path, ...]] = contextvars.ContextVar(
    "folders that callers hold", default=()
)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold ``folder`` against other runs until the body ends or the process dies.

    Parameters
    ----------
    folder : Path
        It is made where it is missing.

    Raises
    ------
    ConfigError
        If another run works in it, of this process or of another.
    DataError
        If the folder cannot be written.
    """
    import filelock

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(folder / LOCK)
        lock.acquire(timeout=DYING_S)
    except filelock.Timeout:
        raise ConfigError(
            f"Another run is working in {folder}",
            "another command or notebook trains into the same folder",
            "wait until it ends, or name another folder with --out (in Python: "
            "RunOptions(out=...))",
        ) from None
    except OSError as error:
        raise cannot_write(folder, error) from error
    token = _held.set((*_held.get(), folder.absolute()))
    try:
        yield
    finally:
        _held.reset(token)
        lock.release()


def is_held(folder: Path) -> bool:
    """Does a caller of ours hold ``folder``, or one that it lies in?"""
    path = folder.absolute()
    return any(each in (path, *path.parents) for each in _held.get())
