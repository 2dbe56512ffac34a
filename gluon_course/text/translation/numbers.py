"""Sentence pairs that are real work and need no download: numbers, written out.

English groups digits by thousands, Chinese by ten thousands (万), and Chinese says one
零 for any zeros between digits: neither language is the other's, word by word.
"""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import ConfigError

HIGHEST = 999_999
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_TENS = (
    *("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty"),
    "ninety",
)
_DIGITS = "零一二三四五六七八九"


def english_words(number: int) -> list[str]:
    """A number in English words, without hyphens or "and".

    Parameters
    ----------
    number : int
        0..999,999.

    Returns
    -------
    list of str
        1 to 9 words: 12,304 is "twelve thousand three hundred four".

    Raises
    ------
    ConfigError
        If the number is out of range.
    """
    _check(number)
    thousands, rest = divmod(number, 1000)
    words = [*_below_thousand(thousands), "thousand"] if thousands else []
    return [*words, *_below_thousand(rest)] or [_ONES[0]]


def chinese_numeral(number: int) -> list[str]:
    """A number in Chinese numerals, a character a token.

    Parameters
    ----------
    number : int
        0..999,999.

    Returns
    -------
    list of str
        1 to 11 characters: 12,304 is 一万二千三百零四, 100,010 is 十万零一十.

    Raises
    ------
    ConfigError
        If the number is out of range.
    """
    _check(number)
    if number == 0:
        return [_DIGITS[0]]
    myriads, rest = divmod(number, 10_000)
    text = _below_myriad(myriads) + "万" if myriads else ""
    if myriads and 0 < rest < 1000:
        text += "零"
    text += _below_myriad(rest)
    return list(text.removeprefix("一") if text.startswith("一十") else text)


def draw_numbers(count: int, seed: int = 0) -> np.ndarray:
    """Different numbers of 1 to 6 digits, all lengths as often as there are enough.

    Parameters
    ----------
    count : int
        1..500,000.
    seed : int
        Of the draw; equal seeds give equal numbers.

    Returns
    -------
    numpy.ndarray of int, shape (count,)
        0..999,999, in random order.

    Raises
    ------
    ConfigError
        If ``count`` is out of range.
    """
    if not 1 <= count <= 500_000:
        raise ConfigError(f"{count} numbers", action="draw 1 to 500,000")
    random = np.random.RandomState(seed)
    numbers = np.arange(HIGHEST + 1)
    # by comparison: a logarithm of 1000 may come out a little below 3
    digits = np.searchsorted(10 ** np.arange(1, 6), numbers, side="right")
    # the smallest of exponential variables with rates w: a draw by weights w, without
    # repetition (Efraimidis and Spirakis, 2006)
    waits = random.exponential(size=len(numbers)) * np.bincount(digits)[digits]
    return random.permutation(np.argpartition(waits, count - 1)[:count])


def _below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [_ONES[hundreds], "hundred"] if hundreds else []
    if rest >= 20:
        words.append(_TENS[rest // 10])
        rest %= 10
    return [*words, _ONES[rest]] if rest else words


def _below_myriad(number: int) -> str:
    text, is_gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if is_gap and text else "") + _DIGITS[digit] + name
        is_gap = not digit
    return text


def _check(number: int) -> None:
    if not 0 <= number <= HIGHEST:
        raise ConfigError(f"{number} is out of range", action=f"take 0 to {HIGHEST:,}")
