"""The perceptron: when it stops, after how many corrections, and why not on XOR."""

from __future__ import annotations

import dataclasses

import numpy as np

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.explain.topic import Answer, Check, Table, register_topic

MARGINS = (0.3, 0.1, 0.03, 0.01)
XOR = (np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float), np.array([-1, 1, 1, -1]))


@dataclasses.dataclass(frozen=True)
class Perceptron:
    """What :func:`train_perceptron` found.

    Attributes
    ----------
    w : numpy.ndarray, shape (D,)
    b : float
        It says the class ``sign(w @ x + b)``.
    num_updates : int
        Corrections that were made.
    num_passes : int
        Passes over the data, the last one without a correction if it converged.
    has_converged : bool
        Are all samples right?
    """

    w: np.ndarray
    b: float
    num_updates: int
    num_passes: int
    has_converged: bool


def train_perceptron(X, y, max_passes: int = 1000) -> Perceptron:
    """Rosenblatt's rule: after a mistake on (x, y), add y * x to w and y to b.

    Parameters
    ----------
    X : array, shape (N, D)
    y : array, shape (N,)
        -1 or 1.
    max_passes : int
        It gives up after so many passes, for the data may not be separable.

    Raises
    ------
    ShapeError
        If the shapes do not fit or a label is neither -1 nor 1.

    Source: Rosenblatt (1958); the zh-v2 lecture 感知机, which has no section
    """
    X, y = _checked(X, y)
    w, b, num_updates = np.zeros(X.shape[1]), 0.0, 0
    for num_passes in range(1, max_passes + 1):
        before = num_updates
        for x, label in zip(X, y):
            if label * (w @ x + b) <= 0:
                w, b = w + label * x, b + label
                num_updates += 1
        if num_updates == before:
            return Perceptron(w, b, num_updates, num_passes, True)
    return Perceptron(w, b, num_updates, max_passes, False)


def mistake_bound(X, y, w, b: float) -> float:
    """The most corrections that :func:`train_perceptron` can need: (R**2 + 1) / rho**2.

    R is the largest norm of a sample, and rho the margin of the given separator: the
    least ``y * (w @ x + b)`` after (w, b) was scaled to norm 1. Any separator gives a
    valid bound; the one of largest margin gives the smallest.

    Parameters
    ----------
    X, y
        As for :func:`train_perceptron`.
    w : array, shape (D,)
    b : float

    Raises
    ------
    ConfigError
        If (w, b) does not separate the samples.

    Source: Novikoff (1962); the zh-v2 lecture 感知机
    """
    X, y = _checked(X, y)
    w = np.asarray(w, float)
    margin = float((y * (X @ w + b)).min() / np.hypot(np.linalg.norm(w), b))
    if not margin > 0:
        raise ConfigError(
            f"w = {w.tolist()}, b = {b:g} does not separate the samples",
            "one of them lies on the wrong side or on the line",
        )
    return float(((X**2).sum(axis=1).max() + 1) / margin**2)


def separable_points(margin: float, num_samples: int = 200, seed: int = 0) -> tuple:
    """Points of the square [-1, 1]**2 that the line .6 x1 + .8 x2 = .5 keeps apart.

    Parameters
    ----------
    margin : float
        No point lies nearer to the line, 0 <= margin < 1.
    num_samples : int
        Number N of points.
    seed : int
        Seed, 0..2**31-1.

    Returns
    -------
    X : numpy.ndarray, shape (N, 2)
    y : numpy.ndarray of int, shape (N,)
        -1 or 1.
    w, b : numpy.ndarray, float
        The line.
    """
    if not 0 <= margin < 1:
        raise ConfigError(f"The margin is {margin}", action="choose 0 <= margin < 1")
    w, b, random = np.array([0.6, 0.8]), -0.5, np.random.RandomState(seed)
    X = np.empty((0, 2))
    while len(X) < num_samples:
        drawn = random.uniform(-1, 1, (num_samples, 2))
        X = np.concatenate((X, drawn[np.abs(drawn @ w + b) >= margin]))
    X = X[:num_samples]
    return X, np.where(X @ w + b > 0, 1, -1), w, b


@register_topic("perceptron", "When does a perceptron stop?")
def perceptron() -> Answer:
    """Corrections beside the bound for four margins; then XOR."""
    rows, all_within = [], True
    for margin in MARGINS:
        X, y, w, b = separable_points(margin)
        found, bound = train_perceptron(X, y), mistake_bound(X, y, w, b)
        all_within &= found.has_converged and found.num_updates <= bound
        rows.append((margin, found.num_updates, found.num_passes, f"{bound:,.0f}"))
    X, y = XOR
    on_xor = [train_perceptron(X, y, passes) for passes in (10, 11, 1000)]
    states = [(*each.w, each.b) for each in on_xor]
    hidden = np.maximum(X.sum(axis=1)[:, None] - [0, 1], 0)  # (4, 2)
    return Answer(
        "If a line separates the classes, it stops, after at most (R^2 + 1) / rho^2 "
        "corrections: R is the largest norm of a sample, rho the margin. What "
        "counts is not how many samples there are but how near they come to the line. "
        "If no line does, as for XOR, it never stops and its weights go round in "
        "circles; one hidden layer is enough to get out.",
        tables=[
            Table(
                ("margin", "corrections", "passes", "at most"),
                rows,
                "200 points each; the last column is the bound on the corrections",
            )
        ],
        checks=[
            Check("it stops within the bound at each margin", all_within),
            Check(
                "on XOR it has not stopped after 1,000 passes",
                not on_xor[2].has_converged,
                f"{on_xor[2].num_updates:,} corrections",
            ),
            Check(
                "there a pass ends with the weights that it began with",
                len(set(states)) == 1,
                f"w1, w2, b = {', '.join(f'{each:g}' for each in states[0])}",
            ),
            Check(
                "relu(x1 + x2) - 2 relu(x1 + x2 - 1), a hidden layer of two, is XOR",
                np.array_equal(hidden @ [1, -2], (y + 1) / 2),
            ),
        ],
    )


def _checked(X, y) -> tuple[np.ndarray, np.ndarray]:
    X, y = np.asarray(X, float), np.asarray(y)
    if X.ndim != 2 or y.shape != X.shape[:1] or not np.isin(y, (-1, 1)).all():
        raise ShapeError(
            f"Samples of shape {X.shape}, labels of shape {y.shape}",
            "a label belongs to each row and is -1 or 1",
            "for labels 0 and 1 give 2 * y - 1",
        )
    return X, y
