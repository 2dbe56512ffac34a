"""Deep recurrent networks from scratch (6.9): a layer's states are the next's inputs.

Any layer of this room will do: ``rnn_layer``, ``gru_layer`` or ``lstm_layer``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import mxnet as mx
from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.scratch.recurrent import (
    gate_params,
    output_params,
    project,
    zero_states,
)


def deep_rnn_params(
    vocab_size: int,
    num_hiddens: int,
    num_layers: int,
    num_gates: int,
    ctx: mx.Context | None = None,
) -> list[nd.NDArray]:
    """Parameters of :func:`deep_rnn` with gradients: N(0, 0.01**2), biases 0.

    Parameters
    ----------
    vocab_size, num_hiddens, num_layers : int
        V, H and L.
    num_gates : int
        Triples of weights and bias in a layer: 1 for rnn, 3 for gru, 4 for lstm.
    ctx : Context, optional
        Device; the CPU by default.

    Returns
    -------
    list of NDArray
        Those of each layer in turn, then W_hq and b_q.

    Raises
    ------
    ConfigError
        If there is no layer.

    Section: 6.9 深度循环神经网络 (chapter_recurrent-neural-networks/deep-rnn)
    """
    if num_layers < 1:
        raise ConfigError(f"num_layers is {num_layers}", action="take 1 or more")
    params = []
    for num_inputs in (vocab_size, *[num_hiddens] * (num_layers - 1)):
        params += gate_params(num_inputs, num_hiddens, num_gates, ctx)
    return params + output_params(num_hiddens, vocab_size, ctx)


def init_deep_state(
    batch_size: int, num_hiddens: int, count: int, ctx: mx.Context | None = None
) -> tuple[nd.NDArray, ...]:
    """``count`` first states (N, H): one for each layer, or two for those of LSTM.

    Section: 6.9 深度循环神经网络
    """
    return zero_states(count, batch_size, num_hiddens, ctx)


def deep_rnn(
    inputs: Sequence[nd.NDArray],
    state: Sequence[nd.NDArray],
    params: Sequence[nd.NDArray],
    layer: Callable,
    num_layers: int,
) -> tuple[list[nd.NDArray], tuple[nd.NDArray, ...]]:
    """Layers over each other, and ``Y = H W_hq + b_q`` over the last.

    Parameters
    ----------
    inputs : sequence of T NDArrays, shape (N, V)
    state : sequence of NDArray, shape (N, H)
        Those of the first layer first.
    params : sequence of NDArray
        As from :func:`deep_rnn_params`.
    layer : callable
        ``layer(inputs, state, params) -> states, state``.
    num_layers : int
        L.

    Returns
    -------
    list of T NDArrays, shape (N, V), and the new state

    Raises
    ------
    ConfigError
        If params or states cannot be dealt out to that many layers.

    Section: 6.9 深度循环神经网络
    """
    *layers, W_hq, b_q = params
    if num_layers < 1 or len(layers) % num_layers or len(state) % num_layers:
        raise ConfigError(
            f"{len(layers)} parameters and {len(state)} states for {num_layers} layers",
            "every layer has equally many",
            "make them with deep_rnn_params and init_deep_state",
        )
    width, count = len(layers) // num_layers, len(state) // num_layers
    new_state = []
    for i in range(num_layers):
        inputs, states = layer(
            inputs,
            state[i * count : (i + 1) * count],
            layers[i * width : (i + 1) * width],
        )
        new_state += states
    return project(inputs, W_hq, b_q), tuple(new_state)
