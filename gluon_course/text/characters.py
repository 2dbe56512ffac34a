"""Texts as corpora of characters: Jay Chou's lyrics and The Time Machine (6.3)."""

from __future__ import annotations

import dataclasses
import os
import zipfile
import zlib
from pathlib import Path

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data import locate

MAX_CHARS = 10_000
"""How much of a text the sections train on."""
_MAX_BYTES = 64 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)


@dataclasses.dataclass(frozen=True)
class Corpus:
    """A text in which every character is the index of its place in a vocabulary.

    Attributes
    ----------
    indices : list of int
        The text, one index 0..V-1 a character.
    idx_to_char : list of str
        The V characters, sorted, so that equal texts have equal vocabularies.
    char_to_idx : dict of str to int
        The reverse.
    """

    indices: list[int]
    idx_to_char: list[str]
    char_to_idx: dict[str, int]

    @property
    def vocab_size(self) -> int:
        """Number of different characters, V."""
        return len(self.idx_to_char)

    def decode(self, indices) -> str:
        """The characters of some indices, as one text."""
        return "".join(self.idx_to_char[int(index)] for index in indices)


def encode_characters(text: str, max_chars: int | None = MAX_CHARS) -> Corpus:
    """Number the characters of a text; line ends become spaces first.

    Parameters
    ----------
    text : str
        Not empty.
    max_chars : int, optional
        How many characters to keep, 1 or more; None keeps all. The vocabulary is that
        of the part which is kept.

    Returns
    -------
    Corpus

    Raises
    ------
    DataError
        If the text is empty.
    ConfigError
        If ``max_chars`` is below 1.

    Section: 6.3 语言模型数据集（歌词） (chapter_recurrent-neural-networks/
    lang-model-dataset)
    """
    if max_chars is not None and max_chars < 1:
        raise ConfigError(f"max_chars is {max_chars}", action="keep 1 or more")
    kept = text.replace("\n", " ").replace("\r", " ")[:max_chars]
    if not kept:
        raise DataError("The text is empty", "there is no character to number")
    idx_to_char = sorted(set(kept))
    char_to_idx = {char: index for index, char in enumerate(idx_to_char)}
    return Corpus([char_to_idx[char] for char in kept], idx_to_char, char_to_idx)


def jaychou(max_chars: int | None = MAX_CHARS) -> Corpus:
    """The beginning of the lyrics: 1027 characters in the first 10,000.

    Raises
    ------
    DataError
        If the file is neither there nor to be fetched, or is damaged.

    Section: 6.3 语言模型数据集（歌词）
    """
    return encode_characters(read_text(locate("jaychou")), max_chars)


def time_machine(max_chars: int | None = MAX_CHARS) -> Corpus:
    """The beginning of H. G. Wells's novel in lower case.

    Raises
    ------
    DataError
        As :func:`jaychou`.

    Section: v2:8.2 文本预处理 (chapter_recurrent-neural-networks/text-preprocessing)
    """
    return encode_characters(read_text(locate("time-machine")).lower(), max_chars)


def read_text(path: os.PathLike | str) -> str:
    """A text in UTF-8 as it is, also from a zip archive.

    Parameters
    ----------
    path : path
        A text, or an archive ``NAME.zip`` that holds one called ``NAME``.

    Raises
    ------
    DataError
        If the file is missing, is a damaged archive or another one, or is not UTF-8.
    """
    path = Path(path)
    try:
        content = _unzipped(path) if path.suffix == ".zip" else path.read_bytes()
        return content.decode("utf-8")
    except OSError as error:
        raise DataError(
            f"Cannot read {path}: {error.strerror}", action="check the path"
        ) from error
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path} is not a text in UTF-8: {error.reason} at byte {error.start}",
            "it is damaged or in another encoding",
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
