"""Errors of a regression."""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import ShapeError
from gluon_course.metrics.arrays import as_numpy


def rmse(y_hat, y) -> float:
    """Root of the mean squared error.

    Parameters
    ----------
    y_hat, y : array of equal size
        Predictions and targets; a column (N, 1) fits (N,).

    Raises
    ------
    ShapeError
        If they differ in size or are empty.
    """
    predicted, targets = _flat(y_hat, y)
    return float(np.sqrt(np.mean((predicted - targets) ** 2)))


def log_rmse(y_hat, y) -> float:
    """Root of the mean squared error of the logarithms, the measure of Kaggle's prices.

    Predictions below 1 count as 1, as in the section, or their logarithm would not
    exist. It measures ratios: 0.17 is an error of about 17 %.

    Parameters
    ----------
    y_hat : array, shape (N,) or (N, 1)
        Predicted prices.
    y : array, shape (N,) or (N, 1)
        True prices, positive.

    Raises
    ------
    ShapeError
        If they differ in size, are empty, or a true price is not positive.

    Section: 3.16 实战Kaggle比赛：房价预测
    (chapter_deep-learning-basics/kaggle-house-price)
    """
    predicted, targets = _flat(y_hat, y)
    if not (targets > 0).all():
        raise ShapeError(
            f"A true price is {targets.min()}",
            "logarithms want positive numbers",
            "do not standardise the prices",
        )
    return rmse(np.log(np.maximum(predicted, 1)), np.log(targets))


def _flat(y_hat, y) -> tuple[np.ndarray, np.ndarray]:
    predicted = as_numpy(y_hat).astype(np.float64)
    targets = as_numpy(y).astype(np.float64)
    columns = {(each.shape[:1], each.size) for each in (predicted, targets)}
    if len(columns) != 1 or targets.size == 0:
        raise ShapeError(
            f"Predictions of shape {predicted.shape} for targets {targets.shape}",
            "they come from different data or are empty",
        )
    return predicted.ravel(), targets.ravel()
