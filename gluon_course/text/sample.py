"""Real English that needs no download: the help texts that come with Python.

They differ between versions of Python, so that no published figure can rest on them.
Every output says that it is the sample.
"""

from __future__ import annotations

import importlib
import platform
import re

from gluon_course.base.errors import DataError
from gluon_course.data.sample import show_notice
from gluon_course.text.tokens import tokenize_words

_RULES = re.compile(r"^[*=\-~^]{3,}$")
_SENTENCE_ENDS = re.compile(r"(?<=[.?!:])\s+|\n\n")
_SPLITS = {"train": (0.0, 0.8), "valid": (0.8, 0.9), "test": (0.9, 1.0)}


def sample_notice(title: str = "") -> str:
    """The sentence that goes with every result on the sample in place of ``title``."""
    notice = f"sample text: help topics of Python {platform.python_version()}"
    return f"{notice}, not {title}" if title else notice


def sample_text(title: str = "") -> str:
    """The prose of Python's help topics, without code, grammar and rulers.

    A line on stderr, once per process, says that it is the sample.

    Parameters
    ----------
    title : str
        Name of the text that it stands in for, for that line.

    Returns
    -------
    str
        Paragraphs with an empty line between them; about 240,000 characters.

    Raises
    ------
    DataError
        If Python came without ``pydoc_data``.

    Section: 6.3 语言模型数据集（歌词） (chapter_recurrent-neural-networks/
    lang-model-dataset)
    """
    show_notice(sample_notice(title))
    try:
        topics = importlib.import_module("pydoc_data.topics").topics
    except ImportError as error:
        raise DataError(
            "The embedded sample text cannot be read",
            "this Python came without its module pydoc_data",
            "install the whole standard library, or use a text of the catalogue",
        ) from error
    # set apart from the prose by their indentation: code and grammar
    paragraphs = [
        paragraph
        for _, topic in sorted(topics.items())
        for block in topic.split("\n\n")
        if (paragraph := _prose(block))
    ]
    return "\n\n".join(paragraphs) + "\n"


def sample_sentences(split: str = "train", title: str = "") -> list[list[str]]:
    """The sample as sentences of lower-case words, cut into three parts.

    Parameters
    ----------
    split : {"train", "valid", "test"}
        The first 8, the next and the last tenth of the sentences.
    title : str
        As :func:`sample_text`.

    Returns
    -------
    list of list of str
        No sentence is empty.

    Raises
    ------
    DataError
        As :func:`sample_text`.

    Section: 10.3 word2vec的实现 (chapter_natural-language-processing/word2vec-gluon)
    """
    cut = _SENTENCE_ENDS.split(sample_text(title))
    sentences = [words for each in cut if (words := tokenize_words(each))]
    start, end = (round(share * len(sentences)) for share in _SPLITS[split])
    return sentences[start:end]


def _prose(block: str) -> str:
    lines = [line for line in block.split("\n") if not _RULES.match(line)]
    if any(line.startswith(" ") for line in lines):
        return ""
    return "\n".join(lines).strip()
