"""Linear regression with any optimizer: ``train_ch7`` and ``train_gluon_ch7``.

Losses are computed on the device while training goes on and are read at its end.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

from mxnet import autograd, gluon, init, nd
from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError, ShapeError, reason_of
from gluon_course.scratch.linear import data_iter, linreg, squared_loss
from gluon_course.scratch.training import check_finite

RECORD_EVERY = 100  # samples between two losses


@dataclasses.dataclass(frozen=True)
class RegressionResult:
    """What a regression of chapter 7 leaves behind.

    Attributes
    ----------
    losses : list of float
        Mean of ``(y_hat - y)**2 / 2`` over all samples: before training, then after
        every 100 samples of an epoch.
    epochs : list of float, as long as ``losses``
        When each was taken, 0..num_epochs.
    seconds_per_epoch : float
        Mean over the epochs, computation of the losses included.
    w : NDArray, shape (D, 1)
    b : NDArray, shape (1,)
        What was learnt.
    """

    losses: list[float]
    epochs: list[float]
    seconds_per_epoch: float
    w: nd.NDArray
    b: nd.NDArray

    @property
    def loss(self) -> float:
        """The last of the losses."""
        return self.losses[-1]


def train_ch7(
    trainer_fn: Callable,
    states,
    hyperparams: dict,
    features: nd.NDArray,
    labels: nd.NDArray,
    batch_size: int = 10,
    num_epochs: int = 2,
    *,
    progress: bool = False,
) -> RegressionResult:
    """Fit a linear model with an optimizer written by hand.

    Weights start at N(0, 0.01), the bias at 0. The order of the samples comes from
    Python's ``random``, the weights from MXNet's: ``seed_everything`` fixes both.

    Parameters
    ----------
    trainer_fn : callable
        ``trainer_fn(params, states, hyperparams)`` changes the two parameters, w of
        shape (D, 1) and b of shape (1,), in place; their gradients are of the batch's
        mean loss. See :func:`~gluon_course.scratch.optimizers.in_place`.
    states, hyperparams
        Passed on to ``trainer_fn``; ``hyperparams`` is a dictionary.
    features : NDArray, shape (N, D)
    labels : NDArray, shape (N,)
    batch_size, num_epochs : int
        1 or more.
    progress : bool
        Print the text's line at the end.

    Returns
    -------
    RegressionResult

    Raises
    ------
    ConfigError
        If ``num_epochs`` or ``batch_size`` is below 1.
    ShapeError
        If there are not as many labels as features.
    TrainingError
        If a loss is not finite.

    Section: 7.3 小批量随机梯度下降 (chapter_optimization/minibatch-sgd)
    """
    ctx = features.context
    w = nd.random.normal(scale=0.01, shape=(features.shape[1], 1), ctx=ctx)
    b = nd.zeros(1, ctx=ctx)
    for param in (w, b):
        param.attach_grad()

    def step(X, y):
        with autograd.record():
            l = squared_loss(linreg(X, w, b), y).mean()
        l.backward()
        trainer_fn([w, b], states, hyperparams)

    def eval_loss():
        return squared_loss(linreg(features, w, b), labels).mean()

    record = _train(
        step, eval_loss, features, labels, batch_size, num_epochs, hyperparams.get("lr")
    )
    return _result(*record, w, b, progress)


def train_gluon_ch7(
    trainer_name: str,
    trainer_hyperparams: dict,
    features: nd.NDArray,
    labels: nd.NDArray,
    batch_size: int = 10,
    num_epochs: int = 2,
    *,
    progress: bool = False,
) -> RegressionResult:
    """Fit a linear model with one of MXNet's optimizers.

    Parameters
    ----------
    trainer_name : str
        Name of the optimizer, such as ``"adam"``.
    trainer_hyperparams : dict
        Its options, such as ``{"learning_rate": 0.01}``.
    features, labels, batch_size, num_epochs, progress
        As for :func:`train_ch7`.

    Returns
    -------
    RegressionResult

    Raises
    ------
    ConfigError
        If MXNet has no such optimizer or the optimizer no such option, or a number is
        below 1.
    ShapeError, TrainingError
        As :func:`train_ch7`.

    Section: 7.3 小批量随机梯度下降
    """
    net = nn.Sequential()
    net.add(nn.Dense(1))
    net.initialize(init.Normal(sigma=0.01), ctx=features.context)
    loss = gluon.loss.L2Loss()
    try:
        trainer = gluon.Trainer(net.collect_params(), trainer_name, trainer_hyperparams)
    except (ValueError, TypeError, AssertionError) as error:
        raise ConfigError(
            f"MXNet does not take the optimizer {trainer_name!r} with "
            f"{trainer_hyperparams}: {reason_of(error)}",
            action="for example 'sgd' with {'learning_rate': 0.05}",
        ) from error

    def step(X, y):
        with autograd.record():
            l = loss(net(X), y)
        l.backward()
        trainer.step(batch_size)

    def eval_loss():
        return loss(net(features), labels).mean()

    rate = trainer_hyperparams.get("learning_rate")
    record = _train(step, eval_loss, features, labels, batch_size, num_epochs, rate)
    weight, bias = net[0].weight.data(), net[0].bias.data()
    return _result(*record, weight.T, bias, progress)


def _train(step, eval_loss, features, labels, batch_size, num_epochs, lr):
    """Losses, their times in epochs, and the seconds of an epoch."""
    if num_epochs < 1:
        raise ConfigError(f"num_epochs is {num_epochs}", action="train for 1 or more")
    num_samples = len(features)
    if len(labels) != num_samples:
        raise ShapeError(
            f"There are {num_samples} features but {len(labels)} labels",
            action="give one label for each row of the features",
        )
    every = min(RECORD_EVERY, num_samples)
    losses, epochs = [eval_loss()], [0.0]
    start = time.perf_counter()
    for epoch in range(num_epochs):
        seen = 0
        for X, y in data_iter(batch_size, features, labels):
            step(X, y)
            before, seen = seen, seen + len(y)
            if seen // every > before // every:
                losses[-1].wait_to_read()  # or the queue would fill the memory
                losses.append(eval_loss())
                epochs.append(epoch + seen / num_samples)
    losses = [each.asscalar().item() for each in losses]
    seconds = (time.perf_counter() - start) / num_epochs
    for when, value in zip(epochs, losses):
        check_finite(value, f"epoch {when:.2f}", lr)
    return losses, epochs, seconds


def _result(losses, epochs, seconds, w, b, progress) -> RegressionResult:
    if progress:
        print(f"loss: {losses[-1]:f}, {seconds:f} sec per epoch")
    return RegressionResult(losses, epochs, seconds, w, b)
