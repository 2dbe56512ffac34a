"""Markov models and autoregression: how much of the past helps, and how far."""

from __future__ import annotations

import math

import numpy as np

from gluon_course import data, viz
from gluon_course.explain.topic import Answer, Check, Table, register_topic

STEPS = (1, 2, 4, 16, 64)
_PHI, _SIGMA, _LENGTH = 0.9, 1.0, 20_000
_CHAIN = np.array([[0.8, 0.15, 0.05], [0.1, 0.7, 0.2], [0.3, 0.3, 0.4]])


def fit_autoregression(x: np.ndarray, tau: int) -> np.ndarray:
    """Weights of the last tau values, the oldest first, by least squares.

    Parameters
    ----------
    x : numpy.ndarray, shape (L,)
        A series with mean about 0.
    tau : int
        1..L-1.

    Returns
    -------
    numpy.ndarray, shape (tau,)

    Section: v2:8.1 序列模型 (chapter_recurrent-neural-networks/sequence)
    """
    past = np.stack([x[i : len(x) - tau + i] for i in range(tau)], axis=1)
    return np.linalg.lstsq(past, x[tau:], rcond=None)[0]


def k_step_errors(x: np.ndarray, w: np.ndarray, steps=STEPS) -> list[float]:
    """Root mean squared errors of predictions that feed on themselves.

    Parameters
    ----------
    x : numpy.ndarray, shape (L,)
        The series; L is above ``len(w) + max(steps)``.
    w : numpy.ndarray, shape (tau,)
        Weights of the last values, the oldest first.
    steps : sequence of int
        How many steps ahead.

    Returns
    -------
    list of float
        One for each of the steps, over the same windows.

    Section: v2:8.1 序列模型
    """
    tau, most = len(w), max(steps)
    count = len(x) - tau - most + 1
    window = np.stack([x[i : i + count] for i in range(tau)], axis=1)
    errors = []
    for k in range(1, most + 1):
        predicted = window @ w
        window = np.column_stack((window[:, 1:], predicted))
        truth = x[tau + k - 1 : tau + k - 1 + count]
        errors.append(float(np.sqrt(np.square(predicted - truth).mean())))
    return [errors[k - 1] for k in steps]


def count_transitions(states: np.ndarray, num_states: int) -> np.ndarray:
    """Share of each next state after each state, shape (S, S), rows sum to one.

    Parameters
    ----------
    states : numpy.ndarray of int, shape (L,)
        0..S-1; every state but the last occurs before another.
    num_states : int
        S.

    Section: 6.1 语言模型 (chapter_recurrent-neural-networks/lang-model)
    """
    counts = np.zeros((num_states, num_states))
    np.add.at(counts, (states[:-1], states[1:]), 1)
    return counts / counts.sum(axis=1, keepdims=True)


@register_topic(
    "sequence-models",
    "Why does a model of a sequence see one step ahead, and not a hundred?",
    "6.1, 6.2, v2:8.1",
)
def sequence_models() -> Answer:
    """A Markov chain, an autoregressive series with known errors, and the sine."""
    random = np.random.RandomState(0)
    states = _chain(random, _LENGTH)
    estimated = count_transitions(states, len(_CHAIN))
    pairs = states[:-1] * len(_CHAIN) + states[1:]
    gain = _entropy(states, pairs) - _second_order_entropy(states, pairs)

    x = _autoregressive(random, _LENGTH)
    (phi,) = fit_autoregression(x, 1)
    found = k_step_errors(x, np.array([phi]))
    theory = [_theory(k) for k in STEPS]

    pure, noisy = (data.noisy_sine(1000, e)[1].asnumpy() for e in (0.0, 0.2))
    exact = k_step_errors(pure.astype(float), fit_autoregression(pure.astype(float), 2))
    rough = k_step_errors(noisy, fit_autoregression(noisy[:604], 4))
    every = range(1, max(STEPS) + 1)
    picture = viz.plot(
        every,
        [k_step_errors(x, np.array([phi]), every), [_theory(k) for k in every]],
        ["measured", "theory"],
        *("steps ahead", "error"),
        title="x = 0.9 x of before + noise",
    )
    return Answer(
        "A Markov model of order tau keeps the last tau values and forgets the rest, "
        "which loses nothing if the next value depends on those alone. One step ahead "
        "its error is the noise of one step. Further ahead it feeds on its own "
        "predictions, so errors add up until it is no better than the mean. Only a "
        "series without noise can be followed for long.",
        tables=[
            Table(
                ("steps ahead", *map(str, STEPS)),
                [
                    ("0.9 x + noise", *(f"{each:.3f}" for each in found)),
                    ("the same, theory", *(f"{each:.3f}" for each in theory)),
                    ("sine with noise .2, tau 4", *(f"{each:.3f}" for each in rough)),
                    ("sine without noise, tau 2", *(f"{each:.1g}" for each in exact)),
                ],
                "Root mean squared error of the prediction",
            )
        ],
        checks=[
            Check(
                "counting the pairs of a chain finds its probabilities to 0.02",
                np.abs(estimated - _CHAIN).max() < 0.02,
                f"off by {np.abs(estimated - _CHAIN).max():.2g}",
            ),
            Check(
                "looking back on a second state tells next to nothing more",
                0 <= gain < 0.001,
                f"{gain:.1g} of {_entropy(states, pairs):.2g} nats",
            ),
            Check(
                "the error k steps ahead is that of the formula, to 3 %",
                np.allclose(found, theory, rtol=0.03),
            ),
            Check(
                "64 steps ahead it is that of predicting the mean, to 3 %",
                math.isclose(found[-1], x.std(), rel_tol=0.03),
                f"{found[-1]:.2f}, the series has a deviation of {x.std():.2f}",
            ),
            Check(
                "a sine without noise is an exact model of order 2: 64 steps are right",
                max(exact) < 0.01,
            ),
            Check(
                "with noise the error grows from 1 step to 64",
                rough[0] < rough[3] < rough[4],
                f"{rough[0]:.2f} to {rough[4]:.2f}",
            ),
        ],
        pictures={"sequence-models": picture},
    )


def _theory(k: int) -> float:
    """Deviation of the sum of k steps of noise, each shrunk by phi a step."""
    return _SIGMA * math.sqrt((1 - _PHI ** (2 * k)) / (1 - _PHI**2))


def _autoregressive(random, length: int) -> np.ndarray:
    noise = random.normal(0, _SIGMA, length)
    x = np.zeros(length)
    for t in range(1, length):
        x[t] = _PHI * x[t - 1] + noise[t]
    return x


def _chain(random, length: int) -> np.ndarray:
    cumulated, drawn = _CHAIN.cumsum(axis=1), random.rand(length)
    states = np.zeros(length, int)
    for t in range(1, length):
        states[t] = np.searchsorted(cumulated[states[t - 1]], drawn[t])
    return states.clip(0, len(_CHAIN) - 1)


def _entropy(states: np.ndarray, pairs: np.ndarray) -> float:
    """Mean of -log P(next | state), as counted, in nats."""
    return _joint(pairs) - _joint(states[:-1])


def _second_order_entropy(states: np.ndarray, pairs: np.ndarray) -> float:
    triples = pairs[:-1] * len(_CHAIN) + states[2:]
    return _joint(triples) - _joint(pairs[:-1])


def _joint(values: np.ndarray) -> float:
    shares = np.bincount(values) / len(values)
    shares = shares[shares > 0]
    return float(-(shares * np.log(shares)).sum())
