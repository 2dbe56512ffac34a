"""Say whether texts are positive or negative with an exported net (10.7, 10.8)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence

import mxnet as mx
import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError, ExportError
from gluon_course.export import ExportedModel
from gluon_course.text import (
    PAD,
    encode,
    fill_rows,
    find_review_tokenizer,
    vocab_from_tokens,
)

_AT_ONCE = 32


@dataclasses.dataclass(frozen=True)
class Sentiment:
    """What the net says about one text.

    Attributes
    ----------
    text : str
        The text.
    class_name : str
        The more probable class, such as ``positive``.
    probability : float
        0..1.
    unknown : tuple of str
        Tokens that the net has never seen, each once, in the order of the text.
    notes : tuple of str
        What was done to the text, such as cutting it.
    """

    text: str
    class_name: str
    probability: float
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict:
        """The answer as JSON."""
        facts = {**dataclasses.asdict(self), "probability": round(self.probability, 6)}
        return {
            "text": facts.pop("text"),
            "class": facts.pop("class_name"),
            **{k: list(v) if isinstance(v, tuple) else v for k, v in facts.items()},
        }


class SentimentClassifier:
    """A predictor for models that give each text one of several classes.

    Texts are cut into tokens and padded as those of the training were.

    Parameters
    ----------
    model : ExportedModel
        Of the task ``sentiment``; its ``model.json`` holds vocabulary and tokenizer.

    Attributes
    ----------
    meta : dict
        The model's ``model.json``.
    notice : str
        A sentence to show with every result; empty if there is none.

    Raises
    ------
    ExportError
        If the export holds no vocabulary, or no names of classes.

    Section: 10.7 文本情感分类：使用循环神经网络
    (chapter_natural-language-processing/sentiment-analysis-rnn)
    """

    def __init__(self, model: ExportedModel):
        self.model, self.meta = model, model.meta
        self.notice = model.meta["notice"]
        if not model.vocab or PAD not in model.vocab:
            raise ExportError(
                f"{model.folder} does not say which tokens its net knows",
                "it was exported without the description of its data",
                "export the run again: gluon-course export RUN",
            )
        if not model.class_names:
            raise ExportError(
                f"{model.folder} does not name its classes",
                "it was exported without them",
                "export_model(..., info={..., 'class_names': ['bad', 'good']})",
            )
        self.vocab = vocab_from_tokens(model.vocab)
        name = (model.meta.get("extra") or {}).get("tokenizer") or "spaces"
        self._cut = find_review_tokenizer(name)

    def __call__(self, texts: Iterable[str]) -> list[Sentiment]:
        """Classify texts.

        Parameters
        ----------
        texts : iterable of str
            Each with one token or more.

        Returns
        -------
        list of Sentiment
            One for each text.

        Raises
        ------
        DataError
            If a text is empty.
        ConfigError
            If ``texts`` is a single string.
        """
        if isinstance(texts, str):
            raise ConfigError(
                f"texts is the single text {texts!r}", action="pass a list: [text]"
            )
        texts = list(texts)
        tokens = [self._tokens_of(each) for each in texts]
        if not tokens:
            return []
        length = self.model.input_shape[0]
        rows = text_probabilities(
            self.model.block, self.vocab, tokens, length, self.model.ctx
        )
        names = self.model.class_names
        return [
            Sentiment(
                text,
                names[row.argmax()],
                float(row.max()),
                self._unknown(each[:length]),
                _notes(len(each), length),
            )
            for text, each, row in zip(texts, tokens, rows)
        ]

    def _tokens_of(self, text: str) -> list[str]:
        tokens = self._cut(text.strip())
        if not any(tokens):
            raise DataError(
                f"The text {text!r} has no word",
                "there is nothing to judge",
                "give one word or more",
            )
        return tokens

    def _unknown(self, tokens: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t for t in tokens if t and t not in self.vocab))


def text_probabilities(
    net: Callable,
    vocab,
    texts: Sequence[Sequence[str]],
    length: int,
    ctx: mx.Context | None = None,
) -> np.ndarray:
    """Probabilities of the classes of texts, cut and padded as in training.

    Parameters
    ----------
    net : Block or function
        From indices (N, T) to scores (N, C), with its parameters on ``ctx``.
    vocab : gluonnlp.Vocab
        Knows ``<pad>``.
    texts : sequence of N lists of str
        Tokens of each text, 1 or more.
    length : int
        Tokens of a text after cutting or padding, T.
    ctx : Context, optional
        Where to compute; the CPU by default.

    Returns
    -------
    numpy.ndarray, float32, shape (N, C)
        Rows sum to 1.

    Raises
    ------
    DataError
        If there is no text.
    ConfigError
        If a text is not split into tokens.

    Section: 10.7 文本情感分类：使用循环神经网络 (``predict_sentiment``)
    """
    if not len(texts):
        raise DataError("There is no text to judge", "the list is empty")
    for text in texts:
        if isinstance(text, str):
            raise ConfigError(
                f"The text {text[:40]!r} is not split into tokens",
                "it would be read letter by letter",
                "give a list of lists of words: [text.split() for text in texts]",
            )
    rows = [encode(vocab, tokens[:length]) for tokens in texts]
    X, _ = fill_rows(rows, length, vocab[PAD])
    found = []
    for start in range(0, len(X), _AT_ONCE):
        with mx.autograd.pause():
            scores = net(nd.array(X[start : start + _AT_ONCE], ctx=ctx or mx.cpu()))
        found.append(nd.softmax(scores, axis=-1).asnumpy())
    return np.concatenate(found)


def _notes(num_tokens: int, length: int) -> tuple[str, ...]:
    if num_tokens <= length:
        return ()
    return (f"only the first {length} of {num_tokens} tokens were read",)
