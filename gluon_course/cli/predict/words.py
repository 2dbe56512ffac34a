"""Ask word vectors for nearest words and analogies."""

from __future__ import annotations

from collections.abc import Mapping

import click

from gluon_course.base.errors import ConfigError
from gluon_course.cli.predict.kind import Answers, Kind
from gluon_course.cli.printing.terminal import table

TOP = 5
PARAMS = (
    click.Option(
        ["--word", "words"],
        multiple=True,
        metavar="WORD",
        help="Its nearest words, --top of them; several times for several words.",
    ),
    click.Option(
        ["--analogy", "analogies"],
        multiple=True,
        nargs=3,
        metavar="A B C",
        help="What is to C as B is to A: --analogy man woman son.",
    ),
)


def answer(predictor, values: Mapping) -> Answers:
    """The nearest words of each word, and the answers to each analogy.

    Raises
    ------
    ConfigError
        If nothing is asked.
    DataError
        If a word has no vector.
    """
    words, analogies = list(values["words"]), list(values["analogies"])
    if not words and not analogies:
        raise ConfigError(
            "No word is given",
            "the model is a table of word vectors",
            "ask: gluon-course predict FOLDER --word chip --analogy man woman son",
        )
    top = values["top"] or TOP
    nearest = predictor.nearest(words, top) if words else []
    solved = predictor.analogies(analogies, top) if analogies else []
    content = {
        "words": [
            {"word": word, "nearest": _as_list(found)}
            for word, found in zip(words, nearest)
        ],
        "analogies": [
            {"question": list(question), "answers": _as_list(found)}
            for question, found in zip(analogies, solved)
        ],
    }
    blocks = [_shown(word, found) for word, found in zip(words, nearest)]
    for (a, b, c), found in zip(analogies, solved):
        blocks.append(_shown(f"{a} : {b} = {c} : ?", found))
    return Answers(content, "\n\n".join(blocks))


KIND = Kind(("word-vectors",), "Word vectors", PARAMS, answer, shared=("top",))


def _as_list(found) -> list[dict]:
    return [{"word": word, "cosine": cosine} for word, cosine in found]


def _shown(title: str, found) -> str:
    rows = [(word, f"{cosine:.3f}") for word, cosine in found]
    return f"{title}\n{table(('word', 'cosine'), rows, right='cosine')}"
