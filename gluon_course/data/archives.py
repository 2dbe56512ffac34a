"""Unpacking archives that somebody else made: whole or not at all, and never outside.

Only folders and regular files are written. A link inside an archive becomes a copy of
the file that it names. A member that would leave the folder, a link out of it, a
device, an encrypted or damaged member, or too much of anything refuses the whole.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import shutil
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from gluon_course.base.errors import DataError
from gluon_course.base.files import cannot_write

MAX_MEMBERS = 200_000
"""More members than any set of the course has (IMDb: 100,000 reviews)."""
_PIECE = 1 << 20


def unpack(
    archives: list[tuple[Path, str]],
    folder: os.PathLike | str,
    max_bytes: int = 1 << 30,
    max_members: int = MAX_MEMBERS,
    check: Callable[[Path], None] = lambda folder: None,
) -> Path:
    """Unpack zip and tar archives into a new folder, which appears when all is done.

    Parameters
    ----------
    archives : list of (path, str)
        Archives, each with the folder below ``folder`` that its members belong to.
    folder : path-like
        The new folder; another one of that name is replaced.
    max_bytes, max_members : int
        Bounds on what the archives may hold together.
    check : callable
        Called with the temporary folder that holds everything, before it gets its
        name; what it raises refuses the archives.

    Raises
    ------
    DataError
        If an archive is missing, damaged, encrypted, too large, or has a member that
        does not belong inside; nothing stays behind. Also if the disk is full.
    """
    folder = Path(folder)
    temporary = folder.with_name(f".unpacking-{folder.name}")
    budget = _Budget(max_bytes, max_members)
    try:
        try:
            shutil.rmtree(temporary, ignore_errors=True)
            temporary.mkdir(parents=True)
        except OSError as error:
            raise cannot_write(folder, error) from error
        for archive, below in archives:
            _unpack_one(archive, temporary / below, budget)
        check(temporary)
        with _writing(folder):
            _put_in_place(temporary, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return folder


class _Budget:
    """Counts members and bytes down, and knows why an archive is refused."""

    def __init__(self, max_bytes: int, max_members: int):
        self.max_bytes, self.max_members = max_bytes, max_members
        self.num_bytes = self.num_members = 0

    def add_member(self, archive: Path) -> None:
        self.num_members += 1
        if self.num_members > self.max_members:
            raise _refused(archive, f"it has more than {self.max_members:,} members")

    def add_bytes(self, archive: Path, count: int) -> None:
        self.num_bytes += count
        if self.num_bytes > self.max_bytes:
            raise _refused(archive, f"it unpacks to more than {self.max_bytes:,} bytes")


def _unpack_one(archive: Path, folder: Path, budget: _Budget) -> None:
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as opened:
                _unpack_zip(archive, opened, folder, budget)
        else:
            with tarfile.open(archive) as opened:
                _unpack_tar(archive, opened, folder, budget)
    except DataError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and not isinstance(error, gzip.BadGzipFile):
            raise DataError(f"Cannot read {archive}: {error.strerror}") from error
        # What these two modules raise on damaged files is not limited to a list:
        # struct.error, UnicodeDecodeError, RuntimeError, ... were seen.
        reason = str(error) or type(error).__name__
        raise DataError(
            f"{archive} cannot be unpacked: {reason}",
            "it is damaged or cut off",
            "delete it and fetch it again",
        ) from error


def _unpack_zip(
    archive: Path, opened: zipfile.ZipFile, folder: Path, budget: _Budget
) -> None:
    for member in opened.infolist():
        budget.add_member(archive)
        if member.flag_bits & 1:
            raise _refused(archive, f"{member.filename!r} is encrypted")
        mode = member.external_attr >> 16
        path = _inside(archive, member.filename)
        if member.is_dir():
            _make_folder(archive, folder, path)
        elif stat.S_ISLNK(mode):
            with opened.open(member) as stream:
                target = stream.read(4096).decode("utf-8")
            _copy_link(archive, folder, path, path.parent, target, budget)
        elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise _refused(archive, f"{member.filename!r} is a device")
        else:
            with opened.open(member) as stream:
                _copy_stream(archive, stream, folder, path, budget)


def _unpack_tar(
    archive: Path, opened: tarfile.TarFile, folder: Path, budget: _Budget
) -> None:
    for member in opened:
        budget.add_member(archive)
        path = _inside(archive, member.name)
        if member.isdir():
            _make_folder(archive, folder, path)
        elif member.issym():
            _copy_link(archive, folder, path, path.parent, member.linkname, budget)
        elif member.islnk():
            start = PurePosixPath()
            _copy_link(archive, folder, path, start, member.linkname, budget)
        elif member.isreg():
            # A sparse member may declare terabytes: its size counts before a byte is
            # written.
            if member.size > budget.max_bytes:
                budget.add_bytes(archive, member.size)
            with opened.extractfile(member) as stream:
                _copy_stream(archive, stream, folder, path, budget)
        else:
            raise _refused(archive, f"{member.name!r} is a device or a pipe")
    _read_to_the_end(archive, opened, budget)


def _read_to_the_end(archive: Path, opened: tarfile.TarFile, budget: _Budget) -> None:
    """Find the damage that tarfile, content with its last member, does not see."""
    stream = opened.fileobj
    if isinstance(stream, io.BufferedReader):  # not compressed
        # tarfile takes a damaged header for the end of the archive.
        stream.seek(opened.offset)
        if stream.read(tarfile.BLOCKSIZE).strip(b"\0"):
            raise tarfile.ReadError("the header of a member is damaged")
        return
    # The checksum of the whole stands at its end.
    while piece := stream.read(_PIECE):
        budget.add_bytes(archive, len(piece))


def _inside(archive: Path, name: str) -> PurePosixPath:
    """The path of a member, refused when it is absolute or climbs out."""
    path = PurePosixPath(name.replace("\\", "/"))
    has_drive = len(name) > 1 and name[1] == ":"
    if path.is_absolute() or ".." in path.parts or has_drive or "\0" in name:
        raise _refused(archive, f"its member {name!r} lies outside")
    return path


def _copy_link(archive, folder, path, start, target, budget) -> None:
    """Write a copy of the file that a link names, if that is inside and there."""
    parts: list[str] = []
    climbs_out = target.startswith(("/", "\\")) or ":" in target
    for part in (*start.parts, *PurePosixPath(target.replace("\\", "/")).parts):
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            climbs_out = True
    if climbs_out:
        raise _refused(archive, f"{str(path)!r} is a link to {target!r}, outside")
    source = folder.joinpath(*parts)
    if not source.is_file():
        raise _refused(archive, f"{str(path)!r} is a link to {target!r}, not a file")
    with source.open("rb") as stream:
        _copy_stream(archive, stream, folder, path, budget)


def _make_folder(archive: Path, folder: Path, path: PurePosixPath) -> None:
    with _writing(folder, archive):
        (folder / path).mkdir(parents=True, exist_ok=True)


def _copy_stream(
    archive: Path, stream: IO[bytes], folder: Path, path: PurePosixPath, budget: _Budget
) -> None:
    target = folder / path
    with _writing(folder, archive):
        target.parent.mkdir(parents=True, exist_ok=True)
        file = target.open("wb")
    with file:
        while piece := stream.read(_PIECE):
            budget.add_bytes(archive, len(piece))
            with _writing(folder):
                file.write(piece)
        with _writing(folder):
            file.flush()


def _put_in_place(temporary: Path, folder: Path) -> None:
    # One flush of everything: syncing the 100,000 files of IMDb one by one takes
    # minutes.
    if hasattr(os, "sync"):
        os.sync()
    if folder.is_dir():
        shutil.rmtree(folder)
    os.rename(temporary, folder)


@contextlib.contextmanager
def _writing(folder: Path, archive: Path | None = None) -> Iterator[None]:
    """Tell an error of the disk from one of the archive."""
    try:
        yield
    except (NotADirectoryError, IsADirectoryError, FileExistsError) as error:
        if archive is None:
            raise cannot_write(folder, error) from error
        raise _refused(archive, "one member is both a file and a folder") from error
    except OSError as error:
        raise cannot_write(folder, error) from error


def _refused(archive: Path, reason: str) -> DataError:
    return DataError(
        f"{archive} is refused: {reason}",
        "it is not the archive that the course knows",
        "delete it and fetch it again",
    )
