"""SSD's loss against slow NumPy, hard negatives included; pictures without objects."""

import numpy as np
import pytest
from mxnet import autograd, gluon, init, nd

from gluon_course import models, train
from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.base.run import RunOptions
from gluon_course.train.tasks.ssd import LEAST_NEGATIVES

LABELS = [
    [[1, 0.1, 0.1, 0.5, 0.5], [0, 0.4, 0.3, 0.9, 0.95]],
    [[0, 0.55, 0.5, 0.95, 0.9], [-1] * 5],
    [[-1] * 5, [-1] * 5],
]


@pytest.fixture
def predictions():
    """Anchors on a 5x5 grid with two shapes each, scores and offsets of 3 pictures."""
    random = np.random.RandomState(0)
    anchors = [
        [x - w / 2, y - h / 2, x + w / 2, y + h / 2]
        for y in np.linspace(0.1, 0.9, 5)
        for x in np.linspace(0.1, 0.9, 5)
        for w, h in ((0.4, 0.4), (0.5, 0.6))
    ]
    scores, offsets = random.normal(size=(3, 50, 3)), random.normal(size=(3, 50, 4))
    return np.array(anchors), scores * 2, offsets * 2


class Fixed(gluon.HybridBlock):
    def __init__(self, predictions):
        super().__init__()
        anchors, scores, offsets = predictions
        self.arrays = nd.array(anchors[None]), nd.array(scores), nd.array(offsets)

    def hybrid_forward(self, F, X):
        return self.arrays


def overlap(a, b):
    both = np.prod(np.maximum(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0))
    return both / (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - both)


def slow_targets(anchors, objects):
    """Class (0 background) and offsets of each anchor, by the text's two steps."""
    classes, offsets = np.zeros(len(anchors), int), np.zeros((len(anchors), 4))
    table = np.array([[overlap(a, row[1:]) for row in objects] for a in anchors])
    match, left = {}, table.copy()
    for _ in objects:
        i, j = np.unravel_index(left.argmax(), left.shape)
        match[i] = j
        left[i, :], left[:, j] = -1, -1
    for i in range(len(anchors) if len(objects) else 0):
        if i not in match and table[i].max() > 0.5:
            match[i] = table[i].argmax()
    for i, j in match.items():
        a, b = anchors[i], objects[j][1:]
        size, other = a[2:] - a[:2], b[2:] - b[:2]
        shift = ((b[:2] + b[2:]) - (a[:2] + a[2:])) / 2 / size
        offsets[i] = [*(shift / 0.1), *(np.log(other / size) / 0.2)]
        classes[i] = objects[j][0] + 1
    return classes, offsets


def slow_loss(predictions, negatives):
    anchors, scores, offsets = predictions
    total, found = 0.0, 0
    for picture in range(3):
        objects = np.array([row for row in LABELS[picture] if row[0] >= 0])
        classes, targets = slow_targets(anchors, objects)
        logits = scores[picture]
        losses = np.log(np.exp(logits).sum(1)) - logits[np.arange(50), classes]
        misses = (offsets[picture] - targets) * (classes > 0)[:, None]
        if negatives is None:
            total += losses.mean() + abs(misses).mean()
            continue
        background = np.sort(losses[classes == 0])[::-1]
        count = max(negatives * (classes > 0).sum(), LEAST_NEGATIVES)
        size = abs(misses)
        smooth = np.where(size < 1, size**2 / 2, size - 0.5)
        total += losses[classes > 0].sum() + background[: int(count)].sum()
        total += smooth.sum()
        found += (classes > 0).sum()
    return total if negatives is None else total * 3 / found


@pytest.mark.parametrize("negatives", [None, 3, 1])
def test_loss_equals_the_slow_one(predictions, negatives):
    task = train.SSD(2, negatives)
    X = nd.zeros((3, 3, 8, 8))
    head, counters = task.forward(nd, Fixed(predictions), X, nd.array(LABELS))
    assert head.asscalar() == pytest.approx(slow_loss(predictions, negatives), rel=1e-4)
    totals = dict(zip(task.counters, counters.asnumpy().tolist()))
    assert (totals["samples"], totals["anchors"]) == (3, 150)
    wrong, error = 0, 0.0
    for picture in range(3):
        objects = np.array([row for row in LABELS[picture] if row[0] >= 0])
        classes, targets = slow_targets(predictions[0], objects)
        wrong += (predictions[1][picture].argmax(1) != classes).sum()
        misses = (predictions[2][picture] - targets) * (classes > 0)[:, None]
        error += abs(misses).sum()
    figures = task.figures(totals)
    assert figures["class_err"] == pytest.approx(wrong / 150)
    assert figures["box_mae"] == pytest.approx(error / 600, rel=1e-4)


@pytest.mark.parametrize("negatives", [None, 3])
def test_a_batch_without_objects_trains_as_background(negatives):
    net = models.get_model("tiny_ssd", num_classes=2)
    net.initialize(init.Xavier())
    X, labels = nd.random.normal(shape=(4, 3, 64, 64)), nd.full((4, 3, 5), -1)
    task = train.SSD(3, negatives)
    with autograd.record():
        head, _ = task.forward(nd, net, X, labels)
    head.backward()
    assert np.isfinite(head.asscalar()) and head.asscalar() > 0
    for name, parameter in net.collect_params().items():
        if parameter.grad_req != "null":
            assert np.isfinite(parameter.grad().asnumpy()).all(), name
    trainer = train.Trainer(net, task, run=RunOptions(device="cpu"))
    history = trainer.fit([(X, labels)], num_epochs=4).history
    assert history[-1]["train_loss"] < history[0]["train_loss"]


def test_mining_leaves_easy_background_without_gradient(predictions):
    net = Fixed(predictions)
    net.arrays[1].attach_grad()
    with autograd.record():
        X = nd.zeros((3, 3, 8, 8))
        head, _ = train.SSD(2, 1).forward(nd, net, X, nd.array(LABELS))
    head.backward()
    counted = (abs(net.arrays[1].grad.asnumpy()).sum(2) > 0).sum(1)
    assert counted[2] == LEAST_NEGATIVES  # the picture without objects
    assert (counted < 50).all()


def test_mistakes_are_told():
    for options in ({"max_objects": 0}, {"max_objects": 1, "negatives": 0}):
        with pytest.raises(ConfigError, match="objects with"):
            train.SSD(**options)
    with pytest.raises(ShapeError, match="Labels of shape"):
        train.SSD(2).check(None, nd.zeros((2, 3, 8, 8)), nd.zeros((2, 5)))
