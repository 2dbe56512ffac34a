"""Cross-entropy beside squared error, on all distributions over the classes."""

from __future__ import annotations

import os
from typing import NamedTuple

import numpy as np
from mxnet import autograd, nd

from gluon_course import viz
from gluon_course.base.errors import ShapeError
from gluon_course.explain.topic import Answer, Check, Table, register_topic
from gluon_course.viz.style import COLORS, Picture, describe, figure, in_style

WRONG = (0.5, 0.9, 0.99, 0.999, 0.99999)
"""Probabilities that a net gives to the wrong class of two."""


class Judged(NamedTuple):
    """Both losses of predicted distributions.

    Attributes
    ----------
    cross_entropy, squared_error : numpy.ndarray, shape (N,)
        ``-log p[y]`` and ``sum((p - onehot(y))**2) / 2``.
    cross_entropy_grad, squared_error_grad : numpy.ndarray, shape (N, K)
        Their gradients in the logits.
    """

    cross_entropy: np.ndarray
    squared_error: np.ndarray
    cross_entropy_grad: np.ndarray
    squared_error_grad: np.ndarray


def judge_logits(logits: nd.NDArray, y: nd.NDArray) -> Judged:
    """Cross-entropy and squared error of the softmax of some logits, by autograd.

    Parameters
    ----------
    logits : NDArray, shape (N, K)
    y : NDArray, shape (N,)
        Labels, 0..K-1.

    Returns
    -------
    Judged

    Raises
    ------
    ShapeError
        If there is not one label for each row of logits.

    Section: 3.4 softmax回归 (chapter_deep-learning-basics/softmax-regression)
    """
    if logits.ndim != 2 or y.shape != logits.shape[:1]:
        raise ShapeError(
            f"Logits of shape {logits.shape} and labels of shape {y.shape} do not fit",
            action="pass logits (N, K) and labels (N,)",
        )
    logits = logits.copy()
    logits.attach_grad()
    onehot = nd.one_hot(y, logits.shape[1], dtype=logits.dtype)
    found = []
    for loss in (_cross_entropy, _squared_error):
        with autograd.record():
            value = loss(logits, onehot)
        value.backward()
        found.append((value.asnumpy(), logits.grad.asnumpy()))
    (entropy, entropy_grad), (squared, squared_grad) = found
    return Judged(entropy, squared, entropy_grad, squared_grad)


def judge(p, y: int = 0) -> Judged:
    """Both losses of distributions that are given themselves.

    Parameters
    ----------
    p : array, shape (N, K)
        Rows of positive numbers with sum 1: points inside the simplex.
    y : int
        The label of all rows, 0..K-1.

    Raises
    ------
    ShapeError
        If a row is no distribution inside the simplex, or there is no class ``y``.
    """
    p = np.atleast_2d(np.asarray(p, dtype="float64"))
    if p.ndim != 2 or (p <= 0).any() or np.abs(p.sum(axis=1) - 1).max() > 1e-6:
        raise ShapeError(
            "These are not distributions over the classes",
            "every row must hold positive numbers that sum to 1",
            "pass softmax(logits), or logits to judge_logits",
        )
    if not 0 <= y < p.shape[1]:
        raise ShapeError(f"There is no class {y} among {p.shape[1]}")
    logits = nd.array(np.log(p), dtype="float64")  # softmax(log p) is p
    return judge_logits(logits, nd.full(len(p), y, dtype="float64"))


@in_style()
def draw_simplex(steps: int = 60, path: os.PathLike | str | None = None) -> Picture:
    """Length of both gradients: on two classes as curves, on three as triangles.

    Parameters
    ----------
    steps : int, 10 or more
        Points along an edge of the triangle.
    path : path, optional
        Where to save the picture.

    Section: 3.4 softmax回归
    """
    picture, panels = figure(11.0, 3.3, 1, 3)
    wrong = np.linspace(0.001, 0.999, 400)
    two = judge(np.stack([1 - wrong, wrong], axis=1))
    for name, gradient, color, line in (
        ("cross-entropy", two.cross_entropy_grad, COLORS[0], "-"),
        ("squared error", two.squared_error_grad, COLORS[1], "--"),
    ):
        panels[0].plot(wrong, _length(gradient), line, color=color, label=name)
    describe(panels[0], "two classes", "probability of the wrong class")
    panels[0].set_ylabel("length of the gradient")
    panels[0].legend()
    points = _inside_triangle(steps)
    three = judge(points)
    for panel, title, gradient in (
        (panels[1], "three classes: cross-entropy", three.cross_entropy_grad),
        (panels[2], "three classes: squared error", three.squared_error_grad),
    ):
        x, height = points[:, 1] + points[:, 2] / 2, points[:, 2] * np.sqrt(0.75)
        seen = panel.tricontourf(
            x, height, _length(gradient), levels=12, cmap="viridis"
        )
        picture.colorbar(seen, ax=panel, shrink=0.8)
        panel.set_aspect("equal")
        panel.axis("off")
        describe(panel, title)
        panel.text(0, -0.02, "true", ha="center", va="top", fontsize=8)
        panel.text(1, -0.02, "wrong", ha="center", va="top", fontsize=8)
        panel.text(0.53, 0.85, "wrong", ha="left", va="top", fontsize=8)
    if path is not None:
        viz.save(picture, path)
    return picture


@register_topic(
    "cross-entropy", "Why not train a classifier on squared error?", "3.4, 3.6"
)
def cross_entropy() -> Answer:
    """Both losses as the net grows sure of the wrong one of two classes."""
    judged = judge([[1 - each, each] for each in WRONG])
    entropy, squared = (
        _length(judged.cross_entropy_grad),
        _length(judged.squared_error_grad),
    )
    rows = [
        (f"{each:g}", *(f"{value:.3g}" for value in values))
        for each, *values in zip(
            WRONG, judged.cross_entropy, entropy, judged.squared_error, squared
        )
    ]
    p = np.array([0.2, 0.5, 0.3])
    by_hand = p - np.array([1, 0, 0])
    return Answer(
        "The gradient of cross-entropy in the logits is p - y: the surer the net is of "
        "a wrong class, the longer it is, up to the square root of 2. Squared error "
        "goes through the slope of softmax, which is flat in every corner of the "
        "simplex, the wrong corners too: a net that is sure and wrong hardly learns. "
        "In the picture, dark means a short gradient.",
        tables=[
            Table(
                (
                    "wrong class",
                    "cross-entropy",
                    "gradient",
                    "squared error",
                    "gradient",
                ),
                rows,
                "Two classes; the probability of the wrong one, each loss, and the "
                "length of its gradient in the logits.",
            )
        ],
        checks=[
            Check(
                "the gradient of cross-entropy at p = (.2, .5, .3), y = 0, is p - y",
                np.allclose(judge([p]).cross_entropy_grad, by_hand),
            ),
            Check(
                "its length grows from row to row of the table",
                bool((np.diff(entropy) > 0).all()),
            ),
            Check(
                "that of squared error shrinks from .9 on",
                bool((np.diff(squared[1:]) < 0).all()),
                f"to {squared[-1]:.1e}",
            ),
        ],
        pictures={"simplex": draw_simplex()},
    )


def _cross_entropy(logits: nd.NDArray, onehot: nd.NDArray) -> nd.NDArray:
    return -(nd.log_softmax(logits) * onehot).sum(axis=1)


def _squared_error(logits: nd.NDArray, onehot: nd.NDArray) -> nd.NDArray:
    return ((nd.softmax(logits) - onehot) ** 2).sum(axis=1) / 2


def _length(gradient: np.ndarray) -> np.ndarray:
    return np.sqrt((gradient**2).sum(axis=1))


def _inside_triangle(steps: int) -> np.ndarray:
    """Points of the open simplex of three classes, on an even grid, shape (N, 3)."""
    inside = [
        (i, j, steps - i - j) for i in range(1, steps) for j in range(1, steps - i)
    ]
    return np.array(inside) / steps
