"""Linear regression from scratch: mini-batches, model and loss of section 3.2."""

from __future__ import annotations

import random
from collections.abc import Iterator

from mxnet import nd

from gluon_course.base.errors import ConfigError, ShapeError


def data_iter(
    batch_size: int, features: nd.NDArray, labels: nd.NDArray
) -> Iterator[tuple[nd.NDArray, nd.NDArray]]:
    """Mini-batches in an order shuffled anew at each call.

    Parameters
    ----------
    batch_size : int
        Examples in a batch, 1 or more; the last batch may be smaller.
    features : NDArray, shape (N, D)
    labels : NDArray, shape (N,) or (N, K)

    Yields
    ------
    (NDArray, NDArray), shapes (B, D) and (B,) or (B, K)

    Raises
    ------
    ConfigError
        If ``batch_size`` is less than 1.
    ShapeError
        If there are not as many labels as features.

    Section: 3.2 线性回归的从零开始实现 (chapter_deep-learning-basics/
    linear-regression-scratch)
    """
    if batch_size < 1:
        raise ConfigError(f"The batch size is {batch_size}", action="use 1 or more")
    if len(features) != len(labels):
        raise ShapeError(
            f"There are {len(features)} features but {len(labels)} labels",
            action="give one label for each row of the features",
        )
    num_examples = len(features)
    indices = list(range(num_examples))
    random.shuffle(indices)
    for i in range(0, num_examples, batch_size):
        j = nd.array(indices[i : i + batch_size], ctx=features.context)
        yield features.take(j), labels.take(j)


def linreg(X: nd.NDArray, w: nd.NDArray, b: nd.NDArray) -> nd.NDArray:
    """The linear model ``Xw + b``.

    Parameters
    ----------
    X : NDArray, shape (N, D)
    w : NDArray, shape (D, K)
    b : NDArray, shape (K,) or (1,)

    Returns
    -------
    NDArray, shape (N, K)

    Section: 3.2 线性回归的从零开始实现
    """
    return nd.dot(X, w) + b


def squared_loss(y_hat: nd.NDArray, y: nd.NDArray) -> nd.NDArray:
    """``(y_hat - y)**2 / 2`` of each element.

    Parameters
    ----------
    y_hat : NDArray, shape (N, K)
    y : NDArray
        As many elements as ``y_hat``; it takes the shape of ``y_hat``, because (N, 1)
        minus (N,) would broadcast to (N, N).

    Returns
    -------
    NDArray, shape (N, K)

    Section: 3.2 线性回归的从零开始实现
    """
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
