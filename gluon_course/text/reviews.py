"""Film reviews of IMDb as rows of numbers (10.7)."""

from __future__ import annotations

import collections
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from mxnet import nd
from mxnet.contrib import text

from gluon_course.base.errors import DataError
from gluon_course.text.padding import fill_rows
from gluon_course.text.tokens import PAD

REVIEW_LENGTH = 500
"""Tokens of a review after :func:`encode_reviews`."""
_LABELS = (("pos", 1), ("neg", 0))


def read_reviews(folder: os.PathLike | str) -> list[list]:
    """The reviews of one split, in the order of their classes and file names.

    Parameters
    ----------
    folder : path
        Such as ``aclImdb/train``: one text a review in ``pos`` and ``neg``.

    Returns
    -------
    list of [str, int]
        Review in lower case without line ends, and 1 for a positive, 0 for a
        negative one.

    Raises
    ------
    DataError
        If a folder is missing or holds no review, or a file is not UTF-8.

    Section: 10.7 文本情感分类：使用循环神经网络
    (chapter_natural-language-processing/sentiment-analysis-rnn)
    """
    reviews = []
    for name, label in _LABELS:
        files = sorted(Path(folder, name).glob("*.txt"))
        if not files:
            raise DataError(
                f"{Path(folder, name)} holds no review",
                "reviews are NAME.txt in the folders pos and neg of a split",
                "unpack aclImdb again: gluon-course data fetch imdb",
            )
        for file in files:
            try:
                review = file.read_bytes().decode("utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise DataError(
                    f"Cannot read {file}: {error}", "it is damaged", "restore it"
                ) from error
            reviews.append([review.replace("\n", "").lower(), label])
    return reviews


def tokenize_reviews(data: Iterable[Sequence]) -> list[list[str]]:
    """Lower-case tokens of each review, cut at single spaces as the section does.

    Parameters
    ----------
    data : iterable of [str, int]
        Reviews with their labels.

    Returns
    -------
    list of list of str
        Empty where two spaces meet: an empty token.

    Section: 10.7 文本情感分类：使用循环神经网络
    """
    return [[token.lower() for token in review.split(" ")] for review, _ in data]


def count_tokens(samples: Iterable[Iterable[str]]) -> collections.Counter:
    """How often each token occurs in lists of tokens.

    Section: 10.7 文本情感分类：使用循环神经网络
    """
    return collections.Counter(token for sample in samples for token in sample)


def vocabulary(samples: Iterable[Iterable[str]], min_freq: int = 5):
    """Number the tokens that occur ``min_freq`` times or more, frequent ones first.

    Parameters
    ----------
    samples : iterable of lists of str
        Tokens of each review.
    min_freq : int
        1 or more.

    Returns
    -------
    mxnet.contrib.text.vocab.Vocabulary
        ``<unk>`` is 0, ``<pad>`` is 1.

    Section: 10.7 文本情感分类：使用循环神经网络
    """
    return text.vocab.Vocabulary(
        count_tokens(samples), min_freq=min_freq, reserved_tokens=[PAD]
    )


def encode_reviews(
    samples: Sequence[Sequence[str]], vocab, length: int = REVIEW_LENGTH
) -> nd.NDArray:
    """Indices of tokens, every review cut or filled with ``<pad>`` to one length.

    Parameters
    ----------
    samples : sequence of N lists of str
        Tokens of each review.
    vocab : mxnet.contrib.text.vocab.Vocabulary
        Unknown tokens get index 0.
    length : int
        Tokens a review, L.

    Returns
    -------
    NDArray, float32, shape (N, L)

    Raises
    ------
    DataError
        If there is no review.

    Section: 10.7 文本情感分类：使用循环神经网络
    """
    if not samples:
        raise DataError("There is no review to encode", "the list is empty")
    index = vocab.token_to_idx
    rows = [[index.get(token, 0) for token in tokens[:length]] for tokens in samples]
    return nd.array(fill_rows(rows, length, index.get(PAD, 0))[0])
