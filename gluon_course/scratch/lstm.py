"""Long short-term memory from scratch (6.8)."""

from __future__ import annotations

from collections.abc import Sequence

import mxnet as mx
from mxnet import nd

from gluon_course.scratch.recurrent import (
    gate_params,
    output_params,
    project,
    zero_states,
)


def lstm_params(
    vocab_size: int, num_hiddens: int, ctx: mx.Context | None = None
) -> list[nd.NDArray]:
    """Parameters of :func:`lstm` with gradients: weights N(0, 0.01**2), biases 0.

    Parameters
    ----------
    vocab_size, num_hiddens : int
        V and H.
    ctx : Context, optional
        Device; the CPU by default.

    Returns
    -------
    list of 14 NDArrays
        W_xi, W_hi, b_i of the input gate, the same of the forget gate (f), the output
        gate (o) and the candidate (c), W_hq, b_q: 1,578,755 numbers for the section's
        V = 1027, H = 256.

    Section: 6.8 长短期记忆（LSTM） (chapter_recurrent-neural-networks/lstm)
    """
    return [
        *gate_params(vocab_size, num_hiddens, 4, ctx),
        *output_params(num_hiddens, vocab_size, ctx),
    ]


def init_lstm_state(
    batch_size: int, num_hiddens: int, ctx: mx.Context | None = None
) -> tuple[nd.NDArray, nd.NDArray]:
    """The first hidden state and memory cell, zeros: two arrays (N, H).

    Section: 6.8 长短期记忆（LSTM）
    """
    return zero_states(2, batch_size, num_hiddens, ctx)


def lstm(
    inputs: Sequence[nd.NDArray],
    state: Sequence[nd.NDArray],
    params: Sequence[nd.NDArray],
) -> tuple[list[nd.NDArray], tuple[nd.NDArray, nd.NDArray]]:
    """Long short-term memory and ``Y = H W_hq + b_q`` for each step.

    Parameters
    ----------
    inputs : sequence of T NDArrays, shape (N, V)
        One-hot vectors.
    state : sequence of two NDArrays, shape (N, H)
        Hidden state and memory cell.
    params : sequence of 14 NDArrays
        As from :func:`lstm_params`.

    Returns
    -------
    list of T NDArrays, shape (N, V), and the new state

    Section: 6.8 长短期记忆（LSTM）
    """
    *gates, W_hq, b_q = params
    states, state = lstm_layer(inputs, state, gates)
    return project(states, W_hq, b_q), state


def lstm_layer(
    inputs: Sequence[nd.NDArray],
    state: Sequence[nd.NDArray],
    params: Sequence[nd.NDArray],
) -> tuple[list[nd.NDArray], tuple[nd.NDArray, nd.NDArray]]:
    """The hidden states of one layer of long short-term memory.

    ``I = sigmoid(X W_xi + H W_hi + b_i)``, F and O likewise, the candidate with tanh;
    ``C = F * C + I * candidate`` and ``H = O * tanh(C)``: C may grow without bound, H
    stays within (-1, 1).

    Parameters
    ----------
    inputs : sequence of T NDArrays, shape (N, D)
    state : sequence of two NDArrays, shape (N, H)
        Hidden state and memory cell.
    params : sequence of 12 NDArrays
        W_xi (D, H), W_hi (H, H), b_i (H,), and those of F, O and the candidate.

    Returns
    -------
    list of T NDArrays, shape (N, H), and the new state

    Section: 6.8 长短期记忆（LSTM）
    """
    W_x, W_h, b = (nd.concat(*params[k::3], dim=dim) for k, dim in enumerate((1, 1, 0)))
    H, C = state
    states = []
    for X in project(inputs, W_x, b):
        I, F, O, A = (X + nd.dot(H, W_h)).split(num_outputs=4, axis=1)
        C = nd.sigmoid(F) * C + nd.sigmoid(I) * nd.tanh(A)
        H = nd.sigmoid(O) * nd.tanh(C)
        states.append(H)
    return states, (H, C)
