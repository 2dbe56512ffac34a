"""Learning rate and batch size: k times the batch wants k times the rate, mostly."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gluon_course import viz
from gluon_course.base.errors import ConfigError
from gluon_course.explain.topic import Answer, Check, Table, register_topic
from gluon_course.scratch.optimizers import sgd

BATCH_SIZES = (10, 20, 50, 100, 300, 1500)
_LR, _NUM_SAMPLES, _NUM_FEATURES = 0.01, 1500, 5


def scaled_lr(lr: float, batch_size: int, new_batch_size: int) -> float:
    """The learning rate for another batch size, by the linear rule.

    ``lr * new_batch_size / batch_size``: k small steps go about as far as one step of
    the k batches' mean gradient that is k times as long, as long as the gradient does
    not change much on the way.

    Parameters
    ----------
    lr : float
        Rate that suits ``batch_size``, above 0.
    batch_size, new_batch_size : int
        1 or more.

    Raises
    ------
    ConfigError
        If a value is out of range.

    Section: 7.3 小批量随机梯度下降, 8.5 多GPU计算的简洁实现; Goyal et al. (2017)
    """
    if lr <= 0 or batch_size < 1 or new_batch_size < 1:
        raise ConfigError(
            f"A rate of {lr} for batches of {batch_size} and {new_batch_size}",
            action="choose a rate above 0 and batches of 1 or more",
        )
    return lr * new_batch_size / batch_size


def loss_after_epoch(
    lr: float, batch_size: int, num_epochs: int = 1, seeds: Sequence[int] = (0, 1, 2)
) -> float:
    """Mean loss of a linear regression trained by mini-batch descent from 0.

    1,500 made-up samples of 5 standard normal features, noise of standard deviation 1:
    no line has a loss much below 0.5.

    Parameters
    ----------
    lr : float
    batch_size, num_epochs : int
        1 or more.
    seeds : sequence of int
        Orders of the samples to average over.

    Returns
    -------
    float
        Mean of ``(y_hat - y)**2 / 2``; ``inf`` if the steps grow without end.

    Section: 7.3 小批量随机梯度下降
    """
    X, y = _samples()
    losses = []
    for seed in seeds:
        random, w = np.random.RandomState(seed), np.zeros(_NUM_FEATURES)
        for _ in range(num_epochs):
            order = random.permutation(len(X))
            for i in range(0, len(X), batch_size):
                j = order[i : i + batch_size]
                w, _ = sgd(w, X[j].T @ (X[j] @ w - y[j]) / len(j), lr=lr)
        losses.append(np.square(X @ w - y).mean() / 2)
    mean = float(np.mean(losses))
    return mean if mean < 1e6 else math.inf


@register_topic(
    "learning-rate-and-batch",
    "How should the learning rate follow the batch size?",
    "7.3, 8.4, 8.5, v2:11.5, v2:12.5",
)
def learning_rate_and_batch() -> Answer:
    """One epoch with growing batches, the rate kept and the rate scaled."""
    rates = [scaled_lr(_LR, 10, size) for size in BATCH_SIZES]
    kept = [loss_after_epoch(_LR, size) for size in BATCH_SIZES]
    scaled = [loss_after_epoch(lr, size) for lr, size in zip(rates, BATCH_SIZES)]
    rows = [
        (size, math.ceil(_NUM_SAMPLES / size), f"{a:.4f}", f"{lr:g}", f"{b:.4f}")
        for size, a, lr, b in zip(BATCH_SIZES, kept, rates, scaled)
    ]
    limit = _limit()
    near = [b for lr, b in zip(rates, scaled) if lr < limit / 4]
    picture = viz.plot(
        np.log10(BATCH_SIZES),
        [kept, scaled],
        ["rate kept", "rate scaled"],
        "log10 of the batch size",
        "loss after one epoch",
    )
    ten_times = loss_after_epoch(1.1 * limit, _NUM_SAMPLES, num_epochs=200)
    return Answer(
        "Scale it along: k times the batch, k times the rate. A batch k times as large "
        "makes k times fewer steps in an epoch, so with the rate kept it learns less; "
        "with the rate scaled it arrives at about the same place. The rule ends where "
        "the rate comes near 2 / (largest curvature), from where on steps grow: large "
        "batches then need more epochs, or a warm-up that raises the rate slowly.",
        tables=[
            Table(
                ("batch", "steps", f"loss, lr {_LR:g}", "scaled lr", "loss, scaled"),
                rows,
                f"one epoch of 1500 samples; no line is below {_least_loss():.3f}",
            )
        ],
        checks=[
            Check(
                "with the rate kept every larger batch learns less in an epoch",
                kept == sorted(kept) and kept[-1] > 1.5 * kept[0],
                f"{kept[0]:.3f} to {kept[-1]:.3f}",
            ),
            Check(
                "with the rate scaled the loss stays within 2 %, up to a quarter of "
                "the limit",
                max(near) / min(near) < 1.02,
                f"{len(near)} sizes, {min(near):.4f} to {max(near):.4f}",
            ),
            Check(
                f"full batches diverge above the limit of {limit:.2f}",
                math.isinf(ten_times)
                and loss_after_epoch(0.9 * limit, _NUM_SAMPLES, num_epochs=200) < 0.51,
                "10 % above and below, 200 steps",
            ),
        ],
        pictures={"learning-rate-and-batch": picture},
    )


def _samples() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.RandomState(0)
    X = random.standard_normal((_NUM_SAMPLES, _NUM_FEATURES))
    w = np.array([-0.6, -0.4, -0.5, 0.25, -0.2])
    return X, X @ w + random.standard_normal(_NUM_SAMPLES)


def _least_loss() -> float:
    X, y = _samples()
    w = np.linalg.lstsq(X, y, rcond=None)[0]
    return float(np.square(X @ w - y).mean() / 2)


def _limit() -> float:
    """2 / (largest curvature) of the mean loss."""
    X, _ = _samples()
    return 2 / float(np.linalg.eigvalsh(X.T @ X / len(X)).max())
