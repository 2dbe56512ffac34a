"""Texts as corpora of characters: Jay Chou's lyrics and The Time Machine (6.3)."""

from __future__ import annotations

import dataclasses

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data import locate
from gluon_course.text.reading import read_text

MAX_CHARS = 10_000
"""How much of a text the sections train on."""


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
