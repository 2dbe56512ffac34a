"""Batches over one device or several: accuracy and sums without waiting (5.5, 9.1)."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Sequence

import mxnet as mx
from mxnet import gluon, nd

from gluon_course.base.errors import DataError

STEPS_AHEAD = 8  # batches that may be queued before a loop waits for the first


class DeviceSum:
    """A sum of values computed on devices: adding queues work, reading it waits.

    A loop that never waits would fill the memory with queued batches; the sum waits
    for the value of ``STEPS_AHEAD`` batches ago.
    """

    def __init__(self):
        self._sums: dict[mx.Context, nd.NDArray] = {}
        self._queue: collections.deque = collections.deque()

    def add(self, values: Sequence[nd.NDArray]) -> None:
        """Add the values of one batch, each of shape (1,), one from each device."""
        for value in values:
            before = self._sums.get(value.context)
            self._sums[value.context] = value if before is None else before + value
        self._queue.append(values)
        if len(self._queue) > STEPS_AHEAD:
            for value in self._queue.popleft():
                value.wait_to_read()

    def read(self) -> float:
        """The sum over all devices."""
        return sum(each.asscalar().item() for each in self._sums.values())


def split_batch(
    batch: Sequence[nd.NDArray], devices: Sequence[mx.Context]
) -> tuple[list[nd.NDArray], list[nd.NDArray]]:
    """Features and labels of a batch, cut along axis 0, a part for each device.

    Parameters
    ----------
    batch : (NDArray, NDArray)
        Features (N, ...) and labels (N, ...). The labels take the features' type.
    devices : sequence of Context
        The parts differ in length by 1 at most. A batch of fewer samples than devices
        uses the first devices only.

    Returns
    -------
    Xs, ys : list of NDArray

    Section: 9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """
    X, y = batch
    if y.dtype != X.dtype:
        y = y.astype(X.dtype)
    devices = list(devices)[: len(X)]
    return tuple(
        gluon.utils.split_and_load(each, devices, even_split=False) for each in (X, y)
    )


def evaluate_accuracy(
    data_iter: Iterable,
    net: Callable[[nd.NDArray], nd.NDArray],
    ctx: mx.Context | Sequence[mx.Context] | None = None,
) -> float:
    """Share of labels that have the largest score.

    Parameters
    ----------
    data_iter : iterable of (X, y)
        Batches: X of shape (N, ...), y labels of shape (N,), or (N, H, W) with one
        label for each pixel.
    net : callable
        (N, ...) to scores (N, K), or (N, K, H, W).
    ctx : Context or sequence of Context, optional
        Devices that share each batch; the CPU by default.

    Returns
    -------
    float
        0..1.

    Raises
    ------
    DataError
        If there is no batch.

    Section: 3.6 softmax回归的从零开始实现 (chapter_deep-learning-basics/
    softmax-regression-scratch), for several devices 9.1 图像增广
    """
    devices = device_list(ctx)
    correct, num_labels = DeviceSum(), 0
    for batch in data_iter:
        Xs, ys = split_batch(batch, devices)
        correct.add([hits(net(X), y) for X, y in zip(Xs, ys)])
        num_labels += sum(y.size for y in ys)
    if not num_labels:
        raise DataError("There is nothing to evaluate on", "the iterator has no batch")
    return correct.read() / num_labels


def device_list(ctx: mx.Context | Sequence[mx.Context] | None) -> list[mx.Context]:
    """One device or several as a list; the CPU when none is given."""
    if ctx is None:
        return [mx.cpu()]
    return [ctx] if isinstance(ctx, mx.Context) else list(ctx)


def hits(y_hat: nd.NDArray, y: nd.NDArray) -> nd.NDArray:
    """Number of labels with the largest score, shape (1,), left on the device."""
    best = y_hat.argmax(axis=1)
    return (best == y.astype(best.dtype)).sum()
