"""Imbalanced labels: what they do to the last layer, and what weights change."""

from __future__ import annotations

import numpy as np
from mxnet import autograd, gluon, init, nd

from gluon_course import data, nn
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.topic import Answer, Check, Table, register_topic

RARE, COMMON, NUM_EPOCHS = 30, 970, 60


def recalls(net, X, y) -> list[float]:
    """Share of each of the two classes that is recognised."""
    found = net(X).argmax(axis=1).asnumpy()
    return [float((found[y == k] == k).mean()) for k in (0, 1)]


@register_topic(
    "imbalance", "What do imbalanced labels do, and what helps?", "9.7, 9.13"
)
def imbalance() -> Answer:
    """Two overlapping classes, 97 and 3 in a hundred, with and without weights."""
    seed_everything(0)
    X, y = _overlapping()
    weights = data.class_weights(y, 2)
    plain = _trained(X, y, gluon.loss.SoftmaxCrossEntropyLoss())
    weighted = _trained(X, y, nn.WeightedCrossEntropy(weights.tolist()))
    rows = [
        ("plain", *recalls(plain, X, y)),
        ("weights N / (K * count)", *recalls(weighted, X, y)),
    ]
    (_, plain_common, plain_rare), (_, common, rare) = rows
    parts = [float((weights[y] * (y == k)).sum()) for k in (0, 1)]
    return Answer(
        "A net that always says the common class is right 97 times in a hundred, and "
        "the last layer leans that way; accuracy does not show it, recall by class "
        "does. Weights give every class the same part of the loss: more of the rare "
        "ones are found, at the price of false alarms. A detector has thousands of "
        "background anchors for each object; it takes hard negatives only (SSD) or "
        "the focal loss.",
        tables=[Table(("loss", "recall, common", "recall, rare"), _rounded(rows))],
        checks=[
            Check(
                "always saying the common class is right in 97 %",
                bool(np.isclose((y == 0).mean(), 0.97)),
            ),
            Check(
                "without weights most of the rare class is missed",
                plain_rare < 0.5 < plain_common,
                f"{plain_rare:.2f} found",
            ),
            Check(
                "weights find more of it and lose some of the common class",
                rare > plain_rare + 0.2 and common < plain_common,
                f"{rare:.2f} found",
            ),
            Check(
                "the weights of both classes have the same sum",
                bool(np.isclose(*parts)),
                f"{parts[0]:.0f}, {parts[1]:.0f}",
            ),
        ],
    )


def _overlapping():
    """Points in the plane: N(0, 1) and N((1.5, 1.5), 1)."""
    draws = np.random.RandomState(0).normal(size=(COMMON + RARE, 2))
    y = np.array([0] * COMMON + [1] * RARE)
    return nd.array(draws + 1.5 * y[:, None]), y


def _trained(X, y, loss):
    net = gluon.nn.Dense(2)
    net.initialize(init.Zero())
    loss.initialize()
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.5})
    for _ in range(NUM_EPOCHS):
        with autograd.record():
            losses = loss(net(X), nd.array(y))
        losses.backward()
        trainer.step(len(y))
    return net


def _rounded(rows) -> list[tuple]:
    return [(name, *(f"{each:.2f}" for each in rest)) for name, *rest in rows]
