"""Gated recurrent units from scratch (6.7)."""

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


def gru_params(
    vocab_size: int, num_hiddens: int, ctx: mx.Context | None = None
) -> list[nd.NDArray]:
    """Parameters of :func:`gru` with gradients: weights N(0, 0.01**2), biases 0.

    Parameters
    ----------
    vocab_size, num_hiddens : int
        V and H.
    ctx : Context, optional
        Device; the CPU by default.

    Returns
    -------
    list of 11 NDArrays
        W_xz, W_hz, b_z of the update gate, W_xr, W_hr, b_r of the reset gate, W_xh,
        W_hh, b_h of the candidate, W_hq, b_q: 1,250,051 numbers for the section's
        V = 1027, H = 256.

    Section: 6.7 门控循环单元（GRU） (chapter_recurrent-neural-networks/gru)
    """
    return [
        *gate_params(vocab_size, num_hiddens, 3, ctx),
        *output_params(num_hiddens, vocab_size, ctx),
    ]


def init_gru_state(
    batch_size: int, num_hiddens: int, ctx: mx.Context | None = None
) -> tuple[nd.NDArray]:
    """The first hidden state, zeros: a tuple of one array (N, H).

    Section: 6.7 门控循环单元（GRU）
    """
    return zero_states(1, batch_size, num_hiddens, ctx)


def gru(
    inputs: Sequence[nd.NDArray],
    state: Sequence[nd.NDArray],
    params: Sequence[nd.NDArray],
) -> tuple[list[nd.NDArray], tuple[nd.NDArray]]:
    """Gated recurrent units and ``Y = H W_hq + b_q`` for each step.

    Parameters
    ----------
    inputs : sequence of T NDArrays, shape (N, V)
        One-hot vectors.
    state : sequence of one NDArray, shape (N, H)
    params : sequence of 11 NDArrays
        As from :func:`gru_params`.

    Returns
    -------
    list of T NDArrays, shape (N, V), and the new state

    Section: 6.7 门控循环单元（GRU）
    """
    *gates, W_hq, b_q = params
    states, state = gru_layer(inputs, state, gates)
    return project(states, W_hq, b_q), state


def gru_layer(
    inputs: Sequence[nd.NDArray],
    state: Sequence[nd.NDArray],
    params: Sequence[nd.NDArray],
    resets_product: bool = False,
) -> tuple[list[nd.NDArray], tuple[nd.NDArray]]:
    """The hidden states of one layer of gated recurrent units.

    ``Z = sigmoid(X W_xz + H W_hz + b_z)``, R likewise, the candidate is
    ``tanh(X W_xh + (R * H) W_hh + b_h)``, and ``H = Z * H + (1 - Z) * candidate``.

    Parameters
    ----------
    inputs : sequence of T NDArrays, shape (N, D)
    state : sequence of one NDArray, shape (N, H)
    params : sequence of 9 NDArrays
        W_xz (D, H), W_hz (H, H), b_z (H,), and those of R and of the candidate.
    resets_product : bool
        Reset ``H W_hh`` in place of H, as Gluon, PyTorch and cuDNN do: one product
        serves all three.

    Returns
    -------
    list of T NDArrays, shape (N, H), and the new state

    Section: 6.7 门控循环单元（GRU）
    """
    W_xz, W_hz, b_z, W_xr, W_hr, b_r, W_xh, W_hh, b_h = params
    W_x = nd.concat(W_xz, W_xr, W_xh, dim=1)
    W_h = nd.concat(W_hz, W_hr, dim=1)
    (H,) = state
    states = []
    for X in project(inputs, W_x, nd.concat(b_z, b_r, b_h, dim=0)):
        XZ, XR, XH = X.split(num_outputs=3, axis=1)
        HZ, HR = nd.dot(H, W_h).split(num_outputs=2, axis=1)
        Z, R = nd.sigmoid(XZ + HZ), nd.sigmoid(XR + HR)
        past = R * nd.dot(H, W_hh) if resets_product else nd.dot(R * H, W_hh)
        candidate = nd.tanh(XH + past)
        H = Z * H + (1 - Z) * candidate
        states.append(H)
    return states, (H,)
