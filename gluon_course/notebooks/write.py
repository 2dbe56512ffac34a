"""Writing beside the user's files: nothing that somebody changed is replaced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gluon_course.base.errors import ConfigError
from gluon_course.base.files import write_text

WRITTEN, SAME = "written", "unchanged"


def _is_never(old: str) -> bool:
    return False


def write(
    path: Path, text: str, force: bool = False, is_ours: Callable = _is_never
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
    if path.exists() and not force and _text_of(path) == text:
        return SAME
    check_place(path, force, is_ours)
    write_text(path, text)
    return WRITTEN


def check_place(path: Path, force: bool = False, is_ours: Callable = _is_never) -> None:
    """Refuse a place where something stands that nobody gave up.

    Raises
    ------
    ConfigError
        As :func:`write`.
    """
    if path.is_dir():
        raise ConfigError(f"{path} is a folder", action="name a file with --out FILE")
    if not path.exists() or force:
        return
    old = _text_of(path)
    if old is None or not is_ours(old):
        raise ConfigError(
            f"{path} is there already and differs from what would be written",
            "it was changed or run, or another file has that name; it stays as it is",
            "name another file with --out FILE, or replace it with --force",
        )


def _text_of(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
