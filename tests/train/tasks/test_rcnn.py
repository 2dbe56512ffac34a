"""Faster R-CNN's losses against slow NumPy, without objects, and in training."""

import numpy as np
import pytest
from mxnet import init, nd

from gluon_course import models, nn, train
from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.train.tasks import rcnn

LABELS = [
    [[1, 0.1, 0.1, 0.4, 0.5], [0, 0.5, 0.4, 0.9, 0.9]],
    [[2, 0.3, 0.5, 0.7, 0.9], [-1] * 5],
]


def smooth_l1(x, edge):
    x = np.abs(x)
    return np.where(x < edge, x**2 / (2 * edge), x - edge / 2).sum()


def log_softmax(x):
    return x - np.log(np.exp(x).sum(-1, keepdims=True))


def test_losses_equal_the_slow_ones(monkeypatch):
    net = models.get_model("faster_rcnn_tiny", num_classes=3)
    net.initialize(init.Xavier(magnitude=6))
    X, labels = nd.random.uniform(shape=(2, 3, 64, 64)), nd.array(LABELS)
    seen = {}

    def spy(name, function):
        def call(*args, **options):
            seen[name] = function(*args, **options)
            return seen[name]

        monkeypatch.setattr(rcnn, name, call)

    spy("rpn_target", nn.rpn_target)
    spy("sample_rois", nn.sample_rois)
    task = train.RCNN(2, 20, 12, 16)
    head, counters = task.forward(nd, net, X, labels)
    totals = dict(zip(task.counters, counters.asnumpy().tolist()))

    _, objectness, offsets = (each.asnumpy() for each in net.rpn(net.base(X)))
    positive, negative, places = (each.asnumpy() for each in seen["rpn_target"])
    log = -np.log(1 + np.exp(-objectness)), -np.log(1 + np.exp(objectness))
    rpn_loss = -(log[0] * positive + log[1] * negative).sum() / 16
    rpn_box_loss = smooth_l1((offsets - places)[positive > 0], 1 / 9) / 16

    rois, classes, _, places = (each.asnumpy() for each in seen["sample_rois"])
    scores, offsets = net.classify(net.base(X), nd.array(rois))
    scores, offsets = log_softmax(scores.asnumpy()), offsets.asnumpy()
    class_loss = box_loss = right = 0
    for n, s in np.ndindex(classes.shape):
        kind = int(classes[n, s])
        if kind < 0:
            continue
        class_loss -= scores[n, s, kind] / 12
        right += scores[n, s].argmax() == kind
        if kind > 0:
            box_loss += smooth_l1(offsets[n, s, kind - 1] - places[n, s], 1) / 12

    expected = [rpn_loss, rpn_box_loss, class_loss, box_loss]
    assert min(expected) > 0
    assert [totals[name] for name in task.losses] == pytest.approx(expected, rel=1e-3)
    assert head.asscalar() == pytest.approx(sum(expected), rel=1e-3)
    assert totals["samples"] == 2
    assert totals["rois"] == (classes >= 0).sum() and totals["right"] == right


def trainer_of(net):
    return train.Trainer(
        net,
        train.RCNN(2, num_proposals=32, num_samples=16),
        "adam",
        {"learning_rate": 2e-3},
        init=init.Xavier(),
    )


def test_one_batch_is_learned():
    X, labels = nd.random.uniform(shape=(2, 3, 64, 64)), nd.array(LABELS)
    net = models.get_model("faster_rcnn_tiny", num_classes=3)
    trainer = trainer_of(net)
    first = trainer.fit([(X, labels)], num_epochs=1).history[0]
    last = trainer.fit([(X, labels)], [(X, labels)], num_epochs=60).history[-1]
    assert last["train_loss"] < first["train_loss"] / 5
    assert last["train_class_acc"] > 0.9
    assert np.isfinite(last["test_loss"])


def test_a_batch_without_objects_trains():
    X, labels = nd.random.uniform(shape=(2, 3, 64, 64)), nd.ones((2, 3, 5)) * -1
    trainer = trainer_of(models.get_model("faster_rcnn_tiny", num_classes=3))
    row = trainer.fit([(X, labels)], [(X, labels)], num_epochs=2).history[-1]
    assert np.isfinite(row["train_loss"]) and np.isfinite(row["test_loss"])
    assert row["train_box_loss"] == row["train_rpn_box_loss"] == 0


def test_a_smaller_last_batch_trains():
    X, labels = nd.random.uniform(shape=(3, 3, 64, 64)), nd.array([*LABELS, LABELS[0]])
    batches = [(X, labels), (X[:1], labels[:1])]
    trainer = trainer_of(models.get_model("faster_rcnn_tiny", num_classes=3))
    row = trainer.fit(batches, batches, num_epochs=2).history[-1]
    assert np.isfinite(row["train_loss"])


def test_mistakes_are_told():
    with pytest.raises(ConfigError, match="32 regions are to be drawn from 16"):
        train.RCNN(8, num_proposals=16)
    with pytest.raises(ConfigError, match="The numbers of objects"):
        train.RCNN(0)
    trainer = trainer_of(models.get_model("faster_rcnn_tiny"))
    with pytest.raises(ShapeError, match=r"\(2, objects, 5\)"):
        trainer.fit([(nd.zeros((2, 3, 64, 64)), nd.zeros((2, 4)))], num_epochs=1)
