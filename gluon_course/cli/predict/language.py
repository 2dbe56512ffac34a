"""Ask a language model how texts go on."""

from __future__ import annotations

from collections.abc import Mapping

import click

from gluon_course.base.errors import ConfigError
from gluon_course.cli.predict.kind import Answers, Kind
from gluon_course.cli.sections.number import Number

PARAMS = (
    click.Option(
        ["--prefix", "prefixes"],
        multiple=True,
        metavar="TEXT",
        help="How a text begins; several times for several texts.",
    ),
    click.Option(
        ["--length"],
        type=Number(int, 0),
        default=50,
        metavar="N",
        help="Tokens to add: characters or words, as the model has them. [50]",
    ),
    click.Option(
        ["--temperature"],
        type=Number(float, 0),
        metavar="T",
        help="Draw the tokens: below 1 rather the likely ones, above 1 also others. "
        "[0: always the likeliest; 1 with --top-k]",
    ),
    click.Option(
        ["--top-k"],
        type=Number(int, 1),
        metavar="K",
        help="Draw from the K likeliest tokens only.",
    ),
    click.Option(
        ["--seed"],
        type=Number(int, 0, 2**31 - 1),
        default=0,
        metavar="S",
        help="Seed of the drawing. [0]",
    ),
)


def answer(predictor, values: Mapping) -> Answers:
    """Go on with each prefix.

    Raises
    ------
    ConfigError
        If there is no prefix.
    DataError
        If one has tokens that the model does not know.
    """
    prefixes = values["prefixes"]
    if not prefixes:
        raise ConfigError(
            "No text is given to go on with",
            "the model is a language model",
            "give a beginning: gluon-course predict FOLDER --prefix TEXT",
        )
    options = {key: values[key] for key in ("length", "temperature", "top_k", "seed")}
    texts = [predictor(prefix, **options) for prefix in prefixes]
    content = [{"prefix": a, "text": b} for a, b in zip(prefixes, texts)]
    return Answers({"texts": content}, "\n".join(texts))


KIND = Kind(("language",), "Language models", PARAMS, answer)
