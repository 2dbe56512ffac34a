"""Inverted dropout from scratch (section 3.13)."""

from __future__ import annotations

from mxnet import nd

from gluon_course.base.errors import ConfigError


def dropout(X: nd.NDArray, drop_prob: float) -> nd.NDArray:
    """Set each element to 0 with probability ``drop_prob`` and scale up the others.

    The others are divided by ``1 - drop_prob``, so that the expectation of each
    element stays what it was and nothing need change at test time.

    Parameters
    ----------
    X : NDArray, any shape
    drop_prob : float
        0..1.

    Returns
    -------
    NDArray, shape of ``X``

    Raises
    ------
    ConfigError
        If ``drop_prob`` lies outside 0..1.

    Section: 3.13 丢弃法 (chapter_deep-learning-basics/dropout)
    """
    if not 0 <= drop_prob <= 1:
        raise ConfigError(
            f"The drop probability is {drop_prob}", action="choose one from 0 to 1"
        )
    keep_prob = 1 - drop_prob
    if keep_prob == 0:  # all elements are dropped
        return X.zeros_like()
    mask = nd.random.uniform(0, 1, X.shape, ctx=X.context) < keep_prob
    return mask * X / keep_prob
