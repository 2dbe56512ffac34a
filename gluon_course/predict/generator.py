"""Text from a language model: the likeliest token each time, or one that is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import mxnet as mx
import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError, ExportError
from gluon_course.export import ExportedModel
from gluon_course.text import UNKNOWN

CHUNK = 256
"""Tokens of a prefix that are read in one call; scores of all of them are computed."""


class Generator:
    """A predictor for language models: it goes on with texts.

    Characters follow each other without spaces where all tokens of the vocabulary are
    single characters; else tokens are words, parted by spaces.

    Parameters
    ----------
    model : ExportedModel
        Of the task ``language``, with its vocabulary.

    Attributes
    ----------
    meta : dict
        The model's ``model.json``; empty for a net in memory.
    notice : str
        A sentence to show with every result; empty if there is none.
    vocab : tuple of str
        Tokens in the order of their indices.

    Raises
    ------
    ExportError
        If the model has no vocabulary, or one of another size than its scores.

    Section: 6.4 循环神经网络的从零开始实现
    (chapter_recurrent-neural-networks/rnn-scratch)
    """

    def __init__(self, model: ExportedModel):
        (*_, size) = model.meta["outputs"][0]["shape"] or [0]
        if len(model.vocab) != size:
            raise ExportError(
                f"{model.folder} has {len(model.vocab)} tokens for {size} scores",
                "it was exported without the vocabulary that it was trained with",
                "export_model(..., info={**train_iter.info.as_dict(), "
                "'task': 'language'})",
            )
        self.meta, self.notice = model.meta, model.meta["notice"]
        states = model.inputs[1:]

        def begin():
            return [nd.zeros(each.batch_shape(1), ctx=model.ctx) for each in states]

        def step(X, state):
            scores, *state = model(X, state)
            return scores, state

        options = (model.meta.get("model") or {}).get("options", {})
        # read backwards too, a token would know of those that follow it in its chunk
        takes_more = 0 in model.inputs[0].free and not options.get("is_bidirectional")
        chunk = CHUNK if takes_more else 1
        self._prepare(model.vocab, begin, step, model.ctx, chunk)

    @classmethod
    def of_net(
        cls, net, vocab: Sequence[str], ctx: mx.Context | None = None
    ) -> Generator:
        """The generator of a net in memory, such as one that is being trained.

        Parameters
        ----------
        net : LanguageModel
            ``net(X, state)`` gives scores (N, T, V) and new states.
        vocab : sequence of str
            Tokens in the order of their indices.
        ctx : Context, optional
            Where its parameters are; the CPU by default.
        """
        made = cls.__new__(cls)
        made.meta, made.notice = {}, ""
        made._prepare(tuple(vocab), lambda: net.begin_state(1, ctx), net, ctx)
        return made

    def __call__(
        self,
        prefix: str,
        length: int = 50,
        *,
        temperature: float | None = None,
        top_k: int | None = None,
        seed: int = 0,
    ) -> str:
        """Go on with a text.

        Parameters
        ----------
        prefix : str
            How it begins: one token or more, all of the vocabulary.
        length : int
            Tokens to add, 0 or more.
        temperature : float, optional
            Scores are divided by it before tokens are drawn. 0 takes the likeliest
            token each time; it is the default, or 1 where ``top_k`` is given.
        top_k : int, optional
            Draw from so many of the likeliest tokens only.
        seed : int
            Seed of the drawing, 0 or more: equal seeds give equal texts.

        Returns
        -------
        str
            The prefix and what follows.

        Raises
        ------
        DataError
            If the prefix is empty or has tokens that the model does not know.
        ConfigError
            If a number is out of range.
        """
        if temperature is None:
            temperature = 0.0 if top_k is None else 1.0
        _check_range(length, temperature, top_k, seed)
        indices = self.indices(prefix)
        rng = np.random.RandomState(seed)
        state = self._begin()
        read = indices[:-1]
        for start in range(0, len(read), self._chunk):
            part = read[start : start + self._chunk]
            _, state = self._step(self._array(part), state)
            if self._chunk > 1:
                # calls that wait in a queue would hold all their scores
                state[0].wait_to_read()
        last, found = indices[-1], []
        for _ in range(length):
            scores, state = self._step(self._array([last]), state)
            last = choose(scores[0, 0].asnumpy(), temperature, top_k, rng)
            found.append(last)
        words = [self.vocab[index] for index in found]
        return self._joint.join([prefix, *words])

    def indices(self, prefix: str) -> list[int]:
        """The tokens of a text as indices.

        Raises
        ------
        DataError
            If it is empty or has tokens that the model does not know.
        """
        tokens = prefix.split(self._joint) if self._joint else list(prefix)
        tokens = [token for token in tokens if token]
        unknown = sorted(set(tokens) - set(self._index))
        if tokens and not unknown:
            return [self._index[token] for token in tokens]
        kind = "words" if self._joint else "characters"
        known = [token for token in self.vocab if token.strip() and token[0] != "<"]
        raise DataError(
            f"The prefix {prefix!r} has {kind} that the model does not know: "
            f"{', '.join(map(repr, unknown))}"
            if tokens
            else f"The prefix {prefix!r} has no {kind}",
            f"the text that it learned from has {len(self.vocab)} different {kind}",
            f"begin with some of them, such as {' '.join(known[-5:])}",
        )

    def _prepare(
        self, vocab: tuple, begin: Callable, step: Callable, ctx, chunk: int = 1
    ) -> None:
        self.vocab = vocab
        self._index = {t: i for i, t in enumerate(vocab) if t != UNKNOWN}
        is_characters = all(len(token) == 1 or token[:1] == "<" for token in vocab)
        self._joint = "" if is_characters else " "
        self._begin, self._step, self._ctx = begin, step, ctx
        self._chunk = chunk

    def _array(self, indices: list[int]) -> nd.NDArray:
        return nd.array([indices], ctx=self._ctx)


def choose(
    scores: np.ndarray,
    temperature: float,
    top_k: int | None,
    rng: np.random.RandomState,
) -> int:
    """The index of the next token.

    Parameters
    ----------
    scores : numpy.ndarray, shape (V,)
        Before the softmax.
    temperature : float
        0: the largest score. Else a draw from the softmax of scores / temperature.
    top_k : int or None
        Only so many of the largest scores count; of equal ones the first.
    rng : numpy.random.RandomState
    """
    if temperature == 0:
        return int(scores.argmax())
    kept = np.argsort(-scores, kind="stable")[:top_k]
    # the largest is taken off first: exponentials of what is left are at most 1
    powers = np.exp((scores[kept].astype(np.float64) - scores.max()) / temperature)
    below = np.cumsum(powers)  # its end, not .sum(), which is rounded otherwise
    return int(kept[np.searchsorted(below, rng.uniform() * below[-1])])


def _check_range(length, temperature, top_k, seed) -> None:
    for name, value, low in (
        ("length", length, 0),
        ("temperature", temperature, 0),
        ("top_k", 1 if top_k is None else top_k, 1),
        ("seed", seed, 0),
    ):
        if not value >= low:
            raise ConfigError(f"{name} is {value}", action=f"choose {low} or more")
