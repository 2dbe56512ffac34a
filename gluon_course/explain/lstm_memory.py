"""LSTM: its memory C holds any number, its state H lies between -1 and 1."""

from __future__ import annotations

import numpy as np
from mxnet import nd

from gluon_course import scratch, viz
from gluon_course.explain.topic import Answer, Check, Table, register_topic

STEPS, WRITES = 60, 20
OPEN, SHUT = 30.0, -30.0  # sigmoid is 1 or 0 to float32's rounding


def run_gates(
    input_gate: float, forget_gate: float, num_steps: int, memory: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """C and H of one unit whose gates are held, its candidate always 1.

    Parameters
    ----------
    input_gate, forget_gate : float
        Biases of these gates: 30 is open, -30 shut. The output gate is open.
    num_steps : int
    memory : float
        C before the first step.

    Returns
    -------
    C, H : numpy.ndarray, shape (num_steps,)
    """
    zero = nd.zeros((1, 1))
    params = []
    for bias in (input_gate, forget_gate, OPEN, OPEN):
        params += [zero, zero, nd.array([bias])]
    state, found = (zero, nd.array([[memory]])), []
    for _ in range(num_steps):
        _, state = scratch.lstm_layer([zero], state, params)
        found.append([each.asnumpy().item() for each in state])
    H, C = np.array(found).T
    return C, H


@register_topic(
    "lstm-memory",
    "Where does an LSTM store what it has seen, and how large may it grow?",
    "6.8, v2:9.2",
)
def lstm_memory() -> Answer:
    """Write 1 twenty times, keep it, then forget: C and H in every step."""
    C, H = run_gates(OPEN, OPEN, WRITES)
    parts = [(C, H)]
    for input_gate, forget_gate in ((SHUT, OPEN), (SHUT, 0.0)):
        parts.append(
            run_gates(input_gate, forget_gate, WRITES, memory=parts[-1][0][-1])
        )
    (written, _), (kept, _), (forgotten, _) = parts
    C, H = (np.concatenate(each) for each in zip(*parts))
    rnn_state = _rnn_state(STEPS)
    rows = [
        (f"{first + 1}-{first + WRITES}", what, f"{C[last]:.4g}", f"{H[last]:.4g}")
        for first, what in (
            (0, "I = F = 1: writes 1 each step"),
            (WRITES, "I = 0, F = 1: keeps"),
            (2 * WRITES, "I = 0, F = 1/2: forgets"),
        )
        for last in [first + WRITES - 1]
    ]
    return Answer(
        "In C. It is a sum, F * C + I * candidate, and nothing bounds it: with both "
        "gates open it counts 1, 2, 3, ... and with the input gate shut it keeps its "
        "value for ever. H is O * tanh(C), a product of a number in (0, 1) and one in "
        "(-1, 1): it shows C to the outside, squeezed between -1 and 1.",
        tables=[Table(("steps", "gates", "C at the end", "H at the end"), rows)],
        pictures={
            "memory": viz.plot(
                np.arange(1, STEPS + 1),
                [C, H],
                ["C", "H"],
                "step",
                "value",
                title="Write, keep, forget",
            )
        },
        checks=[
            Check(
                "open gates count: C is 1, 2, ..., 20",
                bool(np.allclose(written, np.arange(1, WRITES + 1), atol=1e-5)),
                f"{written[-1]:.4f}",
            ),
            Check(
                "a shut input gate and an open forget gate keep C for 20 steps",
                bool(np.allclose(kept, WRITES, atol=1e-4)),
                f"{kept[-1]:.4f}",
            ),
            Check(
                "a forget gate of one half halves C in every step",
                bool(np.allclose(forgotten, WRITES / 2.0 ** np.arange(1, WRITES + 1))),
            ),
            Check(
                "H is never outside -1..1, and is tanh(C) with an open output gate",
                bool((abs(H) <= 1).all() and np.allclose(H, np.tanh(C), atol=1e-5)),
                f"largest {abs(H).max():.4f}",
            ),
            Check(
                "the state of a plain RNN, a tanh itself, forgets what it was given",
                bool(rnn_state[0] > 0.7 and rnn_state[-1] < 0.2),
                f"{rnn_state[0]:.2f} in the first step, {rnn_state[-1]:.2f} at the end",
            ),
        ],
    )


def _rnn_state(num_steps: int) -> np.ndarray:
    """The state of one tanh unit with W_hh = 1 that is given 1 in the first step."""
    one = nd.ones((1, 1))
    inputs = [one] + [nd.zeros((1, 1))] * (num_steps - 1)
    states, _ = scratch.rnn_layer(inputs, (nd.zeros((1, 1)),), [one, one, nd.zeros(1)])
    return np.array([each.asnumpy().item() for each in states])
