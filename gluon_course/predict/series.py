"""What a model of a series says of later times, on its own predictions (v2:8.1)."""

from __future__ import annotations

from collections.abc import Callable

from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError


def predict_onward(net: Callable, start: nd.NDArray, num_steps: int) -> nd.NDArray:
    """Go on from the last known values: every prediction becomes an input.

    Parameters
    ----------
    net : callable
        From tau values (n, tau) to the next one (n, 1).
    start : NDArray, shape (tau,)
        The last known values.
    num_steps : int
        1 or more.

    Returns
    -------
    NDArray, shape (num_steps,)

    Raises
    ------
    ConfigError
        If ``num_steps`` is below 1.

    Section: v2:8.1 序列模型 (chapter_recurrent-neural-networks/sequence)
    """
    return _steps(net, start.reshape((1, -1)), num_steps)[0]


def predict_ahead(net: Callable, x: nd.NDArray, tau: int, num_steps: int) -> nd.NDArray:
    """Predictions 1, 2, ..., k steps ahead from each window of a known series.

    Parameters
    ----------
    net : callable
        As for :func:`predict_onward`.
    x : NDArray, shape (L,)
        The series.
    tau : int
        What the net looks back on.
    num_steps : int
        k; ``tau + k`` is at most L.

    Returns
    -------
    NDArray, shape (k, L - tau - k + 1)
        Row j - 1, column i is predicted for ``x[i + tau + j - 1]`` from the values
        ``x[i], ..., x[i + tau - 1]``.

    Raises
    ------
    DataError
        If the series is too short.
    ConfigError
        If ``num_steps`` is below 1.

    Section: v2:8.1 序列模型
    """
    count = len(x) - tau - num_steps + 1
    if count < 1:
        raise DataError(
            f"A series of {len(x)} values is too short for {num_steps} steps from "
            f"windows of {tau}",
            action="take a longer series or fewer steps",
        )
    features = nd.stack(*(x[i : i + count] for i in range(tau)), axis=1)
    return _steps(net, features, num_steps).T


def _steps(net: Callable, window: nd.NDArray, num_steps: int) -> nd.NDArray:
    """Predictions (n, num_steps) that follow each row of the window (n, tau)."""
    if num_steps < 1:
        raise ConfigError(f"num_steps is {num_steps}", action="predict 1 or more")
    predictions = []
    for _ in range(num_steps):
        predictions.append(net(window).reshape((-1, 1)))
        # the oldest value goes, the prediction comes
        window = nd.concat(window[:, 1:], predictions[-1], dim=1)
    return nd.concat(*predictions, dim=1)
