"""Mixup: two pictures and their labels in one, and the loss of such a label."""

from __future__ import annotations

import numpy as np
from mxnet import gluon, nd

from gluon_course.base.seeds import seed_everything
from gluon_course.explain.topic import Answer, Check, Table, register_topic

SHARES = (1.0, 0.7, 0.5)


def mix(first, second, share: float):
    """``share`` of the first array and the rest of the second, number by number.

    Parameters
    ----------
    first, second : NDArray of one shape
        Two pictures, or their one-hot labels.
    share : float
        0..1.
    """
    return share * first + (1 - share) * second


@register_topic("mixup", "What does mixup do to the labels?", "v2:lecture")
def mixup() -> Answer:
    """A cat and a dog in several shares; the loss of a mixed label both ways."""
    seed_everything(0)
    cat, dog = nd.random.uniform(shape=(2, 3, 8, 8))
    labels = nd.one_hot(nd.array([0, 1]), 2)
    scores = nd.array([[1.5, -0.5]])
    hard = gluon.loss.SoftmaxCrossEntropyLoss()
    soft = gluon.loss.SoftmaxCrossEntropyLoss(sparse_label=False)
    of_cat, of_dog = (hard(scores, nd.array([k])).asscalar() for k in (0, 1))
    rows, gaps = [], []
    for share in SHARES:
        label = mix(labels[0], labels[1], share)
        mixed = soft(scores, label.reshape((1, 2))).asscalar()
        weighted = share * of_cat + (1 - share) * of_dog
        gaps.append(abs(mixed - weighted))
        shown = ", ".join(f"{each:.1f}" for each in label.asnumpy())
        rows.append((share, shown, f"{mixed:.4f}", f"{weighted:.4f}"))
    half = mix(cat, dog, 0.5)
    return Answer(
        "Mixup adds a share of one picture to the rest of another, and labels the sum "
        "with the same shares. Cross-entropy of such a label is the sum of both "
        "losses with these shares, so no new loss is needed, only labels that are "
        "rows and not numbers. It is for training alone.",
        tables=[
            Table(
                ("share of the cat", "label", "loss of the label", "sum of both"),
                rows,
                "a picture that is mixed, and what the net pays for it",
            )
        ],
        checks=[
            Check("both ways to the loss agree", max(gaps) < 1e-5),
            Check(
                "labels still sum to 1",
                all(
                    np.isclose(mix(labels[0], labels[1], s).sum().asscalar(), 1)
                    for s in SHARES
                ),
            ),
            Check(
                "half and half is as near to the one as to the other",
                bool(
                    np.isclose(
                        (half - cat).norm().asscalar(), (half - dog).norm().asscalar()
                    )
                ),
            ),
        ],
    )
