"""Mini-batch stochastic gradient descent from scratch (section 3.2)."""

from __future__ import annotations

from collections.abc import Iterable

from mxnet import nd


def sgd(params: Iterable[nd.NDArray], lr: float, batch_size: int) -> None:
    """Move each parameter in place by ``-lr * grad / batch_size``.

    Parameters
    ----------
    params : iterable of NDArray
        Arrays with an attached gradient, filled by ``backward`` of a loss that is
        summed over the batch.
    lr : float
        Learning rate.
    batch_size : int
        Examples in the batch: it turns the sum of gradients into their mean.

    Section: 3.2 线性回归的从零开始实现 (chapter_deep-learning-basics/
    linear-regression-scratch)
    """
    for param in params:
        param[:] = param - lr * param.grad / batch_size
