"""The names of 3.6, 5.5 and 9.1: training and evaluating classifiers."""

from __future__ import annotations

import mxnet as mx
from mxnet import gluon

from gluon_course import scratch
from gluon_course.scratch.devices import device_list


def evaluate_accuracy(data_iter, net, ctx=[mx.cpu()]):  # noqa: B006, B008
    """Share of labels that have the largest score; see
    :func:`gluon_course.scratch.evaluate_accuracy`.

    Parameters
    ----------
    data_iter : iterable of (X, y)
        Batches.
    net : callable
        (N, ...) to scores (N, K), a block or a plain function.
    ctx : Context or list of Context
        Devices that share each batch.

    Returns
    -------
    float
        0..1.

    Section: 3.6 softmax回归的从零开始实现 (chapter_deep-learning-basics/
    softmax-regression-scratch), 5.5, 9.1
    """
    return scratch.evaluate_accuracy(data_iter, net, ctx)


def train_ch3(
    net,
    train_iter,
    test_iter,
    loss,
    num_epochs,
    batch_size,
    params=None,
    lr=None,
    trainer=None,
):
    """Train a classifier and print a line for each epoch; parameters as
    :func:`gluon_course.scratch.train_ch3`.

    Section: 3.6 softmax回归的从零开始实现
    """
    scratch.train_ch3(
        net,
        train_iter,
        test_iter,
        loss,
        num_epochs,
        batch_size,
        params,
        lr,
        trainer,
        progress=True,
    )


def train_ch5(net, train_iter, test_iter, batch_size, trainer, ctx, num_epochs):
    """Train a classifier on one device with softmax cross-entropy, a line an epoch.

    Parameters
    ----------
    net : callable
        (N, ...) to logits (N, K).
    train_iter, test_iter : iterable of (X, y)
    batch_size : int
        What the summed gradient is divided by, also for a smaller last batch.
    trainer : gluon.Trainer
    ctx : Context
    num_epochs : int

    Section: 5.5 卷积神经网络（LeNet） (chapter_convolutional-neural-networks/lenet)
    """
    print("training on", ctx)
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    scratch.train_on_devices(
        net,
        train_iter,
        test_iter,
        loss,
        trainer,
        ctx,
        num_epochs,
        batch_size,
        progress=True,
    )


def train(train_iter, test_iter, net, loss, trainer, ctx, num_epochs):
    """Train a classifier on one device or several, a line an epoch.

    Parameters
    ----------
    train_iter, test_iter : iterable of (X, y)
        Each batch is shared among the devices; the gradient is divided by its length.
    net : callable
        (N, ...) to scores (N, K), or (N, K, H, W) for a label of each pixel.
    loss : callable
        ``loss(y_hat, y)``; the printed loss is the mean of its values.
    trainer : gluon.Trainer
    ctx : Context or list of Context
    num_epochs : int

    Section: 9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """
    print("training on", ctx)
    scratch.train_on_devices(
        net, train_iter, test_iter, loss, trainer, ctx, num_epochs, progress=True
    )


def _get_batch(batch, ctx):
    """A batch (X, y) as (parts of X, parts of y, number of samples).

    Parts lie one on each device of ``ctx``; labels take the type of the features.
    """
    Xs, ys = scratch.split_batch(batch, device_list(ctx))
    return Xs, ys, batch[0].shape[0]


def _make_list(obj, default_values=None):
    """``obj`` if it is a list or tuple, else a list of it; the default for None."""
    if obj is None:
        return default_values
    return obj if isinstance(obj, (list, tuple)) else [obj]
