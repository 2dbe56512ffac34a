"""Batch normalization: subtract the mean, divide by the standard deviation."""

from __future__ import annotations

import numpy as np
from mxnet import autograd, nd
from mxnet.gluon import nn

from gluon_course import scratch
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.topic import Answer, Check, Table, register_topic

EPS = 1e-5


def channel_statistics(X: nd.NDArray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each feature or channel of a batch.

    Parameters
    ----------
    X : NDArray, shape (N, D) or (N, C, H, W)

    Returns
    -------
    mean, deviation : numpy.ndarray, shape (D,) or (C,)
        The deviation is that of the batch itself, divided by n and not by n - 1.

    Section: 5.10 批量归一化 (chapter_convolutional-neural-networks/batch-norm)
    """
    axes = (0,) if X.ndim == 2 else (0, 2, 3)
    values = X.asnumpy().astype(np.float64)
    return values.mean(axis=axes), values.std(axis=axes)


@register_topic(
    "batch-norm",
    "What does batch normalization subtract and divide by?",
    "5.10, v2:7.5",
)
def batch_norm() -> Answer:
    """Both orders on one batch; the layer in training and in prediction."""
    seed_everything(0)
    X = nd.random.normal(5, 3, shape=(32, 4, 6, 6))
    mean, deviation = (
        nd.array(each).reshape((1, 4, 1, 1)) for each in channel_statistics(X)
    )
    right = (X - mean) / deviation
    wrong = X / mean - deviation
    layer = nn.BatchNorm(epsilon=EPS, in_channels=4)
    layer.initialize()
    with autograd.train_mode():
        in_training = layer(X)
        alone = [layer(nd.concat(X[:1], rest, dim=0))[0] for rest in (X[1:9], X[9:17])]
    nd.waitall()
    in_prediction = [
        layer(nd.concat(X[:1], rest, dim=0))[0] for rest in (X[1:9], X[9:17])
    ]
    ones, zeros = nd.ones((1, 4, 1, 1)), nd.zeros((1, 4, 1, 1))
    with autograd.train_mode():
        by_hand = scratch.batch_norm(X, ones, zeros, zeros, ones, EPS, 0.9)[0]
    rows = []
    for name, Y in (
        ("before", X),
        ("(x - mean) / deviation", right),
        ("x / mean - deviation", wrong),
        ("nn.BatchNorm in training", in_training),
    ):
        means, deviations = channel_statistics(Y)
        cells = (_span(means), _span(deviations))
        rows.append((name, *cells))
    noise = (alone[0] - alone[1]).abs().max().asscalar()
    return Answer(
        "It subtracts the mean and divides by the standard deviation, of each channel "
        "over the batch and all places; after that a learnt gamma stretches and a beta "
        "shifts. The other way round leaves neither the mean at 0 nor the deviation at "
        "1. In training a picture's output depends on the others in its batch, a noise "
        "that regularizes a little; in prediction moving averages are used and it does "
        "not.",
        tables=[
            Table(("output", "means of the channels", "deviations"), rows),
        ],
        checks=[
            Check(
                "nn.BatchNorm is (x - mean) / sqrt(variance + eps)",
                np.allclose(in_training.asnumpy(), right.asnumpy(), atol=1e-4)
                and np.allclose(in_training.asnumpy(), by_hand.asnumpy(), atol=1e-4),
            ),
            Check(
                "the other way round is something else",
                np.abs(channel_statistics(wrong)[0]).min() > 1,
            ),
            Check(
                "in training, a picture's output changes with the rest of the batch",
                noise > 0.01,
                f"by up to {noise:.2f}",
            ),
            Check(
                "in prediction it does not",
                (in_prediction[0] == in_prediction[1]).min().asscalar() == 1,
            ),
        ],
    )


def _span(values: np.ndarray) -> str:
    low, high = (round(float(each), 2) + 0.0 for each in (values.min(), values.max()))
    return f"{low:.2f} to {high:.2f}"
