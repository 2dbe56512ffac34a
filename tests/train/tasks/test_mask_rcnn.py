"""Mask R-CNN's mask loss against slow NumPy, without objects, and in training."""

import numpy as np
import pytest
from mxnet import init, nd

from gluon_course import models, nn, train
from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.train.tasks import rcnn

LABELS = [
    [[1, 0.125, 0.125, 0.5, 0.5], [0, 0.5, 0.5, 0.875, 0.875]],
    [[2, 0.25, 0.5, 0.75, 1], [-1] * 5],
]


def batch():
    masks = np.zeros((2, 2, 64, 64), "float32")
    masks[0, 0, 8:32, 8:20] = 1  # the left half of its box
    masks[0, 1, 32:56, 32:56] = 1
    masks[1, 0, 32:48, 16:48] = 1  # the upper half
    X = np.random.RandomState(0).uniform(size=(2, 3, 64, 64))
    X[:, 0] += masks.sum(1)
    return nd.array(X), nd.array(LABELS), nd.array(masks)


def test_mask_loss_equals_the_slow_one(monkeypatch):
    net = models.get_model("mask_rcnn_tiny", num_classes=3)
    net.initialize(init.Xavier(magnitude=6))
    X, labels, masks = batch()
    seen = []

    def spy(*args, **options):
        seen.extend(nn.sample_rois(*args, **options))
        return tuple(seen)

    monkeypatch.setattr(rcnn, "sample_rois", spy)
    task = train.MaskRCNN(2, 20, 12, 16)
    _, counters = task.forward(nd, net, X, labels, masks)
    totals = dict(zip(task.counters, counters.asnumpy().tolist()))

    rois, classes, objects, _ = seen
    logits = net.draw(net.base(X), rois).asnumpy().reshape((2, 12, 3, 28, 28))
    targets = nn.mask_target(masks, rois, objects, 28).asnumpy()
    targets, total = targets.reshape((2, 12, 28, 28)), 0
    for n, s in np.argwhere(classes.asnumpy() > 0):
        own = logits[n, s, int(classes[n, s].asscalar()) - 1]
        probability = 1 / (1 + np.exp(-own.astype(float)))
        wanted = np.where(targets[n, s] > 0, probability, 1 - probability)
        total -= np.log(wanted).mean() / 3  # a quarter of 12 may have an object
    assert total > 0
    assert totals["mask_loss"] == pytest.approx(total, rel=1e-3)
    parts = sum(totals[name] for name in task.losses)
    assert totals["loss"] == pytest.approx(parts, rel=1e-4)


def trainer_of(net, callbacks=()):
    return train.Trainer(
        net,
        train.MaskRCNN(2, num_proposals=32, num_samples=16),
        "adam",
        {"learning_rate": 2e-3},
        init=init.Xavier(),
        callbacks=callbacks,
    )


def test_one_batch_is_learned_and_measured():
    net = models.get_model("mask_rcnn_tiny", num_classes=3)
    trainer = trainer_of(net, [train.MaskAP([batch()], ("a", "b", "c"))])
    first = trainer.fit([batch()], num_epochs=1).history[0]
    last = trainer.fit([batch()], num_epochs=80).history[-1]
    assert last["train_mask_loss"] < first["train_mask_loss"] / 3
    assert last["train_loss"] < first["train_loss"] / 4
    assert last["test_mask_ap"] > 0.6 and last["test_mask_iou"] > 0.6


def test_a_batch_without_objects_trains():
    X, labels, masks = batch()
    empty = X, nd.ones_like(labels) * -1, masks * 0
    trainer = trainer_of(models.get_model("mask_rcnn_tiny", num_classes=3))
    row = trainer.fit([empty], [empty], num_epochs=2).history[-1]
    assert np.isfinite(row["train_loss"]) and np.isfinite(row["test_loss"])
    assert row["train_mask_loss"] == 0


def test_mistakes_are_told():
    X, labels, masks = batch()
    for wrong in ((X, labels), (X, labels, masks[:, :, :60])):
        trainer = trainer_of(models.get_model("mask_rcnn_tiny", num_classes=3))
        with pytest.raises(ShapeError, match="a mask of the picture's size"):
            trainer.fit([wrong], num_epochs=1)
    faster = models.get_model("faster_rcnn_tiny", num_classes=3)
    with pytest.raises(ConfigError, match="has no mask_detector"):
        trainer_of(faster, [train.MaskAP([], ())]).fit([], num_epochs=1)
