"""Text cut into tokens: characters, words of letters, or what stands between spaces."""

from __future__ import annotations

import re
from collections.abc import Callable

from gluon_course.base.errors import ConfigError

UNKNOWN, PAD, BOS, EOS = "<unk>", "<pad>", "<bos>", "<eos>"
"""The special tokens of the course: rare word, filler, start and end of a sentence."""
_NOT_LETTERS = re.compile("[^A-Za-z]+")


def keep_letters(text: str) -> str:
    """Lower-case letters of A..Z with one space for all that stood between them.

    Parameters
    ----------
    text : str
        A line or more.

    Returns
    -------
    str
        Without spaces at its ends; empty if the text has no such letter.

    Section: v2:8.2 文本预处理 (chapter_recurrent-neural-networks/text-preprocessing)
    """
    return _NOT_LETTERS.sub(" ", text).strip().lower()


def tokenize_characters(text: str) -> list[str]:
    """Every character of a text, spaces included.

    Section: v2:8.2 文本预处理
    """
    return list(text)


def tokenize_words(text: str) -> list[str]:
    """Words of letters in lower case; digits and marks are left out.

    Section: v2:8.2 文本预处理
    """
    return keep_letters(text).split()


def tokenize_spaces(text: str) -> list[str]:
    """What stands between spaces, tabs or line ends, as it is.

    Section: 10.3 word2vec的实现 (chapter_natural-language-processing/word2vec-gluon)
    """
    return text.split()


_TOKENIZERS = {
    "char": tokenize_characters,
    "space": tokenize_spaces,
    "word": tokenize_words,
}


def find_tokenizer(name: str) -> Callable[[str], list[str]]:
    """The tokenizer called ``char``, ``word`` or ``space``.

    Raises
    ------
    ConfigError
        For another name.

    Section: v2:8.2 文本预处理
    """
    if name not in _TOKENIZERS:
        raise ConfigError(
            f"There is no tokenizer {name!r}",
            action=f"choose one of {', '.join(_TOKENIZERS)}",
        )
    return _TOKENIZERS[name]
