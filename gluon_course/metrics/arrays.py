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


def as_boxes(detections, labels, num_classes: int):
    """What was found on the pictures of a batch, their objects, and which are hard.

    Parameters
    ----------
    detections : array, shape (N, K, 6)
        Class from 0 (-1 for none), score, corner box.
    labels : array, shape (N, M, 5 or 6)
        Class (-1 for padding) and corner box of each object; in a sixth column 1 for
        difficult ones.
    num_classes : int
        Classes that have a name.

    Returns
    -------
    (numpy.ndarray, numpy.ndarray, numpy.ndarray of bool)
        Detections, labels, and whether an object is difficult, shape (N, M).

    Raises
    ------
    ShapeError
        If the arrays have other shapes, or classes that have no name.
    """
    found, truth = as_numpy(detections), as_numpy(labels)
    is_fit = found.ndim == truth.ndim == 3 and len(found) == len(truth)
    if not is_fit or found.shape[2] != 6 or truth.shape[2] not in (5, 6):
        raise ShapeError(
            f"Detections of shape {found.shape} for labels of shape {truth.shape}",
            action="give (N, K, 6) and (N, M, 5 or 6)",
        )
    for each in (found[..., 0], truth[..., 0]):
        if each.size and each.max() >= num_classes:
            raise ShapeError(
                f"Class {each.max():g} has no name among {num_classes}",
                "the labels belong to another set of classes",
            )
    is_difficult = np.zeros(truth.shape[:2], bool)
    if truth.shape[2] == 6:
        is_difficult = truth[..., 5] > 0
    return found, truth, is_difficult


def check_lengths(first: np.ndarray, second: np.ndarray) -> None:
    """Raise a ShapeError unless both have the same number of samples."""
    if len(first) != len(second):
        raise ShapeError(
            f"There are {len(first)} predictions for {len(second)} labels",
            "they come from different batches or data sets",
        )
