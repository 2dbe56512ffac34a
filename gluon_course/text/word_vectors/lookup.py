"""The number of a word, or words that are spelled like it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from gluon_course.base.errors import DataError


def word_number(token: str, numbers: Mapping[str, int]) -> int:
    """The number of a token.

    Parameters
    ----------
    token : str
    numbers : mapping of str to int
        Such as a vocabulary's ``token_to_idx``.

    Returns
    -------
    int

    Raises
    ------
    DataError
        If the token has none; the message suggests the token in lower case, or tokens
        that are spelled alike.
    """
    if token not in numbers:
        alike = [
            each
            for each in numbers
            if each[:1] == token[:1] and abs(len(each) - len(token)) <= 2
        ]  # comparing all of 400,000 words would take seconds
        near = difflib.get_close_matches(token, alike, 3)
        if token.lower() in numbers:
            near = [token.lower()]
        raise DataError(
            f"{token!r} is none of {len(numbers):,} words",
            "it is not in the text that was trained on, is too rare there, or has"
            " capital letters",
            f"did you mean {', '.join(near)}?" if near else "try another word",
        )
    return numbers[token]
