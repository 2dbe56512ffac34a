"""The explicit training loops of sections 5.5 and 9.1: on one device, on several."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

import mxnet as mx
from mxnet import autograd, nd

from gluon_course.base.errors import DataError
from gluon_course.scratch.devices import (
    DeviceSum,
    device_list,
    evaluate_accuracy,
    hits,
    split_batch,
)
from gluon_course.scratch.training import check_finite


def train_on_devices(
    net: Callable[[nd.NDArray], nd.NDArray],
    train_iter: Iterable,
    test_iter: Iterable,
    loss: Callable,
    trainer: mx.gluon.Trainer,
    ctx: mx.Context | Sequence[mx.Context],
    num_epochs: int,
    batch_size: int | None = None,
    *,
    progress: bool = False,
) -> list[dict]:
    """Train a classifier; each batch is shared among the devices.

    The sums of loss and hits stay on the devices until the end of the epoch.

    Parameters
    ----------
    net : callable
        (N, ...) to scores (N, K), or (N, K, H, W) for a label of each pixel. Its
        parameters are on all devices.
    train_iter, test_iter : iterable of (X, y)
        Batches: X of shape (N, ...), y labels of shape (N,) or (N, H, W).
    loss : callable
        ``loss(y_hat, y)``, one value for each sample.
    trainer : gluon.Trainer
        Holds the parameters of ``net``.
    ctx : Context or sequence of Context
        The devices.
    num_epochs : int
    batch_size : int, optional
        What the summed gradient is divided by, also for a smaller last batch; by
        default the number of samples in the batch.
    progress : bool
        Print the text's line after each epoch.

    Returns
    -------
    list of dict
        One row an epoch: epoch (from 1), train_loss (mean over the values of the
        loss), train_acc, test_acc, lr, seconds (whole epoch), samples_per_s (training).

    Raises
    ------
    TrainingError
        If the loss of an epoch is not finite.
    DataError
        If ``train_iter`` has no batch, or one of fewer samples than devices.

    Section: 5.5 卷积神经网络（LeNet） (chapter_convolutional-neural-networks/lenet),
    9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """
    devices, history = device_list(ctx), []
    for epoch in range(1, num_epochs + 1):
        start = time.perf_counter()
        sums = _train_epoch(net, train_iter, loss, trainer, devices, batch_size)
        loss_sum, num_losses, correct, num_labels, num_samples = sums
        rate = trainer.learning_rate
        row = {
            "epoch": epoch,
            "train_loss": loss_sum / num_losses,
            "train_acc": correct / num_labels,
        }
        check_finite(row["train_loss"], f"epoch {epoch}", rate)
        trained = time.perf_counter() - start
        row["test_acc"] = evaluate_accuracy(test_iter, net, devices)
        row["lr"] = rate
        row["seconds"] = time.perf_counter() - start
        row["samples_per_s"] = num_samples / trained
        history.append(row)
        if progress:
            print(
                f"epoch {epoch}, loss {row['train_loss']:.4f}, "
                f"train acc {row['train_acc']:.3f}, test acc {row['test_acc']:.3f}, "
                f"time {row['seconds']:.1f} sec"
            )
    return history


def _train_epoch(net, train_iter, loss, trainer, devices, batch_size):
    loss_sum, num_losses, correct = DeviceSum(), 0, DeviceSum()
    num_labels = num_samples = 0
    for batch in train_iter:
        Xs, ys = split_batch(batch, devices)
        if len(Xs) < len(devices):
            raise DataError(
                f"A batch of {len(batch[0])} samples for {len(devices)} devices",
                "each device needs a sample, or its gradient is that of another batch",
                "choose another batch size, or leave out the last batch",
            )
        with autograd.record():
            y_hats = [net(X) for X in Xs]
            ls = [loss(y_hat, y) for y_hat, y in zip(y_hats, ys)]
        for l in ls:
            l.backward()
        trainer.step(batch_size or len(batch[0]))
        loss_sum.add([l.sum() for l in ls])
        correct.add([hits(y_hat, y) for y_hat, y in zip(y_hats, ys)])
        num_losses += sum(l.size for l in ls)
        num_labels += sum(y.size for y in ys)
        num_samples += len(batch[0])
    if not num_samples:
        raise DataError("There is nothing to train on", "the iterator has no batch")
    return loss_sum.read(), num_losses, correct.read(), num_labels, num_samples
