"""Bidirectional recurrent networks from scratch (6.10): one reads back to front."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import mxnet as mx
from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.scratch.recurrent import gate_params, output_params, project
from gluon_course.scratch.rnn import rnn_layer


def bi_rnn_params(
    vocab_size: int, num_hiddens: int, num_gates: int = 1, ctx: mx.Context | None = None
) -> list[nd.NDArray]:
    """Parameters of :func:`bi_rnn` with gradients: N(0, 0.01**2), biases 0.

    Parameters
    ----------
    vocab_size, num_hiddens : int
        V and H, units of one direction.
    num_gates : int
        Triples of weights and bias in a layer: 1 for rnn, 3 for gru, 4 for lstm.
    ctx : Context, optional
        Device; the CPU by default.

    Returns
    -------
    list of NDArray
        Those of the layer that reads forwards, of the other, then W_hq (2 H, V), b_q.

    Section: 6.10 双向循环神经网络 (chapter_recurrent-neural-networks/bi-rnn)
    """
    forwards, backwards = (
        gate_params(vocab_size, num_hiddens, num_gates, ctx) for _ in range(2)
    )
    return [*forwards, *backwards, *output_params(2 * num_hiddens, vocab_size, ctx)]


def bi_rnn(
    inputs: Sequence[nd.NDArray],
    state: Sequence[nd.NDArray],
    params: Sequence[nd.NDArray],
    layer: Callable = rnn_layer,
) -> tuple[list[nd.NDArray], tuple[nd.NDArray, ...]]:
    """Two layers, one over the reversed steps; scores from both states of a step.

    Parameters
    ----------
    inputs : sequence of T NDArrays, shape (N, V)
    state : sequence of NDArray, shape (N, H)
        That of the layer that reads forwards, then of the other.
    params : sequence of NDArray
        As from :func:`bi_rnn_params`.
    layer : callable
        ``layer(inputs, state, params) -> states, state``.

    Returns
    -------
    list of T NDArrays, shape (N, V), and the new state

    Raises
    ------
    ConfigError
        If params or states cannot be dealt out to two layers.

    Section: 6.10 双向循环神经网络
    """
    *layers, W_hq, b_q = params
    if len(layers) % 2 or len(state) % 2:
        raise ConfigError(
            f"{len(layers)} parameters and {len(state)} states for two directions",
            "both have equally many",
            "make the parameters with bi_rnn_params",
        )
    width, count = len(layers) // 2, len(state) // 2
    forwards, first = layer(inputs, state[:count], layers[:width])
    backwards, second = layer(inputs[::-1], state[count:], layers[width:])
    both = [nd.concat(a, b, dim=1) for a, b in zip(forwards, backwards[::-1])]
    return project(both, W_hq, b_q), (*first, *second)
