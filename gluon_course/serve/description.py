"""What ``GET /model`` says: enough for a page that knows no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gluon_course.serve.limits import Limits
from gluon_course.serve.schema.questions import MOST_TOKENS
from gluon_course.serve.tasks import TASKS

_GARMENTS = {"ankle boot", "sneaker", "pullover", "t-shirt", "trouser"}
_PREFIXES = ("分开", "不分开", "time traveller", "the", "the company", "she", "in")
_SENTENCES = (
    "this movie is so great",
    "this movie is so bad",
    "ils regardent .",
    "elle est vieille .",
    "je suis malade .",
    "我们 走 吧 。",
)
_WORDS = ("chip", "intel", "baby", "beautiful", "government", "bank", "man", "one")
_MOST = 3


def describe(meta: Mapping, limits: Limits) -> dict:
    """The facts of a model as :class:`~gluon_course.serve.schema.answers.ModelFacts`.

    Parameters
    ----------
    meta : mapping
        Content of ``model.json``.
    limits : Limits
    """
    shape, data = list(meta["input"]["shape"]), meta.get("data") or {}
    is_drawn = meta["task"] == "classification" and shape == [1, 28, 28]
    return {
        "task": meta["task"],
        "title": title(meta),
        "data": str(data.get("title") or data.get("name") or ""),
        "form": meta.get("form", "symbol"),
        "notice": meta["notice"],
        "classes": list(meta["class_names"]),
        "input": {"shape": shape, "kind": TASKS[meta["task"]].kind},
        "draws": is_drawn,
        "ink": _ink(meta["class_names"]),
        "limits": {
            "body_bytes": limits.body_bytes,
            "pixels": limits.pixels,
            "text_length": limits.text_length,
            "tokens": min(MOST_TOKENS, limits.text_length),
        },
        "examples": _examples(meta),
        "unit": _unit(meta.get("vocab") or ()),
    }


def title(meta: Mapping) -> str:
    """The registered name of a model, else its task."""
    return str((meta.get("model") or {}).get("model") or meta["task"])


def _ink(names: Sequence[str]) -> str:
    if names and all(each.isdigit() and len(each) == 1 for each in names):
        return "digit"
    return "garment" if _GARMENTS & set(names) else "other"


def _unit(vocab: Sequence[str]) -> str:
    tokens = [each for each in vocab if each[:1] != "<" or each == "<"]
    is_characters = bool(tokens) and all(len(each) == 1 for each in tokens)
    return "character" if is_characters else "word"


def _examples(meta: Mapping) -> dict[str, list[str]]:
    """Texts whose tokens the model knows; where none of ours is, its own tokens."""
    vocab = list(meta.get("vocab") or ())
    known, is_character = set(vocab), _unit(vocab) == "character"
    name, texts = {
        "language": ("prefix", _PREFIXES),
        "sentiment": ("sentence", _SENTENCES),
        "translation": ("sentence", _SENTENCES),
        "word-vectors": ("word", _WORDS),
    }.get(meta["task"], ("", ()))
    if not name:
        return {}
    found = [
        text
        for text in texts
        if all(each in known for each in (text if is_character else text.split()))
    ]
    plain = [each for each in vocab if each.strip() and each[0] != "<"]
    return {name: found[:_MOST] or plain[:_MOST]}
