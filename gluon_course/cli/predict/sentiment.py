"""Ask whether texts are positive or negative."""

from __future__ import annotations

from collections.abc import Mapping

from gluon_course.base.errors import ConfigError, CourseError
from gluon_course.cli.errors import message
from gluon_course.cli.predict.kind import LONGEST, Answers, Kind
from gluon_course.cli.printing.terminal import paragraph, shorten


def answer(predictor, values: Mapping) -> Answers:
    """Judge each text; those that cannot be judged are named as errors.

    Raises
    ------
    ConfigError
        If there is no text.
    """
    texts = values["sentences"]
    if not texts:
        raise ConfigError(
            "No text is given to judge",
            "the model says what a text feels",
            'give one: gluon-course predict FOLDER --text "this movie is so great"',
        )
    content, shown, errors = [], [], []
    for each in texts:
        try:
            (said,) = predictor([each])
        except CourseError as error:
            errors.append(message(error))
            content.append({"text": each, "error": errors[-1]})
        else:
            content.append(said.as_dict())
            shown.append(_shown(said))
    return Answers({"texts": content}, "\n".join(shown), tuple(errors))


def _shown(said) -> str:
    notes = list(said.notes)
    if said.unknown:
        notes.insert(0, f"unknown to the model: {', '.join(said.unknown)}")
    notes = [shorten(each, LONGEST) for each in notes]
    text = shorten(said.text, LONGEST)
    line = f"{said.class_name}  {100 * said.probability:.1f} %  {text}"
    return "\n".join([line, *(paragraph(f"({each})", "  ") for each in notes)])


KIND = Kind(("sentiment",), "Sentiment", (), answer, ("sentences",))
