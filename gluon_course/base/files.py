"""Files written whole or not at all, and their checksums."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gluon_course.base.errors import CourseError, DataError

UNFINISHED = ".unfinished"
"""Ending of what is being written; it stays where a process was killed meanwhile."""
_BEGUN = re.compile(r"\.([^/]+)\.\w+" + re.escape(UNFINISHED))
_ANOTHER = "choose another folder"
_CAUSES = {
    errno.ENOSPC: ("the disk is full", f"free some space or {_ANOTHER}"),
    errno.EFBIG: (
        "the system limits the size of files",
        f"free some space or {_ANOTHER}",
    ),
    errno.EDQUOT: ("your share of the disk is used up", f"free some or {_ANOTHER}"),
    errno.EROFS: ("the disk is read-only", _ANOTHER),
    errno.EACCES: ("the folder is another user's or read-only", _ANOTHER),
    errno.EPERM: ("the folder is another user's or read-only", _ANOTHER),
    errno.ENOTDIR: ("a file is where a folder should be", _ANOTHER),
    errno.EEXIST: (
        "a file is where a folder should be, or a link that leads nowhere",
        _ANOTHER,
    ),
    errno.EISDIR: (
        "a folder is where a file should be",
        "remove it or choose another name",
    ),
    errno.ELOOP: ("a link there leads back to itself", _ANOTHER),
    errno.ENAMETOOLONG: ("", "choose a shorter one"),
    errno.ENOENT: ("a folder on the way is missing or was removed", _ANOTHER),
    None: (
        "the disk is full or the folder is read-only",
        f"free some space or {_ANOTHER}",
    ),
}
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of <fcntl.h>, <stdio.h>


def checksum(path: os.PathLike | str) -> str:
    """Hexadecimal sha256 of a file."""
    return compute_checksums(path, ["sha256"])["sha256"]


def compute_checksums(
    path: os.PathLike | str, algorithms: Iterable[str]
) -> dict[str, str]:
    """Hexadecimal checksums of a file by the name of their algorithm, in one pass.

    Parameters
    ----------
    path : path
        File; it is read in pieces of 1 MiB.
    algorithms : iterable of str
        Names that ``hashlib`` knows.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    digests = {each: hashlib.new(each) for each in algorithms}
    with open(path, "rb") as stream:
        while piece := stream.read(1 << 20):
            for digest in digests.values():
                digest.update(piece)
    return {each: digest.hexdigest() for each, digest in digests.items()}


def write_bytes(path: os.PathLike | str, content: bytes) -> Path:
    """Write ``content`` beside ``path``, flush it to disk, then rename it into place.

    A reader sees the old file or the new one, also after a power cut.

    Raises
    ------
    DataError
        If the folder cannot be written or the disk is full; ``path`` is untouched.
    """
    path = Path(path)
    try:
        with _parents_of(path):
            descriptor, temporary = tempfile.mkstemp(
                UNFINISHED, f".{path.name}.", path.parent
            )
            try:
                with os.fdopen(descriptor, "wb") as stream:
                    stream.write(content)
                    stream.flush()
                    os.fsync(stream.fileno())
                os.chmod(temporary, 0o666 & ~_umask())
                os.replace(temporary, path)
            except BaseException:  # also Ctrl-C
                with contextlib.suppress(OSError):
                    os.unlink(temporary)
                raise
    except OSError as error:
        raise cannot_write(path, error) from error
    return path


def write_text(path: os.PathLike | str, text: str) -> Path:
    """:func:`write_bytes` for text in UTF-8."""
    return write_bytes(path, text.encode("utf-8"))


def write_json(path: os.PathLike | str, value: Any) -> Path:
    """:func:`write_text` for a JSON value, indented, keys in the given order."""
    return write_text(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def read_json(path: os.PathLike | str, error: type[CourseError] = DataError) -> Any:
    """The JSON value of a file.

    Raises
    ------
    CourseError
        The class given as ``error``, if the file is missing or is not JSON.
    """
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as problem:
        raise error(
            f"Cannot read {path}: {problem.strerror}", action="check the path"
        ) from problem
    except (ValueError, RecursionError) as problem:
        raise error(
            f"{path} is not valid JSON ({problem})",
            "it was cut off or edited by hand",
            "restore it from a backup or make it anew",
        ) from problem


@contextlib.contextmanager
def new_folder(path: os.PathLike | str) -> Iterator[Path]:
    """Fill a temporary folder, then rename it to ``path`` whole.

    A folder that stood at ``path`` is replaced in the same moment; when the body
    raises, nothing at ``path`` changes.

    Raises
    ------
    DataError
        If the parent cannot be written or the disk is full.
    """
    path = Path(path)
    try:
        with _parents_of(path):
            temporary = Path(
                tempfile.mkdtemp(UNFINISHED, f".{path.name}.", path.parent)
            )
            try:
                yield temporary
                os.chmod(temporary, 0o777 & ~_umask())
                _sync_tree(temporary)
                _put_in_place(temporary, path)
                _sync(path.parent)
            finally:  # also after Ctrl-C
                shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise cannot_write(path, error) from error


def remove_unfinished(folder: os.PathLike | str) -> None:
    """Remove what killed processes had begun to write below ``folder``.

    Only for a folder that no other process writes into at that time.
    """
    for path in sorted(Path(folder).rglob(f".*{UNFINISHED}")):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink()


def cannot_write(
    path: os.PathLike | str, error: OSError, action: str = ""
) -> DataError:
    """The error for a file or folder that cannot be written.

    Parameters
    ----------
    path : path
        Parts of it that are being written are named as they will be called.
    error : OSError
    action : str
        What to do; by default what fits the cause.
    """
    name = _BEGUN.sub(r"\1", os.fspath(path))
    cause, usual = _CAUSES.get(error.errno, _CAUSES[None])
    return DataError(
        f"Cannot write {name}: {error.strerror or error}", cause, action or usual
    )


@contextlib.contextmanager
def _parents_of(path: Path) -> Iterator[None]:
    """Have the folders above ``path``; those made for it go again if it fails."""
    missing = [each for each in path.parents if not each.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for each in missing:
            with contextlib.suppress(OSError):  # it was not made, or it is in use
                each.rmdir()
        raise


def _put_in_place(temporary: Path, path: Path) -> None:
    """Give ``temporary`` the name ``path``; a folder that had it goes."""
    if not path.exists():
        os.rename(temporary, path)
        return
    if exchange(temporary, path):  # the old one is now the temporary one
        return
    old = temporary.with_name(f"{temporary.name.removesuffix(UNFINISHED)}.old")
    os.rename(path, old)
    try:
        os.rename(temporary, path)
    finally:
        if not path.exists():  # also after Ctrl-C
            os.rename(old, path)
        shutil.rmtree(old, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Have two paths change names at one moment, where the system can (Linux)."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    names = (os.fsencode(one.absolute()), os.fsencode(other.absolute()))
    return rename(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_tree(folder: Path) -> None:
    for name in [*folder.rglob("*"), folder]:
        if not name.is_symlink():
            _sync(name)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
