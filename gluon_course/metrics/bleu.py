"""BLEU: how many runs of words a translation shares with the right one."""

from __future__ import annotations

import collections
import math
from collections.abc import Sequence

from gluon_course.base.errors import ConfigError, DataError


def bleu(pred_tokens: Sequence[str], label_tokens: Sequence[str], k: int) -> float:
    """The text's BLEU of one sentence: longer runs weigh less, none is smoothed.

    ``exp(min(0, 1 - len(label) / len(pred))) * prod(p_n ** (1 / 2 ** n))`` for n of
    1..k, where ``p_n`` is the share of the prediction's runs of n words that the label
    has, each at most as often as there.

    Parameters
    ----------
    pred_tokens, label_tokens : sequence of str
        Words of the translation and of the right one.
    k : int
        Longest run that counts, 1 or more.

    Returns
    -------
    float
        0..1; 0 where the prediction is shorter than k words, or no run of one of the
        lengths is right.

    Raises
    ------
    ConfigError
        If ``k`` is below 1, or a sentence is a text that is not split into words.
    DataError
        If the label has no word.

    Section: 10.12 机器翻译 (chapter_natural-language-processing/machine-translation)
    """
    if k < 1:
        raise ConfigError(f"k is {k}", action="count runs of 1 word or more")
    _check_words(pred_tokens, label_tokens)
    if not label_tokens:
        raise DataError(
            "The right translation has no word", "there is nothing to compare with"
        )
    if len(pred_tokens) < k:
        return 0.0
    score = math.exp(min(0, 1 - len(label_tokens) / len(pred_tokens)))
    for n in range(1, k + 1):
        share = _shared(pred_tokens, label_tokens, n) / (len(pred_tokens) - n + 1)
        score *= share ** (0.5**n)
    return score


def corpus_bleu(
    predictions: Sequence[Sequence[str]],
    labels: Sequence[Sequence[str]],
    max_n: int = 4,
) -> float:
    """BLEU of a whole test set as papers report it, 0..1.

    Runs of 1..``max_n`` words are counted over all sentences before they are divided;
    the geometric mean of the shares is multiplied by a penalty if the translations are
    too short together. Equals 1/100 of ``sacrebleu.corpus_bleu(..., tokenize="none",
    smooth_method="none")`` for one reference each.

    Parameters
    ----------
    predictions, labels : sequence of N lists of str
        Words of the translations and of the right ones.
    max_n : int
        Longest run that counts.

    Returns
    -------
    float
        0 where no run of one of the lengths is right.

    Raises
    ------
    DataError
        If their numbers differ or there is none.
    ConfigError
        If ``max_n`` is below 1, or a sentence is a text that is not split into words.

    Section: 10.12 机器翻译
    """
    if max_n < 1:
        raise ConfigError(f"max_n is {max_n}", action="count runs of 1 word or more")
    _check(predictions, labels)
    _check_words(*predictions, *labels)
    right, total = [0] * max_n, [0] * max_n
    for pred, label in zip(predictions, labels):
        for n in range(1, max_n + 1):
            right[n - 1] += _shared(pred, label, n)
            total[n - 1] += max(len(pred) - n + 1, 0)
    if not all(right):
        return 0.0
    length, wanted = sum(map(len, predictions)), sum(map(len, labels))
    logs = [math.log(a / b) for a, b in zip(right, total)]
    return math.exp(min(0.0, 1 - wanted / length) + sum(logs) / max_n)


def exact_matches(predictions: Sequence, labels: Sequence) -> float:
    """The share of sentences that are right word for word.

    Parameters
    ----------
    predictions, labels : sequence of N lists of str, or of N str
        The translations and the right ones.

    Returns
    -------
    float
        0..1.

    Raises
    ------
    DataError
        If their numbers differ or there is none.

    Section: 10.12 机器翻译
    """
    _check(predictions, labels)
    pairs = zip(predictions, labels)
    return sum(list(a) == list(b) for a, b in pairs) / len(labels)


def _shared(pred, label, n: int) -> int:
    """Runs of n words of ``pred`` that are in ``label``, at most as often as there."""
    return sum((_runs(pred, n) & _runs(label, n)).values())


def _runs(tokens, n: int) -> collections.Counter:
    return collections.Counter(
        tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)
    )


def _check_words(*sentences) -> None:
    for each in sentences:
        if isinstance(each, str):
            raise ConfigError(
                f"The sentence {each!r} is not split into words",
                "a text would be compared letter by letter",
                "give its words, as a list: sentence.split()",
            )


def _check(predictions, labels) -> None:
    if len(predictions) != len(labels) or not labels:
        raise DataError(
            f"{len(predictions)} translations for {len(labels)} sentences",
            "each sentence has one translation, and there is one or more",
        )
