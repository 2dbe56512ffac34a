"""A noisy sine over time, and a series cut into windows (v2:8.1)."""

from __future__ import annotations

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError


def noisy_sine(
    num_points: int = 1000, noise: float = 0.2, seed: int = 0
) -> tuple[nd.NDArray, nd.NDArray]:
    """x_t = sin(t / 100) + noise at the times 1, 2, ..., drawn by an own generator.

    Parameters
    ----------
    num_points : int
        L, 1 or more.
    noise : float
        Standard deviation of the noise, 0 or more.
    seed : int
        0..2**31-1.

    Returns
    -------
    time, x : NDArray, float32, shape (L,)

    Raises
    ------
    ConfigError
        If a number is out of range.

    Section: v2:8.1 序列模型 (chapter_recurrent-neural-networks/sequence)
    """
    if num_points < 1 or not noise >= 0:
        raise ConfigError(
            f"{num_points} points with noise {noise}",
            action="ask for 1 point or more, and noise of 0 or more",
        )
    time = np.arange(1, num_points + 1)
    drawn = np.random.RandomState(seed).normal(0, noise, num_points)
    return nd.array(time), nd.array(np.sin(0.01 * time) + drawn)


def windows(x: nd.NDArray, tau: int) -> tuple[nd.NDArray, nd.NDArray]:
    """Each tau values of a series that follow each other, and the value after them.

    Parameters
    ----------
    x : NDArray, shape (L,)
        The series.
    tau : int
        1..L-1: what a Markov model of that order looks back on.

    Returns
    -------
    features : NDArray, shape (L - tau, tau)
        Row i is x[i], ..., x[i + tau - 1].
    labels : NDArray, shape (L - tau, 1)
        x[i + tau].

    Raises
    ------
    DataError
        If no window has a value after it.
    ConfigError
        If tau is below 1.

    Section: v2:8.1 序列模型
    """
    if tau < 1:
        raise ConfigError(f"tau is {tau}", action="look back on 1 value or more")
    count = len(x) - tau
    if count < 1:
        raise DataError(
            f"A series of {len(x)} values has no window of {tau} and a value after it",
            "it is too short",
            "take a longer series or a smaller tau",
        )
    columns = [x[i : i + count] for i in range(tau)]
    return nd.stack(*columns, axis=1), x[tau:].reshape((-1, 1))
