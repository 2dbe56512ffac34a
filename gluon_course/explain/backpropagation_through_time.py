"""Backpropagation through time: how far back a gradient reaches."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from mxnet import autograd, nd

from gluon_course import scratch, viz
from gluon_course.base.errors import ConfigError
from gluon_course.explain.topic import Answer, Check, Table, register_topic

WIDTH, STEPS = 16, 40
RADII = (0.8, 1.0, 1.2)


def gradient_norms(
    layer: Callable, state: tuple, params: list, num_steps: int = STEPS, cut: int = 0
) -> np.ndarray:
    """Norm of the gradient of the last state's sum by the input of each step.

    Parameters
    ----------
    layer : callable
        ``layer(inputs, state, params) -> states, state``, of ``scratch``.
    state : tuple of NDArray, shape (1, H)
        The first.
    params : list of NDArray
        The first has shape (D, H).
    num_steps : int
        1 or more.
    cut : int
        Detach the state so many steps before the end; 0 for nowhere.

    Returns
    -------
    numpy.ndarray, shape (num_steps,)
        Element k is for the input k steps before the last.

    Raises
    ------
    ConfigError
        If the cut is behind the first step.
    """
    if not 0 <= cut < num_steps:
        raise ConfigError(f"The cut is {cut}", action=f"choose 0 to {num_steps - 1}")
    inputs = [nd.zeros((1, params[0].shape[0])) for _ in range(num_steps)]
    for each in inputs:
        each.attach_grad()
    with autograd.record():
        if cut:
            _, state = layer(inputs[:-cut], state, params)
            state = tuple(each.detach() for each in state)
        _, state = layer(inputs[-cut:] if cut else inputs, state, params)
        last = state[0].sum()
    last.backward()
    return np.array([each.grad.norm().asscalar() for each in reversed(inputs)])


def rotation(width: int, radius: float, seed: int = 0) -> nd.NDArray:
    """``radius`` times an orthogonal matrix (H, H): lengths change by ``radius``."""
    matrix = np.random.RandomState(seed).normal(size=(width, width))
    return nd.array(radius * np.linalg.qr(matrix)[0])


@register_topic(
    "backpropagation-through-time",
    "How far back in time does a gradient reach?",
    "6.6, v2:8.7",
)
def backpropagation_through_time() -> Answer:
    """Gradient norms by distance in time: RNN of three radii, GRU, LSTM, a cut."""
    nothing = nd.zeros((1, WIDTH))
    eye = nd.array(np.eye(WIDTH))
    norms = {
        f"RNN, {radius:g}": gradient_norms(
            scratch.rnn_layer,
            (nothing,),
            [eye, rotation(WIDTH, radius), nd.zeros((WIDTH,))],
        )
        for radius in RADII
    }
    norms["LSTM, open"] = gradient_norms(
        scratch.lstm_layer, (nothing, nothing), _open_lstm(eye)
    )
    cut = gradient_norms(
        scratch.rnn_layer,
        (nothing,),
        [eye, rotation(WIDTH, 1.0), nd.zeros((WIDTH,))],
        cut=10,
    )
    shown = (0, 1, 5, 10, 20, STEPS - 1)
    rows = [
        (name, *(f"{each[k]:.2g}" for k in shown))
        for name, each in {**norms, "RNN, 1, cut at 10": cut}.items()
    ]
    ratios = {
        radius: norms[f"RNN, {radius:g}"][1:] / norms[f"RNN, {radius:g}"][:-1]
        for radius in RADII
    }
    memory = norms["LSTM, open"]
    return Answer(
        "Each step back multiplies the gradient by W_hh and the slope of tanh once "
        "more, so it shrinks or grows like a power of W_hh's size: after 40 steps by "
        "0.8 nothing is left, by 1.2 it has grown over a thousandfold. Clipping bounds "
        "what explodes, and cutting the state off (detach) stops it; what has vanished "
        "needs gates: the memory of an LSTM with an open forget gate hands the "
        "gradient on nearly unchanged.",
        tables=[
            Table(
                ("network", *(f"{k} back" for k in shown)),
                rows,
                "norm of the gradient by the input so many steps before the last",
            )
        ],
        pictures={
            "gradients": viz.semilogy(
                np.arange(STEPS),
                list(norms.values()),
                list(norms),
                "steps back",
                "norm of the gradient",
                title="Gradients through time",
            )
        },
        checks=[
            Check(
                f"at radius {radius:g} every step back multiplies the norm by it",
                bool(np.allclose(each, radius, rtol=1e-3)),
                f"{each.min():.4f} to {each.max():.4f}",
            )
            for radius, each in ratios.items()
        ]
        + [
            Check(
                "an open LSTM keeps more than half of the gradient over all steps",
                bool(memory[-1] > 0.5 * memory[0] > 0),
                f"{memory[-1] / memory[0]:.2f}",
            ),
            Check(
                "before a detached state there is no gradient at all",
                bool((cut[10:] == 0).all() and (cut[:10] > 0).all()),
            ),
        ],
    )


def _open_lstm(eye: nd.NDArray) -> list[nd.NDArray]:
    """Parameters of an LSTM without W_h whose gates are open, the forget gate most."""
    zero, width = nd.zeros_like(eye), eye.shape[0]
    params = []
    for W, bias in ((zero, 3.0), (zero, 6.0), (zero, 3.0), (eye, 0.0)):
        params += [W, zero, nd.full((width,), bias)]
    return params
