"""YOLO's loss against slow NumPy, on pictures without objects, and in training."""

import numpy as np
import pytest
from mxnet import autograd, gluon, init, nd

from gluon_course import models, nn, train
from gluon_course.base.errors import ConfigError, ShapeError

SHAPES = ((0.2, 0.3), (0.5, 0.5))
LABELS = [
    [[1, 0.1, 0.1, 0.3, 0.4], [0, 0.5, 0.4, 0.9, 0.9]],
    [[2, 0.3, 0.6, 0.7, 0.9], [-1] * 5],
]


PRIORS = nn.yolo_priors(nd.zeros((1, 1, 4, 4)), SHAPES)


class Net(gluon.HybridBlock):
    """Its input is what it predicts."""

    num_classes = 3

    def hybrid_forward(self, F, X):
        return PRIORS, X


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def cross_entropy(logit, target):
    return -target * np.log(sigmoid(logit)) - (1 - target) * np.log(sigmoid(-logit))


def overlap(a, b):
    low, high = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    both = np.prod(np.maximum(high - low, 0))
    return both / (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - both)


def slow_loss(priors, predictions, labels, threshold):
    target = nn.yolo_target(nd.array(priors), nd.array(labels))
    places, mask, classes = (each.asnumpy() for each in target)
    parts = np.zeros(3)
    for i, picture in enumerate(predictions):
        for p, t in enumerate(picture):
            column, row, width, height, pw, ph = priors[0, p]
            cx = (column + sigmoid(t[0])) / width
            cy = (row + sigmoid(t[1])) / height
            half = np.array([pw * np.exp(t[2]), ph * np.exp(t[3])]) / 2
            box = np.array([cx - half[0], cy - half[1], cx + half[0], cy + half[1]])
            objects = [each[1:] for each in labels[i] if each[0] >= 0]
            best = max((overlap(box, each) for each in objects), default=0)
            is_own = mask[i, p, 0]
            if is_own or best <= threshold:
                parts[0] += cross_entropy(t[4], is_own)
            if is_own:
                x, y, w, h = places[i, p]
                area = pw * np.exp(w) * ph * np.exp(h)
                centre = cross_entropy(t[0], x) + cross_entropy(t[1], y)
                size = ((t[2] - w) ** 2 + (t[3] - h) ** 2) / 2
                parts[1] += (2 - area) * (centre + size)
                kinds = np.eye(3)[int(classes[i, p])]
                parts[2] += cross_entropy(t[5:], kinds).sum()
    return parts


@pytest.mark.parametrize("threshold", [0.2, 0.5])
def test_loss_equals_the_slow_one(threshold):
    predictions = np.random.RandomState(1).normal(size=(2, 32, 8)).astype("float32")
    priors, task = PRIORS, train.YOLO(threshold)
    X, labels = nd.array(predictions), nd.array(LABELS)
    head, counters = task.forward(nd, Net(), X, labels)
    totals = dict(zip(task.counters, counters.asnumpy().tolist()))
    parts = slow_loss(priors.asnumpy(), predictions, np.array(LABELS), threshold)
    assert head.asscalar() == pytest.approx(parts.sum(), rel=1e-4)
    names = "object_loss", "box_loss", "class_loss"
    assert [totals[name] for name in names] == pytest.approx(parts, rel=1e-4)
    assert (totals["samples"], totals["objects"]) == (2, 3)
    assert 0 <= task.figures(totals)["mean_iou"] <= 1


@pytest.mark.parametrize("size", [100, 1e4, 1e18])
def test_loss_and_gradient_of_huge_outputs_are_finite(size):
    task = train.YOLO()
    X = nd.array(np.random.RandomState(2).choice([-size, size], (2, 32, 8)))
    X.attach_grad()
    with autograd.record():
        head, counters = task.forward(nd, Net(), X, nd.array(LABELS))
    head.backward()
    assert np.isfinite(head.asscalar()) and np.isfinite(counters.asnumpy()).all()
    assert np.isfinite(X.grad.asnumpy()).all()
    assert abs(X.grad.asnumpy()).max() > 0


def trainer_of(net):
    return train.Trainer(
        net, train.YOLO(), "adam", {"learning_rate": 2e-3}, init=init.Xavier()
    )


def test_one_batch_is_learned():
    X = nd.random.uniform(shape=(2, 3, 64, 64))
    net = models.get_model("yolo3_tiny", num_classes=3)
    trainer = trainer_of(net)
    first = trainer.fit([(X, nd.array(LABELS))], num_epochs=1).history[0]
    last = trainer.fit([(X, nd.array(LABELS))], num_epochs=40).history[-1]
    assert last["train_loss"] < first["train_loss"] / 20
    assert last["train_mean_iou"] > 0.7


def test_a_batch_without_objects_trains():
    X, labels = nd.random.uniform(shape=(2, 3, 64, 64)), nd.ones((2, 3, 5)) * -1
    trainer = trainer_of(models.get_model("yolo3_tiny", num_classes=3))
    row = trainer.fit([(X, labels)], [(X, labels)], num_epochs=2).history[-1]
    assert np.isfinite(row["train_loss"]) and np.isfinite(row["test_loss"])
    assert row["train_box_loss"] == row["train_class_loss"] == 0


def test_mistakes_are_told():
    with pytest.raises(ConfigError, match="Overlaps above 0 are ignored"):
        train.YOLO(0)
    trainer = trainer_of(models.get_model("yolo3_tiny"))
    with pytest.raises(ShapeError, match=r"\(2, objects, 5\)"):
        trainer.fit([(nd.zeros((2, 3, 64, 64)), nd.zeros((2, 4)))], num_epochs=1)
