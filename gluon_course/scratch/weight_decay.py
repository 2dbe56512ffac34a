"""Weight decay from scratch: the penalty of section 3.12."""

from __future__ import annotations

from mxnet import nd


def l2_penalty(w: nd.NDArray) -> nd.NDArray:
    """``sum(w**2) / 2``, added to the loss with a factor lambda.

    Its gradient is ``w``, so a step of size lr shrinks the weights by the factor
    ``1 - lr * lambda``: hence "decay".

    Parameters
    ----------
    w : NDArray, any shape

    Returns
    -------
    NDArray, shape (1,)

    Section: 3.12 权重衰减 (chapter_deep-learning-basics/weight-decay)
    """
    return (w**2).sum() / 2
