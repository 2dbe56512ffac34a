"""What the recurrent networks from scratch share: parameters, steps, scores."""

from __future__ import annotations

from collections.abc import Sequence

import mxnet as mx
from mxnet import nd

STD = 0.01  # of the initial weights


def gate_params(
    num_inputs: int, num_hiddens: int, num_gates: int, ctx: mx.Context | None = None
) -> list[nd.NDArray]:
    """Weights N(0, 0.01**2) and biases 0 of the gates of one layer, with gradients.

    Parameters
    ----------
    num_inputs, num_hiddens, num_gates : int
        D, H and G.
    ctx : Context, optional
        Device; the CPU by default.

    Returns
    -------
    list of 3 G NDArrays
        W_x (D, H), W_h (H, H) and b (H,) of each gate in turn.

    Section: 6.7 门控循环单元（GRU） (chapter_recurrent-neural-networks/gru)
    """
    D, H = num_inputs, num_hiddens
    return new_params([(D, H), (H, H), (H,)] * num_gates, ctx)


def output_params(
    num_hiddens: int, num_outputs: int, ctx: mx.Context | None = None
) -> list[nd.NDArray]:
    """W_hq (H, Q), N(0, 0.01**2), and b_q (Q,), zeros, with gradients.

    Section: 6.7 门控循环单元（GRU）
    """
    return new_params([(num_hiddens, num_outputs), (num_outputs,)], ctx)


def new_params(shapes: Sequence[tuple], ctx: mx.Context | None) -> list[nd.NDArray]:
    """Arrays with gradients: matrices are drawn, vectors are zeros."""
    params = [
        nd.zeros(shape, ctx=ctx)
        if len(shape) == 1
        else nd.random.normal(scale=STD, shape=shape, ctx=ctx)
        for shape in shapes
    ]
    for param in params:
        param.attach_grad()
    return params


def zero_states(
    count: int, batch_size: int, num_hiddens: int, ctx: mx.Context | None = None
) -> tuple[nd.NDArray, ...]:
    """``count`` states (N, H) of sequences that begin."""
    return tuple(nd.zeros((batch_size, num_hiddens), ctx=ctx) for _ in range(count))


def project(
    inputs: Sequence[nd.NDArray], W: nd.NDArray, b: nd.NDArray
) -> list[nd.NDArray]:
    """``X W + b`` of every step, computed for all steps at once.

    Parameters
    ----------
    inputs : sequence of T NDArrays, shape (N, D)
    W, b : NDArray, shapes (D, H) and (H,)

    Returns
    -------
    list of T NDArrays, shape (N, H)
    """
    # (T * N, H)
    Y = nd.broadcast_add(nd.dot(nd.concat(*inputs, dim=0), W), b)
    # slices would do, but their gradients are slow to add
    num_steps = len(inputs)
    return [Y] if num_steps == 1 else Y.split(num_outputs=num_steps, axis=0)
