"""Files of word vectors, read by gluonnlp, with the line of a mistake named."""

from __future__ import annotations

import math
import tempfile
import warnings
from pathlib import Path

import numpy as np
from gluonnlp.embedding import TokenEmbedding

from gluon_course.base.errors import DataError
from gluon_course.data.archives import unpack
from gluon_course.data.sample import show_notice

_ENCODING = "utf-8-sig"


def read_vectors(path: Path) -> TokenEmbedding:
    """The vectors of one file; see :func:`~gluon_course.text.load_embedding`.

    Parameters
    ----------
    path : Path
        A text, or a zip archive that holds one.

    Raises
    ------
    DataError
        If the file cannot be read or a line is no word with its vector.

    Section: 10.6 求近义词和类比词 (chapter_natural-language-processing/
    similarity-analogy)
    """
    if path.suffix != ".zip":
        return _read(path, path)
    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder, "vectors")
        unpack([(path, "")], unpacked)
        files = [each for each in unpacked.rglob("*") if each.is_file()]
        if len(files) != 1:
            raise DataError(
                f"{path} holds {len(files)} files",
                "word vectors are read from an archive of one file",
                "unpack it and name the file",
            )
        return _read(files[0], path)


def _read(path: Path, shown: Path) -> TokenEmbedding:
    width = _width_in_header(path, shown)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            embedding = TokenEmbedding.from_file(str(path), encoding=_ENCODING)
    except (AssertionError, ValueError, TypeError) as error:
        _find_mistake(path, shown)
        raise DataError(f"{shown} cannot be read: {error}") from error
    messages = [str(each.message) for each in caught]
    vectors = embedding.idx_to_vec
    is_finite = np.isfinite(vectors.asnumpy()).all()
    is_damaged = not is_finite or any("failed to decode" in each for each in messages)
    if is_damaged or _is_ragged(path):
        _find_mistake(path, shown)
    if width is not None and width != vectors.shape[1]:
        raise DataError(
            f"{shown} says a width of {width}, its vectors have {vectors.shape[1]}",
            "the first line belongs to another file",
            "correct or delete the first line",
        )
    twice = sum("duplicate embedding" in each for each in messages)
    if twice:
        show_notice(f"{shown}: {twice} words stand again; their first vectors count")
    return embedding


def _is_ragged(path: Path) -> bool:
    """Whether lines differ in width; gluonnlp looks past ``<unk>`` and doublets."""
    with open(path, "rb") as stream:
        widths = [line.rstrip().count(b" ") for line in stream]
    if widths[0] == 1:  # taken for a header
        widths = widths[1:]
    return len(set(widths)) > 1


def _width_in_header(path: Path, shown: Path) -> int | None:
    """The width that fastText's first line says; None where there is no such line."""
    try:
        with open(path, "rb") as stream:
            fields = stream.readline().split()
    except OSError as error:
        raise DataError(
            f"Cannot read {shown}: {error.strerror}", action="check the path"
        ) from error
    if len(fields) == 2 and all(field.isdigit() for field in fields):
        return int(fields[1])
    return None


def _find_mistake(path: Path, shown: Path) -> None:
    """Raise the error of the first line that is no word with its vector."""
    start = 1 if _width_in_header(path, shown) is None else 2
    width = None
    with open(path, "rb") as stream:
        for number, content in enumerate(stream, 1):
            if number < start:
                continue
            problem, cause, width = _problem(content, width)
            if problem:
                raise DataError(
                    f"Line {number} of {shown} {problem}",
                    cause,
                    "correct or delete the line, or fetch the file again",
                )
    if width is None:
        raise DataError(
            f"{shown} holds no word",
            "it is empty or cut off",
            "fetch it again: gluon-course data fetch",
        )


def _problem(content: bytes, width: int | None) -> tuple[str, str, int | None]:
    try:
        line = content.decode(_ENCODING)
    except UnicodeDecodeError as error:
        cause = "it is damaged or in another encoding"
        return f"is not UTF-8: {error.reason} at byte {error.start}", cause, width
    word, *fields = line.rstrip().split(" ")
    if not fields:
        cause = "lines are a word and numbers with one space between them"
        return f"holds no vector: {word[:40]!r}", cause, width
    if width is not None and len(fields) != width:
        cause = "the file is cut off or mixed from two"
        found = f"has {len(fields)} numbers for {word[:40]!r}, the others {width}"
        return found, cause, width
    for field in fields:
        if not _is_finite(field):
            cause = "the training that wrote it diverged, or a word holds a space"
            return f"has {field[:40]!r} in place of a number", cause, width
    return "", "", len(fields)


def _is_finite(field: str) -> bool:
    try:
        # float32, as the vectors are kept
        return math.isfinite(np.float32(field))
    except ValueError:
        return False
