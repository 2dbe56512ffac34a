"""Averages of predictions: over views of a picture, and over several runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import mxnet as mx
import numpy as np
from mxnet import nd

from gluon_course.base.errors import DataError
from gluon_course.base.expected import check_normalisation
from gluon_course.predict.evaluate import predict_all


def as_it_is(X: nd.NDArray) -> nd.NDArray:
    """The picture itself, as a view."""
    return X


def mirrored(X: nd.NDArray) -> nd.NDArray:
    """Pictures (N, C, H, W) mirrored left to right, as a view."""
    return X.flip(axis=3)


def shifted(rows: int, columns: int) -> Callable:
    """A view moved down by ``rows`` and right by ``columns`` pixels; borders repeat."""

    def view(X: nd.NDArray) -> nd.NDArray:
        return _moved(_moved(X, rows, axis=2), columns, axis=3)

    return view


def predict_views(
    net: Callable,
    data_iter: Iterable,
    views: Sequence[Callable] = (as_it_is, mirrored),
    ctx: mx.Context | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Test-time augmentation: the mean of the probabilities over views of a picture.

    Parameters
    ----------
    net : Block or function
        From (N, C, H, W) to scores (N, classes).
    data_iter : iterable of (X, y)
        Without random changes and in order, since it is read once for each view.
    views : sequence of callable
        From a batch to a batch, such as :func:`as_it_is`, :func:`mirrored` and
        :func:`shifted`.
    ctx : Context, optional
        Where to compute; the CPU by default.

    Returns
    -------
    labels : numpy.ndarray of int64, shape (N,)
    probabilities : numpy.ndarray of float32, shape (N, classes)

    Raises
    ------
    DataError
        If there is no view or no batch.
    ConfigError
        If the net expects another normalisation.

    Section: 9.12 实战Kaggle比赛：图像分类（CIFAR-10）
    """
    check_normalisation(net, data_iter)
    if not views:
        raise DataError("There are no views to average")
    found = [
        predict_all(lambda X, view=view: net(view(X)), data_iter, ctx) for view in views
    ]
    if any((labels != found[0][0]).any() for labels, _ in found):
        raise DataError("The order of the samples changes", "the loader shuffles")
    return found[0][0], average_predictions([each for _, each in found])


def average_predictions(runs: Sequence[np.ndarray], weights=None) -> np.ndarray:
    """The mean of several runs' probabilities.

    Parameters
    ----------
    runs : sequence of numpy.ndarray, each (N, C)
        Probabilities of the same pictures in the same order.
    weights : sequence of float, optional
        0 or more for each run, such as validation accuracies; equal by default.

    Returns
    -------
    numpy.ndarray, shape (N, C)

    Raises
    ------
    DataError
        If there is no run, they differ in shape, or the weights do not fit.
    """
    if not len(runs) or len({each.shape for each in runs}) > 1:
        raise DataError(
            f"Predictions of shapes {[each.shape for each in runs]} have no mean",
            "runs predict the same pictures and classes",
        )
    weights = np.ones(len(runs)) if weights is None else np.asarray(weights, float)
    if weights.shape != (len(runs),) or (weights < 0).any() or not weights.sum() > 0:
        raise DataError(f"The weights {weights.tolist()} do not fit {len(runs)} runs")
    return np.average(np.stack(runs), axis=0, weights=weights).astype(runs[0].dtype)


def _moved(X: nd.NDArray, by: int, axis: int) -> nd.NDArray:
    size = X.shape[axis]
    rows = np.clip(np.arange(size) - by, 0, size - 1)
    return nd.take(X, nd.array(rows, ctx=X.context), axis=axis)
