"""The explicit training loop of section 3.6."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence

import mxnet as mx
from mxnet import autograd, nd

from gluon_course.base.errors import ConfigError, DataError, TrainingError
from gluon_course.scratch.devices import DeviceSum, evaluate_accuracy, hits
from gluon_course.scratch.sgd import sgd


def train_ch3(
    net: Callable[[nd.NDArray], nd.NDArray],
    train_iter: Iterable,
    test_iter: Iterable,
    loss: Callable,
    num_epochs: int,
    batch_size: int,
    params: Sequence[nd.NDArray] | None = None,
    lr: float | None = None,
    trainer: mx.gluon.Trainer | None = None,
    *,
    ctx: mx.Context | None = None,
    progress: bool = False,
) -> list[dict]:
    """Train a classifier by mini-batch descent; the loop reads as the section's does.

    The sums of loss and hits stay on the device until the end of the epoch.

    Parameters
    ----------
    net : callable
        (N, ...) to scores (N, K).
    train_iter, test_iter : iterable of (X, y)
        Batches: X of shape (N, ...), y labels of shape (N,).
    loss : callable
        ``loss(y_hat, y)``, one value for each example.
    num_epochs : int
        1 or more.
    batch_size : int
        What the summed gradient is divided by, also for a smaller last batch.
    params, lr : sequence of NDArray, float
        Parameters with attached gradients and learning rate, for
        :func:`~gluon_course.scratch.sgd`; not needed when ``trainer`` is given.
    trainer : gluon.Trainer, optional
        Steps in place of ``sgd``.
    ctx : Context, optional
        Device; by default that of the parameters, else the CPU.
    progress : bool
        Print the text's line after each epoch.

    Returns
    -------
    list of dict
        One row an epoch: epoch (from 1), train_loss (mean over the examples),
        train_acc, test_acc, lr, seconds (whole epoch), samples_per_s (training).

    Raises
    ------
    TrainingError
        If the loss of an epoch is not finite.
    DataError
        If ``train_iter`` has no batch.
    ConfigError
        If ``num_epochs`` is below 1.

    Section: 3.6 softmax回归的从零开始实现 (chapter_deep-learning-basics/
    softmax-regression-scratch)
    """
    if num_epochs < 1:
        raise ConfigError(f"num_epochs is {num_epochs}", action="train for 1 or more")
    ctx = ctx or (params[0].context if params else mx.cpu())
    history = []
    for epoch in range(1, num_epochs + 1):
        start = time.perf_counter()
        train_l_sum, train_acc_sum, n = DeviceSum(), DeviceSum(), 0
        for X, y in train_iter:
            X, y = X.as_in_context(ctx), y.as_in_context(ctx)
            with autograd.record():
                y_hat = net(X)
                l = loss(y_hat, y).sum()
            l.backward()
            if trainer is None:
                sgd(params, lr, batch_size)
            else:
                trainer.step(batch_size)
            train_l_sum.add([l])
            train_acc_sum.add([hits(y_hat, y)])
            n += len(y)
        if not n:
            raise DataError("There is nothing to train on", "the iterator has no batch")
        row = {
            "epoch": epoch,
            "train_loss": train_l_sum.read() / n,
            "train_acc": train_acc_sum.read() / n,
        }
        rate = lr if trainer is None else trainer.learning_rate
        check_finite(row["train_loss"], f"epoch {epoch}", rate)
        trained = time.perf_counter() - start
        row["test_acc"] = evaluate_accuracy(test_iter, net, ctx)
        row["lr"] = rate
        row["seconds"] = time.perf_counter() - start
        row["samples_per_s"] = n / trained
        history.append(row)
        if progress:
            print(
                f"epoch {epoch}, loss {row['train_loss']:.4f}, "
                f"train acc {row['train_acc']:.3f}, test acc {row['test_acc']:.3f}"
            )
    return history


def check_finite(loss: float, where: str, lr: float) -> None:
    """Stop a loop of one's own once its loss is inf or nan.

    Parameters
    ----------
    loss : float
    where : str
        What the loss belongs to, such as ``epoch 3``.
    lr : float
        Learning rate it was reached with.

    Raises
    ------
    TrainingError
        If the loss is not finite.
    """
    if not math.isfinite(loss):
        raise TrainingError(
            f"The loss of {where} is {loss} at learning rate {lr}",
            "the learning rate is too large, or a probability became 0",
            f"try again with --lr {lr / 10:g}",
        )
