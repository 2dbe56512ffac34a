"""The multilayer perceptron from scratch (section 3.9)."""

from __future__ import annotations

from collections.abc import Sequence

from mxnet import nd

from gluon_course.base.errors import ShapeError


def relu(X: nd.NDArray) -> nd.NDArray:
    """``max(x, 0)`` of each element; same shape.

    Section: 3.9 多层感知机的从零开始实现 (chapter_deep-learning-basics/mlp-scratch)
    """
    return nd.maximum(X, 0)


def mlp(X: nd.NDArray, params: Sequence[nd.NDArray]) -> nd.NDArray:
    """Fully connected layers with :func:`relu` between them.

    Parameters
    ----------
    X : NDArray, shape (N, ...)
        Flattened to (N, D).
    params : sequence of NDArray
        ``W1, b1, W2, b2, ...`` with shapes (D, H1), (H1,), (H1, H2), (H2,), ...

    Returns
    -------
    NDArray, shape (N, K)
        Logits, K the width of the last layer.

    Raises
    ------
    ShapeError
        If ``params`` does not hold a bias for each weight.

    Section: 3.9 多层感知机的从零开始实现
    """
    if not params or len(params) % 2:
        raise ShapeError(
            f"There are {len(params)} parameters",
            "each layer has a weight and a bias",
            "give W1, b1, W2, b2, ...",
        )
    H = X.reshape((X.shape[0], -1))
    for W, b in zip(params[:-2:2], params[1:-2:2]):
        H = relu(nd.dot(H, W) + b)
    return nd.dot(H, params[-2]) + params[-1]
