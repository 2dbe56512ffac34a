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
    answers, top = [], options["top"]
    for words, analogies in items:
        nearest = predictor.nearest(words, top) if words else []
        solved = predictor.analogies(analogies, top) if analogies else []
        answers.append(
            {
                "words": [
                    {"word": word, "nearest": _rows(found)}
                    for word, found in zip(words, nearest)
                ],
                "analogies": [
                    {"question": list(each), "answers": _rows(found)}
                    for each, found in zip(analogies, solved)
                ],
            }
        )
    return answers


def tell(answer: dict, meta: Mapping) -> dict:
    """The answer is its own content."""
    return answer


TASKS = {"word-vectors": Task("words", read, ask, tell)}


def _rows(found) -> list[dict]:
    return [{"word": word, "cosine": round(cosine, 6)} for word, cosine in found]
