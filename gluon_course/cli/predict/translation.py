"""Ask a translator for sentences; draw what it attended to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from gluon_course.base.errors import ConfigError
from gluon_course.cli.predict.kind import LONGEST, Answers, Kind
from gluon_course.cli.printing.boxes import free_stem
from gluon_course.cli.printing.terminal import shorten
from gluon_course.cli.sections.number import Number

PARAMS = (
    click.Option(
        ["--text", "sentences"],
        multiple=True,
        metavar="SENTENCE",
        help="What to translate or to judge; several times for several texts.",
    ),
    click.Option(
        ["--beam", "beam_size"],
        type=Number(int, 1, 100),
        default=1,
        metavar="K",
        help="Sentences that the search keeps, 1 to 100; 1 is greedy. [1]",
    ),
)


def answer(translator, values: Mapping) -> Answers:
    """Translate each sentence; the attention of each goes into a picture.

    Raises
    ------
    ConfigError
        If there is no sentence.
    DataError
        If one is empty.
    """
    if not values["sentences"]:
        raise ConfigError(
            "No sentence is given",
            "the model is for translation",
            "give one: gluon-course predict FOLDER --text SENTENCE",
        )
    found = translator(values["sentences"], values["beam_size"])
    content, lines = [], []
    for sentence, each in zip(values["sentences"], found):
        content.append(
            {
                "text": sentence,
                "translation": each.text,
                "words": list(each.words),
                "score": round(each.score, 6),
                "others": [
                    {"translation": text, "score": round(score, 6)}
                    for text, score in each.others
                ],
                "notes": list(each.notes),
                "attention": _draw(each, values["out"], content),
            }
        )
        notes = "".join(f" ({shorten(note, LONGEST)})" for note in each.notes)
        lines.append(f"{shorten(sentence, LONGEST)}{notes}\n  => {each.text}")
        lines += [f"     {score:.3f}  {text}" for text, score in each.others]
        if content[-1]["attention"]:
            lines.append(f"     attention: {content[-1]['attention']}")
    return Answers({"translations": content}, "\n".join(lines))


KIND = Kind(
    ("translation",),
    "Translators, and --text for sentiment",
    PARAMS,
    answer,
    shared=("out",),
)


def _draw(translated, out: Path, before: list[dict]) -> str | None:
    """Draw the attention; the file, or None for a model that has none."""
    if not translated.has_attention:
        return None
    stem = free_stem(out, Path("attention.png"), [each["attention"] for each in before])
    translated.draw(f"{stem}.png")
    return f"{stem}.png"
