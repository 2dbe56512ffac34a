"""Reviews cut into tokens: as the section does, or with marks apart (10.7)."""

from __future__ import annotations

import re
from collections.abc import Callable

from gluon_course.base.errors import ConfigError

_TAGS = re.compile(r"</?[a-z][^<>]{0,20}>")
# "did n't", "it 's": GloVe's words were cut there too
_PIECES = re.compile(
    r"[^\W_]+(?=n't\b)|n't\b|'(?:s|re|ve|ll|d|m)\b|[^\W_]+|[!?.,;:()\"*]"
)


def tokenize_review_spaces(review: str) -> list[str]:
    """Lower-case tokens between single spaces, as the section cuts them.

    Marks stay at their words (``"great."`` is not ``"great"``), and two spaces have an
    empty token between them.

    Parameters
    ----------
    review : str
        May be empty: one empty token.

    Section: 10.7 文本情感分类：使用循环神经网络
    (chapter_natural-language-processing/sentiment-analysis-rnn)
    """
    return review.lower().split(" ")


def tokenize_review_words(review: str) -> list[str]:
    """Lower-case words with marks apart and without HTML tags.

    ``"It didn't work.<br />Bad!"`` gives it, did, n't, work, ``.``, bad, ``!``.

    Parameters
    ----------
    review : str
        May be empty: no token.

    Section: 10.7 文本情感分类：使用循环神经网络
    """
    plain = _TAGS.sub(" ", review.lower()).replace("\u2019", "'")
    return _PIECES.findall(plain)


_TOKENIZERS = {"spaces": tokenize_review_spaces, "words": tokenize_review_words}


def find_review_tokenizer(name: str) -> Callable[[str], list[str]]:
    """The tokenizer of reviews called ``spaces`` or ``words``.

    Raises
    ------
    ConfigError
        For another name.

    Section: 10.7 文本情感分类：使用循环神经网络
    """
    if name not in _TOKENIZERS:
        raise ConfigError(
            f"There is no tokenizer {name!r} of reviews",
            action=f"choose one of {', '.join(_TOKENIZERS)}",
        )
    return _TOKENIZERS[name]
