"""Noise words for negative sampling, drawn for a whole corpus at once."""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.text.word_vectors.windows import Windows

NUM_NEGATIVES = 5
POWER = 0.75
_ROUNDS = 50  # of drawing again what may not be drawn; then the rest one by one


class Noise:
    """Draws words with a probability that grows with their counts.

    Parameters
    ----------
    counts : array of numbers, shape (V,)
        Occurrences, 0 or more.
    power : float
        The probability of a word is proportional to its count to this power.

    Raises
    ------
    DataError
        If no word occurs, or a count is negative or not finite.

    Section: 10.2 近似训练 (chapter_natural-language-processing/approx-training)
    """

    def __init__(self, counts, power: float = POWER):
        counts = np.asarray(counts, float)
        if not np.isfinite(counts).all() or (counts < 0).any() or not counts.any():
            raise DataError(
                f"The counts of {len(counts)} words are no distribution",
                "they are 0 or more, and one at least is above 0",
                "count the words of the corpus that is trained on",
            )
        weights = np.where(counts > 0, counts, 1) ** power * (counts > 0)
        self.probabilities = weights / weights.sum()
        self._threshold, self._alias = _alias_table(self.probabilities)

    def draw(self, size: int, rng: np.random.RandomState) -> np.ndarray:
        """``size`` words, int32; two random numbers each, however many words exist."""
        column = rng.randint(0, len(self._alias), size).astype(np.int32)
        is_own = rng.random_sample(size) < self._threshold[column]
        return np.where(is_own, column, self._alias[column])


def draw_negatives(
    windows: Windows,
    noise: Noise,
    rng: np.random.RandomState,
    num_negatives: int = NUM_NEGATIVES,
) -> np.ndarray:
    """K noise words for each context word, none of them a context of the same centre.

    Parameters
    ----------
    windows : Windows
        N centres with P contexts in all.
    noise : Noise
    rng : numpy.random.RandomState
    num_negatives : int
        K, 1 or more.

    Returns
    -------
    numpy.ndarray of int32, shape (P * K,)
        The K x n noise words of each centre with n contexts, one behind the other.

    Raises
    ------
    DataError
        If the contexts of a centre are all the words that can be drawn.
    ConfigError
        If ``num_negatives`` is below 1.

    Section: 10.3 word2vec的实现 (chapter_natural-language-processing/word2vec-gluon)
    """
    if num_negatives < 1:
        raise ConfigError(f"num_negatives is {num_negatives}", action="take 1 or more")
    contexts = np.full((len(windows), windows.sizes.max()), -1, np.int32)
    nth = np.arange(len(windows.contexts)) - np.repeat(windows.starts, windows.sizes)
    contexts[windows.rows, nth] = windows.contexts
    return draw_outside(contexts, windows.sizes * num_negatives, noise, rng)


def draw_outside(
    barred: np.ndarray, sizes: np.ndarray, noise: Noise, rng: np.random.RandomState
) -> np.ndarray:
    """Noise words for rows that each bar some words.

    Parameters
    ----------
    barred : numpy.ndarray of int32, shape (N, B)
        Words that a row may not have; -1 is none. A row's come before its -1.
    sizes : numpy.ndarray of int, shape (N,)
        Words to draw for each row.
    noise : Noise
    rng : numpy.random.RandomState

    Returns
    -------
    numpy.ndarray of int32, shape (sum(sizes),)

    Raises
    ------
    DataError
        If a row bars all the words that can be drawn.
    """
    _check_some_left(barred, noise)
    row = np.repeat(np.arange(len(sizes)), sizes)
    drawn = noise.draw(len(row), rng)
    wrong = np.flatnonzero(_is_barred(drawn, row, barred))
    for _ in range(_ROUNDS):
        if not len(wrong):
            return drawn
        drawn[wrong] = noise.draw(len(wrong), rng)
        wrong = wrong[_is_barred(drawn[wrong], row[wrong], barred)]
    for place in wrong:  # the rest of the row's words is rare: draw from it alone
        rest = noise.probabilities.copy()
        rest[barred[row[place]][barred[row[place]] >= 0]] = 0
        below = np.cumsum(rest)
        drawn[place] = np.searchsorted(below, rng.random_sample() * below[-1], "right")
    return drawn


def _is_barred(drawn, row, barred) -> np.ndarray:
    found = np.zeros(len(drawn), bool)
    for column in barred.T:
        found |= drawn == column[row]
    return found


def _check_some_left(barred, noise) -> None:
    num_words = np.count_nonzero(noise.probabilities)
    if num_words > barred.shape[1]:
        return
    for words in barred:
        if len(np.unique(words[words >= 0])) >= num_words:
            raise DataError(
                f"The contexts of a word are all the {num_words} words that occur",
                "no word is left to be drawn as noise",
                "take a longer text, or a smaller window",
            )


def _alias_table(probabilities) -> tuple[np.ndarray, np.ndarray]:
    """Walker's table: column i says i below its threshold, and its alias above."""
    scaled = probabilities * len(probabilities)
    threshold = np.ones(len(scaled))
    alias = np.arange(len(scaled), dtype=np.int32)
    small = list(np.flatnonzero(scaled < 1))
    large = list(np.flatnonzero(scaled >= 1))
    while small and large:
        poor, rich = small.pop(), large[-1]
        threshold[poor], alias[poor] = scaled[poor], rich
        scaled[rich] -= 1 - scaled[poor]
        if scaled[rich] < 1:
            small.append(large.pop())
    # what rounding leaves over is 1 up to rounding, unless it cannot be drawn at all
    for rest in small:
        if probabilities[rest] == 0:
            threshold[rest], alias[rest] = 0, int(np.argmax(probabilities))
    return threshold, alias
