"""A recurrent network from scratch (6.4): one-hot input, tanh, clipped gradients."""

from __future__ import annotations

import math
from collections.abc import Sequence

import mxnet as mx
from mxnet import nd

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.scratch.recurrent import (
    gate_params,
    output_params,
    project,
    zero_states,
)


def to_onehot(X: nd.NDArray, size: int) -> list[nd.NDArray]:
    """One-hot vectors of a batch of sequences, step by step.

    Parameters
    ----------
    X : NDArray, shape (N, T)
        Indices 0..V-1 of N sequences.
    size : int
        V, size of the vocabulary.

    Returns
    -------
    list of T NDArrays, shape (N, V)

    Raises
    ------
    ShapeError
        If ``X`` is not 2-D.

    Section: 6.4 循环神经网络的从零开始实现 (chapter_recurrent-neural-networks/
    rnn-scratch)
    """
    if X.ndim != 2:
        raise ShapeError(
            f"The indices have shape {X.shape}", action="give (batch, steps)"
        )
    return list(nd.one_hot(X.T, size))


def rnn_params(
    vocab_size: int, num_hiddens: int, ctx: mx.Context | None = None
) -> list[nd.NDArray]:
    """Parameters of :func:`rnn` with gradients: weights N(0, 0.01**2), biases 0.

    Parameters
    ----------
    vocab_size, num_hiddens : int
        V and H.
    ctx : Context, optional
        Device; the CPU by default.

    Returns
    -------
    list of NDArray
        W_xh (V, H), W_hh (H, H), b_h (H,), W_hq (H, V), b_q (V,): 592,643 numbers for
        the section's V = 1027, H = 256.

    Section: 6.4 循环神经网络的从零开始实现
    """
    return [
        *gate_params(vocab_size, num_hiddens, 1, ctx),
        *output_params(num_hiddens, vocab_size, ctx),
    ]


def init_rnn_state(
    batch_size: int, num_hiddens: int, ctx: mx.Context | None = None
) -> tuple[nd.NDArray]:
    """The first hidden state, zeros: a tuple of one array (N, H).

    Section: 6.4 循环神经网络的从零开始实现
    """
    return zero_states(1, batch_size, num_hiddens, ctx)


def rnn(
    inputs: Sequence[nd.NDArray],
    state: Sequence[nd.NDArray],
    params: Sequence[nd.NDArray],
) -> tuple[list[nd.NDArray], tuple[nd.NDArray]]:
    """``H = tanh(X W_xh + H W_hh + b_h)``, ``Y = H W_hq + b_q`` for each step.

    What does not depend on the step before is computed for all steps at once.

    Parameters
    ----------
    inputs : sequence of T NDArrays, shape (N, V)
        As from :func:`to_onehot`.
    state : sequence of one NDArray, shape (N, H)
    params : sequence of NDArray
        As from :func:`rnn_params`.

    Returns
    -------
    list of T NDArrays, shape (N, V), and the new state

    Section: 6.4 循环神经网络的从零开始实现
    """
    *gates, W_hq, b_q = params
    states, state = rnn_layer(inputs, state, gates)
    return project(states, W_hq, b_q), state


def rnn_layer(
    inputs: Sequence[nd.NDArray],
    state: Sequence[nd.NDArray],
    params: Sequence[nd.NDArray],
) -> tuple[list[nd.NDArray], tuple[nd.NDArray]]:
    """The hidden states of one layer, ``H = tanh(X W_xh + H W_hh + b_h)``.

    Parameters
    ----------
    inputs : sequence of T NDArrays, shape (N, D)
    state : sequence of one NDArray, shape (N, H)
    params : sequence of 3 NDArrays
        W_xh (D, H), W_hh (H, H) and b_h (H,).

    Returns
    -------
    list of T NDArrays, shape (N, H), and the new state

    Section: 6.4 循环神经网络的从零开始实现
    """
    W_xh, W_hh, b_h = params
    (H,) = state
    states = []
    for X in project(inputs, W_xh, b_h):
        H = nd.tanh(X + nd.dot(H, W_hh))
        states.append(H)
    return states, (H,)


def grad_clipping(
    params: Sequence[nd.NDArray], theta: float | None, ctx: mx.Context | None
) -> None:
    """Scale all gradients in place so that their global L2 norm is at most ``theta``.

    ``min(1, theta / norm)`` is computed on the device: nothing waits for the norm.

    Parameters
    ----------
    params : sequence of NDArray
        Arrays with gradients, on one device.
    theta : float or None
        Largest norm, above 0; None leaves the gradients alone.
    ctx : Context or None
        Device to add the squares on; None for that of the gradients.

    Raises
    ------
    ConfigError
        If ``theta`` is not above 0.

    Section: 6.4 循环神经网络的从零开始实现
    """
    if theta is None:
        return
    if not (theta > 0 and math.isfinite(theta)):
        raise ConfigError(
            f"The clipping bound theta is {theta!r}",
            action="choose a number above 0, or None for no clipping",
        )
    grads = [param.grad for param in params]
    ctx = ctx or grads[0].context
    squares = [grad.square().sum().as_in_context(ctx) for grad in grads]
    # a norm of 0 gives inf, and the minimum with 1 leaves zeros alone
    scale = nd.minimum(theta / nd.add_n(*squares).sqrt(), 1)
    for grad in grads:
        factor = scale.as_in_context(grad.context).reshape((1,) * grad.ndim)
        nd.broadcast_mul(grad, factor, out=grad)
