"""Texts in UTF-8 from files and zip archives, whole or as lines."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from pathlib import Path

from gluon_course.base.errors import DataError

_MAX_BYTES = 64 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: os.PathLike | str) -> str:
    """A text in UTF-8 as it is, also from a zip archive.

    A byte-order mark at its beginning is no part of the text.

    Parameters
    ----------
    path : path
        A text, or an archive ``NAME.zip`` that holds one called ``NAME``.

    Returns
    -------
    str
        Line ends as they are; empty for an empty file.

    Raises
    ------
    DataError
        If the file is missing, is a damaged archive or another one, or is not UTF-8.

    Section: 6.3 语言模型数据集（歌词） (chapter_recurrent-neural-networks/
    lang-model-dataset)
    """
    path = Path(path)
    try:
        content = _unzipped(path) if path.suffix == ".zip" else path.read_bytes()
    except OSError as error:
        raise DataError(
            f"Cannot read {path}: {error.strerror}", action="check the path"
        ) from error
    return decode_text(content, path)


def read_lines(path: os.PathLike | str) -> list[str]:
    r"""The lines of a text without their ends, which are ``\n``, ``\r\n`` or ``\r``.

    Parameters
    ----------
    path : path
        As :func:`read_text`. Lines may have any length.

    Returns
    -------
    list of str
        Empty lines too; no line for an empty file.

    Raises
    ------
    DataError
        As :func:`read_text`.

    Section: v2:8.2 文本预处理 (chapter_recurrent-neural-networks/text-preprocessing)
    """
    # not str.splitlines: it also cuts at form feeds and at Unicode's separators
    return [line.rstrip("\n") for line in io.StringIO(read_text(path), newline=None)]


def decode_text(content: bytes, path: os.PathLike | str) -> str:
    """The bytes of ``path`` as UTF-8, or DataError with the place of the mistake.

    Section: 6.3 语言模型数据集（歌词）
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cause = "it is damaged or in another encoding"
        if content.startswith(_UTF_16):
            cause = "it is in UTF-16, as its first two bytes say"
        raise DataError(
            f"{path} is not a text in UTF-8: {error.reason} at byte {error.start}",
            cause,
            "restore it or convert it to UTF-8",
        ) from error


def _unzipped(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(path.stem) as member:
            content = member.read(_MAX_BYTES + 1)
    except KeyError:
        reason = f"it holds no {path.stem}"
    except _DAMAGE as error:
        reason = str(error) or type(error).__name__
    else:
        if len(content) <= _MAX_BYTES:
            return content
        reason = f"its text has more than {_MAX_BYTES:,} bytes"
    raise DataError(
        f"{path} cannot be unpacked: {reason}",
        "it is damaged, cut off or another archive",
        "delete it; it is fetched again where it is needed, if the course knows it",
    )
