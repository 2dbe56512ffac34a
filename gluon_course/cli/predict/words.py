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
    content = predictor.as_dict(words, analogies, values["top"] or TOP)
    blocks = [_shown(each["word"], each["nearest"]) for each in content["words"]]
    for each in content["analogies"]:
        title = "{} : {} = {} : ?".format(*each["question"])
        blocks.append(_shown(title, each["answers"]))
    return Answers(content, "\n\n".join(blocks))


KIND = Kind(("word-vectors",), "Word vectors", PARAMS, answer, shared=("top",))


def _shown(title: str, found) -> str:
    rows = [(each["word"], f"{each['cosine']:.3f}") for each in found]
    return f"{title}\n{table(('word', 'cosine'), rows, right='cosine')}"
