"""Questions: one model of pydantic for each task, within the limits of the server."""

from __future__ import annotations

from typing import Annotated, Literal, Optional

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    create_model,
    model_validator,
)

from gluon_course.serve.limits import Limits

MOST_WORDS = 20
MOST_TOP = 100
MOST_BEAM = 10
MOST_TOKENS = 500
"""Tokens that a language model adds at most; while it does, others wait."""


def _whole(value):
    # 5.0 is a whole number in JSON Schema
    is_whole = isinstance(value, float) and value.is_integer()
    return int(value) if is_whole else value


def whole(low: int, high: int):
    """The type of a whole number within limits, which its schema states."""
    return Annotated[int, Field(ge=low, le=high), BeforeValidator(_whole)]


class Question(BaseModel):
    """Names that no field has are refused."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class ClassifyOptions(Question):
    """How a picture is classified."""

    top: whole(1, MOST_TOP) = Field(5, description="Most classes to name.")
    invert: Literal["auto", "yes", "no"] = Field(
        "auto", description="Swap dark and light, for nets of grey pictures."
    )
    fit: Literal["auto", "pad", "crop", "stretch"] = Field(
        "auto", description="How a picture of other proportions is made to fit."
    )


class DetectOptions(Question):
    """How objects are looked for."""

    top: whole(1, MOST_TOP) = Field(20, description="Most boxes.")
    least_score: float = Field(0.3, ge=0, le=1, description="Boxes below are left out.")


class SegmentOptions(Question):
    """Nothing is to be chosen where each pixel gets a class."""


OPTIONS = {
    "classification": ClassifyOptions,
    "detection": DetectOptions,
    "segmentation": SegmentOptions,
}
"""Tasks that are asked about pictures -> options beside the picture."""


def question_model(task: str, limits: Limits) -> type[Question]:
    """The model of a JSON question for a task.

    Parameters
    ----------
    task : str
        As in ``model.json``.
    limits : Limits
        Say how long texts may be.
    """

    def text(kind: str):
        extra = {"format": kind}  # what else a model asks of it, it says itself
        length = {"min_length": 1, "max_length": limits.text_length}
        return Annotated[str, Field(**length, json_schema_extra=extra)]

    if task in OPTIONS:
        # no length: a body has its limit, and is read before it is JSON
        about = "A picture file (PNG, JPEG, GIF, BMP, WEBP) in base64."
        extra = {"contentEncoding": "base64", "format": "picture"}
        picture = Annotated[str, Field(description=about, json_schema_extra=extra)]
        return create_model(
            "PictureQuestion", __base__=OPTIONS[task], picture=(picture, ...)
        )
    if task == "language":
        most = min(MOST_TOKENS, limits.text_length)
        return create_model(
            "PrefixQuestion",
            __base__=Question,
            prefix=(text("prefix"), ...),
            length=(whole(0, most), min(50, most)),
            temperature=(Optional[Annotated[float, Field(ge=0, le=100)]], None),
            top_k=(Optional[whole(1, 2**31 - 1)], None),
            seed=(whole(0, 2**31 - 1), 0),
        )
    if task == "sentiment":
        return create_model(
            "TextQuestion", __base__=Question, text=(text("sentence"), ...)
        )
    if task == "translation":
        return create_model(
            "SentenceQuestion",
            __base__=Question,
            text=(text("sentence"), ...),
            beam=(whole(1, MOST_BEAM), 1),
        )
    words = Annotated[list[text("word")], Field(min_length=1, max_length=MOST_WORDS)]
    three = Annotated[list[text("word")], Field(min_length=3, max_length=3)]
    analogies = Annotated[list[three], Field(min_length=1, max_length=MOST_WORDS)]
    return create_model(
        "WordsQuestion",
        __base__=WordsBase,
        words=(words, None),
        analogies=(analogies, None),
        top=(whole(1, MOST_TOP), 5),
    )


class WordsBase(Question):
    """At least one of words and analogies is asked for."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": ["words"]}, {"required": ["analogies"]}]
        }
    )

    @model_validator(mode="after")
    def _asks(self):
        if not self.model_fields_set & {"words", "analogies"}:
            raise ValueError("neither words nor analogies are asked for")
        return self
