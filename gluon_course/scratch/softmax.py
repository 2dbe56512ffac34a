"""Softmax regression from scratch: the operations of section 3.6."""

from __future__ import annotations

from mxnet import nd


def softmax(X: nd.NDArray) -> nd.NDArray:
    """Exponentials of each row divided by their sum.

    Written as the section defines it, without subtracting the row's largest value
    first, so it overflows to nan above about 88 in float32. ``nd.softmax`` does not.

    Parameters
    ----------
    X : NDArray, shape (N, K)
        Logits.

    Returns
    -------
    NDArray, shape (N, K)
        Rows of non-negative numbers with sum 1.

    Section: 3.6 softmax回归的从零开始实现 (chapter_deep-learning-basics/
    softmax-regression-scratch)
    """
    X_exp = X.exp()
    partition = X_exp.sum(axis=1, keepdims=True)
    return X_exp / partition  # (N, K) / (N, 1) broadcasts


def cross_entropy(y_hat: nd.NDArray, y: nd.NDArray) -> nd.NDArray:
    """``-log`` of the probability of each label.

    Parameters
    ----------
    y_hat : NDArray, shape (N, K)
        Probabilities. A probability of 0 for the label gives inf.
    y : NDArray, shape (N,)
        Labels, 0..K-1.

    Returns
    -------
    NDArray, shape (N,)

    Section: 3.6 softmax回归的从零开始实现
    """
    return -nd.pick(y_hat, y).log()


def accuracy(y_hat: nd.NDArray, y: nd.NDArray) -> float:
    """Share of rows whose largest entry stands at the label.

    Parameters
    ----------
    y_hat : NDArray, shape (N, K)
        Probabilities or logits.
    y : NDArray, shape (N,)
        Labels, 0..K-1.

    Returns
    -------
    float
        0..1.

    Section: 3.6 softmax回归的从零开始实现
    """
    return (y_hat.argmax(axis=1) == y.astype("float32")).mean().asscalar().item()
