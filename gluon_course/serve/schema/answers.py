"""Answers: what ``/predict`` says for each task, and ``/model`` about the model."""

from __future__ import annotations

from typing import Literal, Optional

from pydantic import BaseModel, Field


class Answered(BaseModel):
    """What every answer has."""

    notice: str = Field(description="A sentence to show with every answer, or empty.")
    time_ms: float = Field(description="From the end of the request to the answer.")


class Scored(BaseModel):
    """A class and how probable the net thinks it is."""

    class_: str = Field(alias="class")
    probability: float = Field(ge=0, le=1)


class ClassAnswer(Answered):
    """Classes, the most probable first."""

    answers: list[Scored]
    notes: list[str]
    seen: Optional[str] = Field(
        description="What the net saw, PNG in base64; of small inputs only."
    )


class FoundBox(BaseModel):
    """An object."""

    class_: str = Field(alias="class")
    score: float
    box: list[float] = Field(description="x1, y1, x2, y2 in pixels.")


class RunLengths(BaseModel):
    """A mask as COCO writes it."""

    size: list[int] = Field(description="Height, width.")
    counts: str


class BoxAnswer(Answered):
    """Objects, the best first, and the picture with them."""

    boxes: list[FoundBox]
    size: list[int] = Field(description="Width, height of the picture.")
    masks: Optional[list[RunLengths]] = Field(
        description="One for each box, where the net draws masks."
    )
    overlay: str = Field(description="PNG in base64.")


class Share(BaseModel):
    """A class, its share of the pixels, its colour in the pictures."""

    class_: str = Field(alias="class")
    share: float = Field(ge=0, le=1)
    color: str = Field(description="As #rrggbb.")


class SegmentAnswer(Answered):
    """Classes that were found, the largest first, and where they are."""

    classes: list[Share]
    notes: list[str]
    overlay: str = Field(description="The picture with its classes, PNG in base64.")
    palette: str = Field(
        description="The number of each pixel's class, PNG with VOC's palette, base64."
    )


class TextAnswer(Answered):
    """A text that goes on."""

    text: str = Field(description="The prefix and what follows.")
    prefix: str


class SentimentAnswer(Answered):
    """What a text feels, the more probable first."""

    answers: list[Scored]
    unknown: list[str] = Field(description="Words that the net has never seen.")
    notes: list[str]


class OtherTranslation(BaseModel):
    """What else was in the beam."""

    translation: str
    score: float


class TranslationAnswer(Answered):
    """A translation and what each of its words attended to."""

    translation: str
    source: list[str] = Field(description="The words that were read.")
    tokens: list[str] = Field(description="The words that were said.")
    attention: Optional[list[list[float]]] = Field(
        description="A row for each token, a weight for each source word; the mean of "
        "the heads."
    )
    score: float
    others: list[OtherTranslation]
    notes: list[str]


class NearWord(BaseModel):
    """A word and the cosine of the angle to it."""

    word: str
    cosine: float


class NearestWords(BaseModel):
    """A word and those nearest to it."""

    word: str
    nearest: list[NearWord]


class SolvedAnalogy(BaseModel):
    """a is to b as c is to what."""

    question: list[str]
    answers: list[NearWord]


class WordsAnswer(Answered):
    """Near words, solved analogies."""

    words: list[NearestWords]
    analogies: list[SolvedAnalogy]


ANSWERS = {
    "classification": ClassAnswer,
    "detection": BoxAnswer,
    "segmentation": SegmentAnswer,
    "language": TextAnswer,
    "sentiment": SentimentAnswer,
    "translation": TranslationAnswer,
    "word-vectors": WordsAnswer,
}


class Fault(BaseModel):
    """What happened, the likely cause, what to do; the last two may be empty."""

    what: str
    cause: str
    action: str


class Failed(BaseModel):
    """Every answer that is none."""

    error: Fault


class ModelInput(BaseModel):
    """What goes in."""

    shape: list[int] = Field(description="Of one sample, without the batch axis.")
    kind: Literal["picture", "text", "words"]


class ModelLimits(BaseModel):
    """What one request may hold."""

    body_bytes: int
    pixels: int
    text_length: int
    tokens: int = Field(description="Most tokens that a language model adds.")


class ModelFacts(BaseModel):
    """The model that is served."""

    task: str
    title: str = Field(description="Its name.")
    data: str = Field(description="What it was trained on; may be empty.")
    form: str = Field(description="symbol, onnx, int8 or bf16.")
    notice: str
    classes: list[str]
    input: ModelInput
    draws: bool = Field(description="Whether drawings fit: 28 x 28 grey pixels.")
    ink: Literal["digit", "garment", "other"]
    limits: ModelLimits
    examples: dict[str, list[str]] = Field(description="Texts to begin with.")
    unit: Literal["character", "word"]


class Health(BaseModel):
    """Whether requests are taken."""

    status: Literal["ready", "draining"]
    model: str
    task: str
    waiting: int = Field(description="Requests that are worked on or wait.")
