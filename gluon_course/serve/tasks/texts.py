"""Texts that go on, that are judged, that are translated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gluon_course.serve.limits import Limits
from gluon_course.serve.tasks.task import Asked, Task


def read(question: Mapping, picture: object, limits: Limits) -> Asked:
    """The text and how it is asked about."""
    values = dict(question)
    text = values.pop("prefix") if "prefix" in values else values.pop("text")
    return Asked(text, tuple(sorted(values.items())))


def ask_generator(predictor, items: Sequence[str], options: Mapping) -> list:
    """Each prefix and the text that follows; a generator takes one at a time."""
    return [(prefix, predictor(prefix, **options)) for prefix in items]


def ask_sentiment(predictor, items: Sequence[str], options: Mapping) -> list:
    """What each text feels."""
    return predictor(items)


def ask_translator(predictor, items: Sequence[str], options: Mapping) -> list:
    """The translation of each sentence."""
    return predictor(items, options["beam"])


def tell_text(answer: tuple[str, str], meta: Mapping) -> dict:
    """The prefix and the whole text."""
    prefix, text = answer
    return {"text": text, "prefix": prefix}


def tell_sentiment(said, meta: Mapping) -> dict:
    """The probabilities of the classes, the larger first."""
    rows = [(said.class_name, said.probability)]
    others = [each for each in meta["class_names"] if each != said.class_name]
    if len(others) == 1:
        rows.append((others[0], 1 - said.probability))
    return {
        "answers": [
            {"class": name, "probability": min(1.0, max(0.0, round(value, 6)))}
            for name, value in rows
        ],
        "unknown": list(said.unknown),
        "notes": list(said.notes),
    }


def tell_translation(said, meta: Mapping) -> dict:
    """The translation, and what each of its words attended to."""
    attention = None
    if said.has_attention:
        # (words, heads, source) -> (words, source)
        attention = said.weights.mean(axis=1).astype(float).round(4).tolist()
    return {
        "translation": said.text,
        "source": list(said.source),
        "tokens": list(said.words),
        "attention": attention,
        "score": round(said.score, 6),
        "others": [
            {"translation": text, "score": round(score, 6)}
            for text, score in said.others
        ],
        "notes": list(said.notes),
    }


TASKS = {
    "language": Task("text", read, ask_generator, tell_text),
    "sentiment": Task("text", read, ask_sentiment, tell_sentiment),
    "translation": Task("text", read, ask_translator, tell_translation),
}
