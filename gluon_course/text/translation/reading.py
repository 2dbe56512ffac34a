"""Texts of sentence pairs, one pair a line, a tab between the languages."""

from __future__ import annotations

import io
import re

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data.sample import show_notice

_WIDE_SPACES = re.compile("[\u00a0\u202f\u2009\ufeff]")
_UNSPACED_MARK = re.compile(r"(?<=[^ ])([,.!?])")


def preprocess_nmt(text: str) -> str:
    """Lower case, plain spaces, and a space before each of the marks ``, . ! ?``.

    Parameters
    ----------
    text : str
        A sentence or a whole file.

    Returns
    -------
    str
        As many lines as before.

    Section: v2:9.5 机器翻译与数据集
    (chapter_recurrent-modern/machine-translation-and-dataset)
    """
    text = _WIDE_SPACES.sub(" ", text).lower()
    return _UNSPACED_MARK.sub(r" \1", text)


def parse_pairs(text: str, name: str = "The text") -> list[tuple[str, str]]:
    """The pairs of a text; lines that are none are left out, and stderr says so once.

    Parameters
    ----------
    text : str
        ``source TAB target`` a line; columns behind are passed over (the editions of
        Tatoeba since 2019 have one with the authors), and so are empty lines.
    name : str
        What the text is called in messages.

    Returns
    -------
    list of (str, str)
        Without spaces at their ends.

    Raises
    ------
    DataError
        If there is no pair.

    Section: 10.12 机器翻译 (chapter_natural-language-processing/machine-translation),
    v2:9.5 机器翻译与数据集
    """
    pairs, bad = [], []
    # not str.splitlines, which also cuts at form feeds and Unicode's separators
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        if not line.strip():
            continue
        columns = [each.strip() for each in line.split("\t")[:2]]
        if len(columns) == 2 and all(columns):
            pairs.append((columns[0], columns[1]))
        else:
            bad.append(number)
    if not pairs:
        raise DataError(
            f"{name} has no sentence pair",
            "it is empty, or no line has a tab with a sentence on each side",
            "give a text of lines SOURCE TAB TARGET",
        )
    if bad:
        show_notice(
            f"{name}: {len(bad):,} of {len(pairs) + len(bad):,} lines are no pair (no "
            f"tab, or nothing on one side) and are left out, the first is line {bad[0]}"
        )
    return pairs


def tokenize_nmt(
    text: str, num_examples: int | None = None, name: str = "The text"
) -> tuple[list[list[str]], list[list[str]]]:
    """The words of the first pairs of a text.

    Parameters
    ----------
    text : str
        As :func:`preprocess_nmt` returns it.
    num_examples : int, optional
        How many pairs, 1 or more; by default all.
    name : str
        What the text is called in messages.

    Returns
    -------
    source, target : list of list of str
        Of equal length.

    Raises
    ------
    DataError
        If there is no pair.
    ConfigError
        If ``num_examples`` is below 1.

    Section: v2:9.5 机器翻译与数据集
    """
    if num_examples is not None and num_examples < 1:
        raise ConfigError(
            f"num_examples is {num_examples}", action="take 1 pair or more"
        )
    pairs = parse_pairs(text, name)[:num_examples]
    return [source.split() for source, _ in pairs], [
        target.split() for _, target in pairs
    ]
