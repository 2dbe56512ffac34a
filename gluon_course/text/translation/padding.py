"""Sentences as rows of one length: words, ``<eos>``, then padding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.text.padding import fill_rows
from gluon_course.text.tokens import EOS, PAD
from gluon_course.text.vocabularies import encode


def pad_sentences(
    sentences: Sequence[Sequence[str]], vocab, num_steps: int
) -> tuple[np.ndarray, np.ndarray]:
    """Indices of the words of each sentence and its end, padded or cut to one length.

    Parameters
    ----------
    sentences : sequence of N lists of str
        Words, without special tokens.
    vocab : gluonnlp.Vocab
        Has ``<pad>`` and ``<eos>``.
    num_steps : int
        Length of a row, T, at least 2. A sentence of T words or more is cut, and has
        no ``<eos>`` then, as in the section.

    Returns
    -------
    X : numpy.ndarray of float32, shape (N, T)
        Indices.
    valid_len : numpy.ndarray of float32, shape (N,)
        Tokens before the padding, ``<eos>`` included, 2..T.

    Raises
    ------
    DataError
        If there is no sentence, or one has no word.
    ConfigError
        If ``num_steps`` is below 2, or the vocabulary lacks the special tokens.

    Section: v2:9.5 机器翻译与数据集
    (chapter_recurrent-modern/machine-translation-and-dataset)
    """
    if num_steps < 2:
        raise ConfigError(
            f"num_steps is {num_steps}",
            "a sentence has a word and its end, <eos>",
            "take 2 or more",
        )
    missing = [each for each in (PAD, EOS) if each not in vocab.token_to_idx]
    if missing:
        raise ConfigError(
            f"The vocabulary has no {' and no '.join(missing)}",
            "sentences end with <eos> and are filled with <pad>",
            "build it with reserved=['<pad>', '<bos>', '<eos>']",
        )
    if not sentences:
        raise DataError("There is no sentence to pad", "the list is empty")
    for n, words in enumerate(sentences):
        if not words:
            raise DataError(
                f"Sentence {n + 1} of {len(sentences)} has no word",
                "it is empty or all spaces",
                "leave it out",
            )
    pad, eos = (vocab.token_to_idx[each] for each in (PAD, EOS))
    rows = [[*encode(vocab, words[:num_steps]), eos] for words in sentences]
    return fill_rows(rows, num_steps, pad)
