"""Writing beside the user's files: nothing that somebody changed is replaced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gluon_course.base.errors import ConfigError
from gluon_course.base.files import write_text

WRITTEN, SAME = "written", "unchanged"


def write(
    path: Path, text: str, force: bool = False, is_ours: Callable = lambda old: False
) -> str:
    """Write a text unless another one stands there.

    Parameters
    ----------
    path : Path
        Where it goes.
    text : str
        What is written.
    force : bool
        Replace whatever stands there.
    is_ours : callable
        Told the text that stands there, says whether it may go without being asked.

    Returns
    -------
    str
        ``'written'``, or ``'unchanged'`` where that text stood there already.

    Raises
    ------
    ConfigError
        If the file was changed, or is another one, and ``force`` is false; it stays as
        it is.
    DataError
        If it cannot be read or written.
    """
    if path.is_dir():
        raise ConfigError(f"{path} is a folder", action="name a file with --out FILE")
    if path.exists() and not force:
        try:
            old = path.read_text(encoding="utf-8")
        except (OSError, ValueError):
            old = None
        if old == text:
            return SAME
        if old is None or not is_ours(old):
            raise ConfigError(
                f"{path} is there already and differs from what would be written",
                "it was changed or run, or another file has that name; it stays as it "
                "is",
                "name another file with --out FILE, or replace it with --force",
            )
    write_text(path, text)
    return WRITTEN
