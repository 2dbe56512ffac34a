"""Run a classifier over a data set and keep what it says."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Iterator

import mxnet as mx
import numpy as np
from mxnet import nd

from gluon_course.base.errors import DataError

_AHEAD = 2  # batches that compute while an earlier one is read


def predict_all(
    net: Callable, data_iter: Iterable, ctx: mx.Context | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """True classes and predicted probabilities of a whole data set.

    Parameters
    ----------
    net : Block or function
        From (N, ...) to scores (N, C), before softmax; with its parameters on ``ctx``.
    data_iter : iterable of (X, y)
        A loader, or a list of batches.
    ctx : Context, optional
        Where to compute; the CPU by default.

    Returns
    -------
    labels : numpy.ndarray of int64, shape (N,)
    probabilities : numpy.ndarray of float32, shape (N, C)

    Raises
    ------
    DataError
        If there is no batch.
    """
    labels, probabilities = [], []
    for _, y, rows in predict_batches(net, data_iter, ctx):
        labels.append(y)
        probabilities.append(rows)
    if not labels:
        raise DataError("There is nothing to predict", "the data set is empty")
    return np.concatenate(labels), np.concatenate(probabilities)


def predict_batches(
    net: Callable, data_iter: Iterable, ctx: mx.Context | None = None
) -> Iterator[tuple[nd.NDArray, np.ndarray, np.ndarray]]:
    """:func:`predict_all` batch by batch, together with the inputs.

    Yields
    ------
    X : NDArray, shape (n, ...)
        As the loader gave it.
    labels : numpy.ndarray of int64, shape (n,)
    probabilities : numpy.ndarray of float32, shape (n, C)
    """
    ctx = ctx or mx.cpu()
    waiting: collections.deque = collections.deque()
    for X, y in data_iter:
        with mx.autograd.pause():
            scores = net(X.as_in_context(ctx))
        waiting.append((X, y, nd.softmax(scores.astype("float32"), axis=-1)))
        if len(waiting) > _AHEAD:
            yield _read(*waiting.popleft())
    while waiting:
        yield _read(*waiting.popleft())


def _read(X, y, probabilities) -> tuple[nd.NDArray, np.ndarray, np.ndarray]:
    return X, y.asnumpy().astype(np.int64), probabilities.asnumpy()
