"""Files of strangers as bytes, read once, and JSON that cannot exhaust the parser."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

from gluon_course.base.errors import ExportError
from gluon_course.export.safe import limits


def read_file(path: os.PathLike | str, largest: int) -> bytes:
    """The content of a plain file, read once, so that what is checked is what is used.

    Links, pipes and devices are refused without waiting for them.

    Parameters
    ----------
    path : path
    largest : int
        Bytes that it may have.

    Raises
    ------
    ExportError
        If it is not there, is no plain file, or is larger.
    """
    path = Path(path)
    # a pipe that nobody writes to would block; a link may lead to any other file
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if path.is_symlink():
            raise _no_plain_file(path)
        descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
        with os.fdopen(descriptor, "rb") as stream:
            facts = os.fstat(descriptor)
            if not stat.S_ISREG(facts.st_mode):
                raise _no_plain_file(path)
            if facts.st_size > largest:
                raise _too_large(path, facts.st_size, largest)
            # one byte more than there should be: it may grow while it is read
            content = stream.read(facts.st_size + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ExportError(
            f"Cannot read {path}: {reason}",
            "the export is not complete",
            "export the model again, or copy the whole folder again",
        ) from error
    if len(content) > largest:
        raise _too_large(path, len(content), largest)
    return content


def parse_json(content: bytes, path: os.PathLike | str) -> Any:
    """The JSON value of a file's content, nested ``limits.JSON_DEPTH`` deep at most.

    Raises
    ------
    ExportError
        If it is no JSON, is nested deeper, or an object has a key twice: two readers
        might take different ones.
    """
    if content.count(b"[") + content.count(b"{") > limits.JSON_VALUES:
        raise _unsound(path, "it holds too many lists and objects")
    try:
        value = json.loads(content.decode("utf-8"), object_pairs_hook=_object)
    except RecursionError as error:
        raise _unsound(path, "it is nested too deeply") from error
    except ValueError as error:
        raise ExportError(
            f"{path} is not valid JSON ({str(error)[:200]})",
            "it was cut off, damaged or edited by hand",
            "export the model again, or copy the whole folder again",
        ) from error
    if not _is_shallow(value, limits.JSON_DEPTH):
        raise _unsound(path, "it is nested too deeply")
    return value


def _is_shallow(value: Any, depth: int) -> bool:
    level = [value]
    while level and depth >= 0:
        inner = [each for each in level if isinstance(each, (dict, list))]
        level = [
            item
            for each in inner
            for item in (each.values() if isinstance(each, dict) else each)
        ]
        depth -= 1
    return not level


def _unsound(path: os.PathLike | str, reason: str) -> ExportError:
    return ExportError(
        f"{path} cannot be trusted: {reason}",
        "it was damaged, or made to exhaust whoever reads it",
        "do not use this export",
    )


def _object(pairs: list) -> dict:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("an object has a key twice")
    return value


def _no_plain_file(path: Path) -> ExportError:
    return ExportError(
        f"{path} is not a plain file",
        "it is a link, a pipe or a device, which an export never holds",
        "copy the files themselves into the folder, or do not use this export",
    )


def _too_large(path: Path, size: int, largest: int) -> ExportError:
    return ExportError(
        f"{path} has {size:,} bytes; an export has {largest:,} at most",
        "it is damaged, or made to fill the memory",
        "do not use this export",
    )
