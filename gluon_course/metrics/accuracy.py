"""Accuracy of a classifier."""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.metrics.arrays import as_classes, as_labels, as_numpy, check_lengths


def accuracy(y_hat, y) -> float:
    """Share of samples whose predicted class is the true one.

    Parameters
    ----------
    y_hat : array, shape (N, C) or (N,)
        Scores or probabilities of C classes, or the predicted classes themselves.
    y : array, shape (N,)
        True classes.

    Returns
    -------
    float
        0..1, and nan without samples.

    Raises
    ------
    ShapeError
        If the shapes do not fit.

    Section: 3.6 softmax回归的从零开始实现
    (chapter_deep-learning-basics/softmax-regression-scratch)
    """
    predicted, labels = as_classes(y_hat), as_labels(y)
    check_lengths(predicted, labels)
    return float((predicted == labels).mean()) if len(labels) else float("nan")


def top_k_accuracy(y_hat, y, k: int = 5) -> float:
    """Share of samples whose true class is among the k of highest score.

    Of equal scores the lower class counts as higher, so that the result does not
    depend on chance.

    Parameters
    ----------
    y_hat : array, shape (N, C)
        Scores.
    y : array, shape (N,)
        True classes, 0..C-1.
    k : int
        1..C.

    Raises
    ------
    ShapeError
        If the shapes do not fit.
    ConfigError
        If k is out of range.
    """
    scores, labels = as_numpy(y_hat), as_labels(y)
    if scores.ndim != 2:
        raise ShapeError(f"Scores of shape {scores.shape}", action="pass shape (N, C)")
    check_lengths(scores, labels)
    if not 1 <= k <= scores.shape[1]:
        raise ConfigError(f"k is {k} with {scores.shape[1]} classes")
    best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    hits = (best == labels[:, None]).any(axis=1)
    return float(hits.mean()) if len(labels) else float("nan")
