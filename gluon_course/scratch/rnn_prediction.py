"""Text from a recurrent network, each time by the most likely character (6.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import mxnet as mx
from mxnet import nd

from gluon_course.base.errors import DataError
from gluon_course.scratch.rnn import to_onehot


def predict_rnn(
    prefix: str,
    num_chars: int,
    rnn: Callable,
    params: Sequence[nd.NDArray],
    init_rnn_state: Callable,
    num_hiddens: int,
    vocab_size: int,
    ctx: mx.Context,
    idx_to_char: Sequence[str],
    char_to_idx: Mapping[str, int],
) -> str:
    """Go on with a text, each time by the most likely character.

    Parameters
    ----------
    prefix : str
        Beginning of the text, of known characters.
    num_chars : int
        How many characters to add.
    rnn : callable
        ``rnn(inputs, state, params) -> outputs, state`` as :func:`rnn`.
    params : sequence of NDArray
    init_rnn_state : callable
        ``init_rnn_state(batch_size, num_hiddens, ctx) -> state``.
    num_hiddens, vocab_size : int
        H and V.
    ctx : Context
        Device.
    idx_to_char, char_to_idx : sequence of str, mapping of str to int
        The vocabulary.

    Returns
    -------
    str
        The prefix and what follows it.

    Raises
    ------
    DataError
        If the prefix is empty or has a character that the vocabulary lacks.

    Section: 6.4 循环神经网络的从零开始实现
    """

    def forward(X, state):
        outputs, state = rnn(to_onehot(X, vocab_size), state, params)
        return outputs[0], state

    state = init_rnn_state(1, num_hiddens, ctx)
    return greedy_text(prefix, num_chars, forward, state, ctx, idx_to_char, char_to_idx)


def greedy_text(
    prefix: str,
    num_chars: int,
    forward: Callable,
    state,
    ctx: mx.Context | None,
    idx_to_char: Sequence[str],
    char_to_idx: Mapping[str, int],
) -> str:
    """:func:`predict_rnn` for any model.

    ``forward(X, state) -> scores, state`` takes X of shape (1, 1) and gives scores of
    shape (1, V). The characters are read from the device when all are known.
    """
    check_prefix(prefix, char_to_idx)
    indices = nd.array([[char_to_idx[char]] for char in prefix], ctx=ctx)
    for t in range(len(prefix) - 1):
        _, state = forward(indices[t : t + 1], state)
    X, found = indices[len(prefix) - 1 :], []
    for _ in range(num_chars):
        scores, state = forward(X, state)
        X = scores.argmax(axis=1, keepdims=True)
        found.append(X)
    if found:
        numbers = nd.concat(*found, dim=0).asnumpy().ravel().astype(int)
        prefix += "".join(idx_to_char[number] for number in numbers)
    return prefix


def check_prefix(prefix: str, char_to_idx: Mapping[str, int]) -> None:
    """Refuse a prefix that a model cannot read.

    Raises
    ------
    DataError
        If it is empty or has a character that the vocabulary lacks.
    """
    unknown = "".join(sorted(set(prefix) - set(char_to_idx)))
    if prefix and not unknown:
        return
    problem = f"has characters that the vocabulary lacks: {unknown!r}"
    raise DataError(
        f"The prefix {prefix!r} {problem if prefix else 'is empty'}",
        f"the corpus of this model has {len(char_to_idx)} different characters",
        f"begin with some of them, such as {''.join(list(char_to_idx)[-5:])!r}",
    )
