"""Arrays as metrics take them: NDArrays, NumPy arrays or lists, checked."""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import ShapeError


def as_numpy(values) -> np.ndarray:
    """An NDArray (waits for it), NumPy array or list of numbers as a NumPy array."""
    return np.asarray(values.asnumpy() if hasattr(values, "asnumpy") else values)


def as_classes(y_hat) -> np.ndarray:
    """Predicted classes, shape (N,): of scores of shape (N, C) the largest of each row.

    Raises
    ------
    ShapeError
        If ``y_hat`` is neither (N,) nor (N, C) with C >= 1.
    """
    scores = as_numpy(y_hat)
    if scores.ndim == 2 and scores.shape[1]:
        return scores.argmax(axis=1)
    return as_labels(scores)


def as_labels(y) -> np.ndarray:
    """Whole numbers, shape (N,), from labels of any numeric type.

    Raises
    ------
    ShapeError
        If ``y`` has another number of axes or holds fractions.
    """
    labels = as_numpy(y)
    if labels.ndim != 1:
        raise ShapeError(f"Labels of shape {labels.shape}", action="pass shape (N,)")
    with np.errstate(invalid="ignore"):  # nan is refused below
        whole = labels.astype(np.int64)
    if not np.array_equal(whole, labels):
        raise ShapeError(
            "The labels are not whole numbers",
            "they are probabilities or targets of a regression",
            "pass the number of each class",
        )
    return whole


def check_lengths(first: np.ndarray, second: np.ndarray) -> None:
    """Raise a ShapeError unless both have the same number of samples."""
    if len(first) != len(second):
        raise ShapeError(
            f"There are {len(first)} predictions for {len(second)} labels",
            "they come from different batches or data sets",
        )
