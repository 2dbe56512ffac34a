"""Near words and analogies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gluon_course.serve.limits import Limits
from gluon_course.serve.tasks.task import Asked, Task


def read(question: Mapping, picture: object, limits: Limits) -> Asked:
    """The words, the analogies, and how many answers each gets."""
    words = tuple(question["words"] or ())
    analogies = tuple(map(tuple, question["analogies"] or ()))
    return Asked((words, analogies), (("top", question["top"]),))


def ask(predictor, items: Sequence[tuple], options: Mapping) -> list[dict]:
    """Answer each question in two products."""
    return [predictor.as_dict(*each, options["top"]) for each in items]


def tell(answer: dict, meta: Mapping) -> dict:
    """The answer is its own content."""
    return answer


TASKS = {"word-vectors": Task("words", read, ask, tell)}
