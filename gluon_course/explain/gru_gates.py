"""GRU: what its two gates do, and which of two formulas a library has."""

from __future__ import annotations

import numpy as np
from mxnet import nd
from mxnet.gluon import rnn

from gluon_course import scratch
from gluon_course.explain.topic import Answer, Check, Table, register_topic

WIDTH, STEPS = 6, 12
OPEN, SHUT = 30.0, -30.0  # sigmoid is 1 or 0 to float32's rounding


def made_params(update_bias: float = 0.0, reset_bias: float = 0.0) -> list[nd.NDArray]:
    """Parameters of a GRU layer (D = H) with N(0, 0.5**2) weights and those biases.

    Parameters
    ----------
    update_bias, reset_bias : float
        30 holds the gate at 1, -30 at 0.
    """
    rng = np.random.RandomState(0)
    params = []
    for bias in (update_bias, reset_bias, 0.0):
        weights = rng.normal(scale=0.5, size=(2, WIDTH, WIDTH))
        params += [*map(nd.array, weights), nd.full((WIDTH,), bias)]
    return params


def gluon_states(params: list[nd.NDArray], inputs: nd.NDArray, state: nd.NDArray):
    """States (T, N, H) of Gluon's GRU with the weights of a layer from scratch.

    Parameters
    ----------
    params : list of NDArray
        Of ``scratch.gru_layer``.
    inputs : NDArray, shape (T, N, D)
    state : NDArray, shape (N, H)
    """
    layer = rnn.GRU(params[1].shape[0], input_size=params[0].shape[0])
    layer.initialize()
    order = (3, 0, 6)  # Gluon: reset, update, candidate
    for k, name in enumerate(("i2h_weight", "h2h_weight", "i2h_bias")):
        parts = [params[gate + k].T for gate in order]
        getattr(layer, f"l0_{name}").set_data(nd.concat(*parts, dim=0))
    return layer(inputs, [state.expand_dims(0)])[0]


@register_topic(
    "gru-gates",
    "What do the two gates of a GRU do, and is Gluon's GRU that of the text?",
    "6.7, v2:9.1",
)
def gru_gates() -> Answer:
    """Hold the gates open and shut; compare the text's formula with Gluon's layer."""
    rng = np.random.RandomState(1)
    X, H = nd.array(rng.normal(size=(STEPS, 2, WIDTH))), nd.array(np.eye(2, WIDTH))

    def states(params, **options):
        return nd.stack(*scratch.gru_layer(list(X), (H,), params, **options)[0])

    kept = states(made_params(update_bias=OPEN))
    plain = states(made_params(update_bias=SHUT, reset_bias=OPEN))
    alone = states(made_params(update_bias=SHUT, reset_bias=SHUT))
    W_xh, W_hh, _ = made_params()[6:]
    rnn_states, _ = scratch.rnn_layer(list(X), (H,), [W_xh, W_hh, nd.zeros((WIDTH,))])
    params = made_params()
    theirs = gluon_states(params, X, H)
    differences = {
        "Z = 1: the state stays": (kept - H).abs().max(),
        "Z = 0, R = 1: a plain RNN": (plain - nd.stack(*rnn_states)).abs().max(),
        "Z = 0, R = 0: no past": (alone - nd.tanh(nd.dot(X, W_xh))).abs().max(),
        "the text's formula and Gluon's": (states(params) - theirs).abs().max(),
        "R * (H W_hh), and Gluon's": (states(params, resets_product=True) - theirs)
        .abs()
        .max(),
    }
    found = {name: each.asscalar().item() for name, each in differences.items()}
    return Answer(
        "The update gate Z says how much of the old state stays, the reset gate R how "
        "much of it the candidate sees. Z = 1 copies the state, Z = 0 with R = 1 is a "
        "plain RNN, and Z = R = 0 looks at the input only. The text resets the state, "
        "(R * H) W_hh; Gluon, like PyTorch and cuDNN, resets the product, "
        "R * (H W_hh): equal weights give other numbers, and both learn alike.",
        tables=[
            Table(
                ("compared", "largest difference"),
                [(name, f"{value:.2g}") for name, value in found.items()],
            )
        ],
        checks=[
            Check(name, value < 1e-5, f"{value:.2g}")
            for name, value in list(found.items())[:3]
        ]
        + [
            Check(
                "Gluon's layer is not the text's formula",
                found["the text's formula and Gluon's"] > 1e-3,
            ),
            Check(
                "with the product reset both are equal",
                found["R * (H W_hh), and Gluon's"] < 1e-5,
            ),
        ],
    )
