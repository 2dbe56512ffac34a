"""Which classes a classifier takes for which: counts, and a table by class."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from gluon_course.base.errors import ShapeError
from gluon_course.metrics.arrays import as_classes, as_labels, as_numpy, check_lengths


@dataclasses.dataclass(frozen=True)
class ClassScore:
    """How well one class is recognised.

    Attributes
    ----------
    name : str
        The class.
    precision : float
        Of the samples taken for this class, the share that is of it; 0..1.
    recall : float
        Of the samples of this class, the share that is taken for it; 0..1.
    f1 : float
        Harmonic mean of the two; 0..1.
    count : int
        Samples of this class.

    Where a share is of nothing it is 0.
    """

    name: str
    precision: float
    recall: float
    f1: float
    count: int


def confusion_matrix(y_hat, y, num_classes: int) -> np.ndarray:
    """Counts by true class (row) and predicted class (column).

    Matrices of batches add up to the matrix of the data set.

    Parameters
    ----------
    y_hat : array, shape (N, C) or (N,)
        Scores or predicted classes.
    y : array, shape (N,)
        True classes.
    num_classes : int
        C.

    Returns
    -------
    numpy.ndarray of int64, shape (C, C)

    Raises
    ------
    ShapeError
        If the shapes do not fit or a class is not 0..C-1.
    """
    predicted, labels = as_classes(y_hat), as_labels(y)
    check_lengths(predicted, labels)
    for kind, classes in (("label", labels), ("prediction", predicted)):
        if classes.size and not 0 <= classes.min() <= classes.max() < num_classes:
            wrong = classes.min() if classes.min() < 0 else classes.max()
            raise ShapeError(
                f"A {kind} is class {wrong}, but there are {num_classes} classes",
                "the labels belong to another data set",
            )
    places = labels * num_classes + predicted
    counts = np.bincount(places, minlength=num_classes * num_classes)
    return counts.reshape(num_classes, num_classes)


def class_scores(matrix, class_names: Sequence[str]) -> list[ClassScore]:
    """Precision, recall and F1 of each class.

    Parameters
    ----------
    matrix : array of int, shape (C, C)
        From :func:`confusion_matrix`.
    class_names : sequence of str
        C names.

    Raises
    ------
    ShapeError
        If the matrix does not fit the names.
    """
    matrix = as_numpy(matrix)
    if matrix.shape != (len(class_names), len(class_names)):
        raise ShapeError(
            f"A matrix of shape {matrix.shape} does not fit {len(class_names)} names"
        )
    scores = []
    for i, name in enumerate(class_names):
        right, taken, there = matrix[i, i], matrix[:, i].sum(), matrix[i].sum()
        precision, recall = _share(right, taken), _share(right, there)
        f1 = _share(2 * right, taken + there)
        scores.append(ClassScore(str(name), precision, recall, f1, int(there)))
    return scores


def worst_mistakes(y_hat, y, count: int = 24) -> np.ndarray:
    """The samples that are classified wrongly with the most confidence.

    Parameters
    ----------
    y_hat : array, shape (N, C)
        Probabilities.
    y : array, shape (N,)
        True classes.
    count : int
        How many at most.

    Returns
    -------
    numpy.ndarray of int64, shape (at most ``count``,)
        Indices into y, the most confident mistake first.

    Raises
    ------
    ShapeError
        If the shapes do not fit.
    """
    scores, labels = as_numpy(y_hat), as_labels(y)
    if scores.ndim != 2:
        raise ShapeError(f"Probabilities of shape {scores.shape}, not (N, C)")
    check_lengths(scores, labels)
    wrong = np.flatnonzero(scores.argmax(axis=1) != labels)
    order = np.argsort(-scores[wrong].max(axis=1), kind="stable")
    return wrong[order][:count]


def _share(part, whole) -> float:
    return float(part / whole) if whole else 0.0
