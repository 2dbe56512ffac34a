"""What a topic of a learner's notes is here: a question, an answer, and its proof."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from gluon_course.base.registry import Registry
from gluon_course.viz import Picture


@dataclasses.dataclass(frozen=True)
class Check:
    """A claim that was tried out.

    Attributes
    ----------
    claim : str
        A sentence that can be false.
    holds : bool
        Did it hold here and now?
    seen : str
        What was seen, in a few words or numbers.
    """

    claim: str
    holds: bool
    seen: str = ""


@dataclasses.dataclass(frozen=True)
class Table:
    """Rows under headers.

    Attributes
    ----------
    headers : sequence of str
        One for each column.
    rows : sequence of sequences
        Cells of any type; ``None`` is printed as ``-``.
    title : str
        What the rows show.
    """

    headers: Sequence[str]
    rows: Sequence[Sequence]
    title: str = ""


@dataclasses.dataclass(frozen=True)
class Answer:
    """The answer to a topic's question.

    Attributes
    ----------
    says : str
        The answer in one to four sentences.
    tables : sequence of Table
        What there is to read.
    checks : sequence of Check
        What proves it; at least one.
    pictures : mapping of str to Picture
        What there is to look at, by file name without suffix.
    """

    says: str
    checks: Sequence[Check]
    tables: Sequence[Table] = ()
    pictures: Mapping[str, Picture] = dataclasses.field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Do all checks hold?"""
        return all(check.holds for check in self.checks)


@dataclasses.dataclass(frozen=True)
class Topic:
    """A question and the function that answers it.

    Attributes
    ----------
    name : str
        What ``gluon-course explain`` takes, ``'broadcasting'``.
    question : str
        One line.
    sections : str
        Numbers of the sections that treat it, ``'2.2, v2:2.1'``; empty for none.
    answer : callable
        Without arguments, to an :class:`Answer`.
    """

    name: str
    question: str
    sections: str
    answer: Callable[[], Answer]


TOPICS = Registry("topic", "gluon-course explain")
"""The topics whose files were imported."""


def register_topic(name: str, question: str, sections: str = "") -> Callable:
    """Decorate the function without arguments that returns the topic's answer.

    Parameters
    ----------
    name, question, sections : str
        As in :class:`Topic`; the name is that of the file, with ``-`` for ``_``.

    Raises
    ------
    ConfigError
        If the name is taken.
    """

    def register(answer: Callable[[], Answer]) -> Callable[[], Answer]:
        TOPICS.add(name, Topic(name, question, sections, answer))
        return answer

    return register
