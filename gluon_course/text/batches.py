"""Sequences of a corpus in mini-batches: at random or one after the other (6.3)."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import mxnet as mx
import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError


class SequenceBatches:
    """Batches of one pass; a loop over them or ``len``. A new loop is a new pass.

    Attributes
    ----------
    num_batches : int
        Batches a pass; a remainder that fills no batch is left out.
    batch_size, num_steps : int
        Shape of X and Y: (N, T).
    keeps_state : bool
        Whether row n of a batch goes on where row n of the one before it ended, so
        that a hidden state may be carried over.
    num_tokens : int
        Tokens that are predicted in a pass, ``num_batches * N * T``.
    """

    def __init__(self, num_batches, batch_size, num_steps, keeps_state, passes):
        self.num_batches, self.keeps_state = num_batches, keeps_state
        self.batch_size, self.num_steps = batch_size, num_steps
        self.num_tokens = num_batches * batch_size * num_steps
        self._passes = passes

    def __len__(self) -> int:
        return self.num_batches

    def __iter__(self) -> Iterator[tuple[nd.NDArray, nd.NDArray]]:
        return self._passes()


def random_batches(
    corpus_indices: Sequence[int] | nd.NDArray,
    batch_size: int,
    num_steps: int,
    ctx: mx.Context | None = None,
    rng=random,
    offset: int = 0,
) -> SequenceBatches:
    """Random sampling: neighbours in a batch, or of it, need not be so in the text.

    The L tokens that follow the offset are cut into ``(L - 1) // T`` examples of T
    tokens, which each pass shuffles anew.

    Parameters
    ----------
    corpus_indices : sequence of int, length ``offset + L``
        The corpus; L is at least ``N * T + 1``.
    batch_size, num_steps : int
        N and T, 1 or more.
    ctx : Context, optional
        Device; the CPU by default.
    rng : object with ``shuffle``
        Source of the order; Python's ``random`` by default.
    offset : int
        Tokens to leave out at the beginning, 0 or more.

    Returns
    -------
    SequenceBatches
        Of (X, Y), float32 (N, T): Y is X one token later.

    Raises
    ------
    DataError
        If the corpus is too short for one batch.
    ConfigError
        If a size is below 1 or the offset below 0.

    Section: 6.3 语言模型数据集（歌词） (chapter_recurrent-neural-networks/
    lang-model-dataset)
    """
    corpus = _as_array(corpus_indices, batch_size, num_steps, offset)
    num_examples = (len(corpus) - 1) // num_steps
    num_batches = num_examples // batch_size
    _check_some(num_batches, len(corpus), batch_size, num_steps, "N * T + 1")
    # (num_examples, T)
    end = num_examples * num_steps
    xs = corpus[:end].reshape(num_examples, num_steps)
    ys = corpus[1 : end + 1].reshape(num_examples, num_steps)

    def one_pass():
        order = list(range(num_examples))
        rng.shuffle(order)
        order = order[: num_batches * batch_size]
        X, Y = nd.array(xs[order], ctx), nd.array(ys[order], ctx)
        for i in range(0, len(order), batch_size):
            yield X[i : i + batch_size], Y[i : i + batch_size]

    return SequenceBatches(num_batches, batch_size, num_steps, False, one_pass)


def consecutive_batches(
    corpus_indices: Sequence[int] | nd.NDArray,
    batch_size: int,
    num_steps: int,
    ctx: mx.Context | None = None,
    offset: int | None = None,
) -> SequenceBatches:
    """Adjacent sampling: row n of a batch goes on in row n of the next.

    Without an offset, N rows of ``L // N`` tokens hold inputs and targets, as in 6.3.
    With one, as in v2:8.3, N rows of ``(L - 1) // N`` inputs are cut from the L tokens
    that follow it, and the last target of a row may be the first input of the next.
    A batch is T columns of the rows.

    Parameters
    ----------
    corpus_indices : sequence of int, length L
        The corpus; ``L // N`` is at least ``T + 1``. With an offset its length is
        ``offset + L``, and ``(L - 1) // N`` is at least T.
    batch_size, num_steps, ctx
        As :func:`random_batches`.
    offset : int, optional
        Tokens to leave out at the beginning, 0 or more.

    Returns
    -------
    SequenceBatches
        Of (X, Y), float32 (N, T): Y is X one token later.

    Raises
    ------
    DataError, ConfigError
        As :func:`random_batches`.

    Section: 6.3 语言模型数据集（歌词）
    """
    corpus = _as_array(corpus_indices, batch_size, num_steps, offset or 0)
    if offset is None:
        row_length, needed = len(corpus) // batch_size, "N * (T + 1)"
        num_batches = (row_length - 1) // num_steps
    else:
        row_length, needed = (len(corpus) - 1) // batch_size, "N * T + 1"
        num_batches = row_length // num_steps
    _check_some(num_batches, len(corpus), batch_size, num_steps, needed)

    def one_pass():
        starts = row_length * np.arange(batch_size)
        # (N, num_batches * T + 1)
        places = starts[:, np.newaxis] + np.arange(num_batches * num_steps + 1)
        rows = nd.array(corpus[places], ctx)
        for i in range(0, num_batches * num_steps, num_steps):
            yield rows[:, i : i + num_steps], rows[:, i + 1 : i + num_steps + 1]

    return SequenceBatches(num_batches, batch_size, num_steps, True, one_pass)


def _as_array(corpus_indices, batch_size, num_steps, offset) -> np.ndarray:
    for name, value in (("batch_size", batch_size), ("num_steps", num_steps)):
        if value < 1:
            raise ConfigError(f"{name} is {value}", action="take 1 or more")
    if offset < 0:
        raise ConfigError(f"The offset is {offset}", action="leave out 0 or more")
    if isinstance(corpus_indices, nd.NDArray):
        corpus_indices = corpus_indices.asnumpy()
    return np.asarray(corpus_indices, np.float32)[offset:]


def _check_some(num_batches, length, batch_size, num_steps, needed) -> None:
    if num_batches < 1:
        raise DataError(
            f"A corpus of {length} tokens gives no batch of {batch_size} sequences of "
            f"{num_steps} steps",
            f"{needed} tokens are needed (N sequences, T steps)",
            "take a longer corpus, a smaller batch_size or fewer num_steps",
        )
