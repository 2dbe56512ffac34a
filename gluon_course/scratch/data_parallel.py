"""Data parallelism from scratch (section 8.4), on any devices, CPU devices included.

Every device holds all parameters and computes the gradients of its part of the batch;
``allreduce`` adds them up, so that all devices make the same step.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

import mxnet as mx
from mxnet import autograd, gluon, nd

from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.scratch.devices import DeviceSum, evaluate_accuracy
from gluon_course.scratch.lenet import lenet
from gluon_course.scratch.sgd import sgd
from gluon_course.scratch.training import check_finite


def get_params(params: Iterable[nd.NDArray], ctx: mx.Context) -> list[nd.NDArray]:
    """Copies of ``params`` on the device ``ctx``, with gradients attached.

    Section: 8.4 多GPU计算 (chapter_computational-performance/multiple-gpus)
    """
    copies = [each.copyto(ctx) for each in params]
    for each in copies:
        each.attach_grad()
    return copies


def allreduce(data: Sequence[nd.NDArray]) -> None:
    """Replace every array by the sum of all, in place: add to the first, then copy.

    Parameters
    ----------
    data : sequence of NDArray, all of one shape
        One on each device.

    Raises
    ------
    ShapeError
        If the shapes differ.

    Section: 8.4 多GPU计算
    """
    shapes = [each.shape for each in data]
    if len(set(shapes)) > 1:
        raise ShapeError(
            f"Arrays of the shapes {', '.join(map(str, shapes))} have no sum",
            "each device must bring an array of the same shape",
        )
    for each in data[1:]:
        data[0][:] += each.copyto(data[0].context)
    for each in data[1:]:
        data[0].copyto(each)


def split_and_load(
    data: nd.NDArray, ctx: Sequence[mx.Context], even_split: bool = True
) -> list[nd.NDArray]:
    """Parts of ``data`` along axis 0, each on its device, in order.

    Parameters
    ----------
    data : NDArray, shape (N, ...)
    ctx : sequence of Context
        K devices, at most N.
    even_split : bool
        Must all parts be of one length? Otherwise they differ by 1 at most.

    Returns
    -------
    list of K NDArray

    Raises
    ------
    ShapeError
        If N samples cannot be shared so.

    Section: 8.4 多GPU计算
    """
    n, k = data.shape[0], len(ctx)
    if n < k or (even_split and n % k):
        equally = " equally" if n >= k else ""
        raise ShapeError(
            f"A batch of {n} samples cannot be shared{equally} by {k} devices",
            action=f"choose a batch size, and a number of samples, that {k} divides",
        )
    cuts = [i * n // k for i in range(k + 1)]
    return [data[cuts[i] : cuts[i + 1]].as_in_context(ctx[i]) for i in range(k)]


def train_batch(
    X: nd.NDArray,
    y: nd.NDArray,
    gpu_params: Sequence[Sequence[nd.NDArray]],
    ctx: Sequence[mx.Context],
    lr: float,
    net: Callable = lenet,
    loss: Callable | None = None,
) -> list[nd.NDArray]:
    """One step on all devices; afterwards their parameters are equal again.

    Parameters
    ----------
    X, y : NDArray, shapes (N, ...) and (N,)
        The whole batch, at least one sample for each device.
    gpu_params : sequence of K sequences of NDArray
        Parameters with gradients attached, a copy for each device, from
        :func:`get_params`.
    ctx : sequence of K Context
    lr : float
        Learning rate of the mean gradient over all N samples.
    net : callable
        ``net(X, params)`` gives the logits.
    loss : callable, optional
        ``loss(y_hat, y)``, one value a sample; softmax cross-entropy by default.

    Returns
    -------
    list of K NDArray, shape (1,)
        Sum of the losses on each device, not waited for.

    Section: 8.4 多GPU计算
    """
    loss = loss or gluon.loss.SoftmaxCrossEntropyLoss()
    Xs, ys = (split_and_load(each, ctx, even_split=False) for each in (X, y))
    with autograd.record():
        losses = [
            loss(net(X_k, params), y_k).sum()
            for X_k, y_k, params in zip(Xs, ys, gpu_params)
        ]
    for l in losses:  # each device computes its own gradients
        l.backward()
    for copies in zip(*gpu_params):
        allreduce([each.grad for each in copies])
    for params in gpu_params:
        sgd(params, lr, X.shape[0])
    return losses


def train_data_parallel(
    train_iter: Iterable,
    test_iter: Iterable,
    params: Sequence[nd.NDArray],
    ctx: Sequence[mx.Context],
    num_epochs: int,
    lr: float,
    net: Callable = lenet,
    *,
    progress: bool = False,
) -> tuple[list[dict], list[list[nd.NDArray]]]:
    """Train copies of ``params`` on all devices; the first one is evaluated.

    Parameters
    ----------
    train_iter, test_iter : iterable of (X, y)
        Batches of at least one sample for each device.
    params : sequence of NDArray
        Start of the parameters; they stay as they are.
    ctx : sequence of Context
        The devices, one or more.
    num_epochs : int
        1 or more.
    lr : float
    net : callable
        ``net(X, params)`` gives the logits.
    progress : bool
        Print a line after each epoch.

    Returns
    -------
    history : list of dict
        Rows with epoch, train_loss, test_acc, lr, seconds and samples_per_s.
    gpu_params : list of lists of NDArray
        The trained parameters, a copy for each device.

    Raises
    ------
    ConfigError
        If there is no device or no epoch.
    DataError
        If ``train_iter`` has no batch.
    ShapeError
        If a batch has fewer samples than there are devices.
    TrainingError
        If the loss of an epoch is not finite.

    Section: 8.4 多GPU计算
    """
    if not ctx or num_epochs < 1:
        raise ConfigError(
            f"There are {len(ctx)} devices and {num_epochs} epochs",
            action="give one or more of both",
        )
    gpu_params = [get_params(params, each) for each in ctx]
    if progress:
        print("training on " + ", ".join(map(str, ctx)))
    history = []
    for epoch in range(1, num_epochs + 1):
        start, n, loss_sum = time.perf_counter(), 0, DeviceSum()
        for X, y in train_iter:
            loss_sum.add(train_batch(X, y, gpu_params, ctx, lr, net))
            n += X.shape[0]
        if not n:
            raise DataError("There is nothing to train on", "the iterator has no batch")
        train_loss = loss_sum.read() / n
        check_finite(train_loss, f"epoch {epoch}", lr)
        trained = time.perf_counter() - start
        first = gpu_params[0]
        test_acc = evaluate_accuracy(test_iter, lambda X, p=first: net(X, p), ctx[0])
        row = {"epoch": epoch, "train_loss": train_loss, "test_acc": test_acc, "lr": lr}
        row["seconds"] = time.perf_counter() - start
        row["samples_per_s"] = n / trained
        history.append(row)
        if progress:
            print(
                f"epoch {epoch}, time {row['seconds']:.1f} sec, test acc {test_acc:.2f}"
            )
    return history, gpu_params
