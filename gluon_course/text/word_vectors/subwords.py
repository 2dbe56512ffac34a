"""Subwords of fastText: what a word is written with, hashed into buckets (10.4)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.text.word_vectors.batches import padded

LENGTHS = (3, 6)
NUM_BUCKETS = 20_000


def subwords(word: str, lengths: tuple[int, int] = LENGTHS) -> list[str]:
    """The parts of ``<word>`` of some lengths, each once, in the order they begin.

    Parameters
    ----------
    word : str
        Not empty; ``<`` and ``>`` are put around it.
    lengths : (int, int)
        The shortest and the longest part, in characters, 1 or more.

    Returns
    -------
    list of str
        Of "where" and lengths of 3 alone: <wh, whe, her, ere, re>.

    Raises
    ------
    DataError
        If the word is empty.
    ConfigError
        If the lengths are out of range.

    Section: 10.4 子词嵌入（fastText） (chapter_natural-language-processing/fasttext)
    """
    shortest, longest = lengths
    if not 1 <= shortest <= longest:
        raise ConfigError(
            f"Subwords of {shortest} to {longest} characters",
            action="choose lengths such as (3, 6)",
        )
    if not word:
        raise DataError("An empty word has no subwords", "two spaces meet in the text")
    marked = f"<{word}>"
    parts = (
        marked[start : start + size]
        for start in range(len(marked))
        for size in range(shortest, min(longest, len(marked) - start) + 1)
    )
    return list(dict.fromkeys(part for part in parts if part not in "<>"))


def fnv1a(text: str) -> int:
    """The 32-bit hash FNV-1a of a text in UTF-8, with fastText's signed bytes.

    Section: 10.4 子词嵌入（fastText）
    """
    value = 2166136261
    for byte in text.encode("utf-8"):
        value ^= byte if byte < 128 else 0xFFFFFF00 | byte
        value = value * 16777619 & 0xFFFFFFFF
    return value


class Subwords:
    """Rows of an embedding table for the parts of words, and for whole words.

    Row 0 is padding; rows 1..B are buckets that parts share by their hash; each of the
    V known words has a row of its own after them.

    Parameters
    ----------
    tokens : sequence of V str
    num_buckets : int
        B, 1 or more.
    lengths : (int, int)
        As in :func:`subwords`.

    Raises
    ------
    ConfigError, DataError
        As :func:`subwords`.

    Section: 10.4 子词嵌入（fastText）
    """

    def __init__(
        self,
        tokens: Sequence[str],
        num_buckets: int = NUM_BUCKETS,
        lengths: tuple[int, int] = LENGTHS,
    ):
        if num_buckets < 1:
            raise ConfigError(f"num_buckets is {num_buckets}", action="take 1 or more")
        self.num_buckets, self.lengths = num_buckets, lengths
        self._own = {token: 1 + num_buckets + i for i, token in enumerate(tokens)}
        rows = [self.rows(token) for token in tokens]
        flat = np.array([row for each in rows for row in each], np.int32)
        self.table, _ = padded(flat, np.array([len(each) for each in rows]))

    @property
    def num_rows(self) -> int:
        """1 + B + V."""
        return 1 + self.num_buckets + len(self._own)

    def rows(self, word: str) -> list[int]:
        """The rows whose sum is the word's vector; of an unseen one its parts alone.

        Raises
        ------
        DataError
            If an unseen word has no part of the lengths.
        """
        parts = subwords(word, self.lengths)
        found = [1 + fnv1a(part) % self.num_buckets for part in parts]
        if word in self._own:
            found.append(self._own[word])
        if not found:
            raise DataError(
                f"{word!r} is not known and has no part of {self.lengths} characters",
                "it is too short",
                "take shorter parts, or a word of the text",
            )
        return found
