"""The task of semantic segmentation: loss and figures against slow versions."""

import numpy as np
import pytest
from mxnet import autograd, gluon, nd

from gluon_course import data, train
from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.metrics import SegmentationScore
from gluon_course.train import Segmentation


class Scores(gluon.HybridBlock):
    """A net whose scores are its input."""

    def hybrid_forward(self, F, X):
        return X * 1


def figures_of(task, X, y):
    head, counters = task.forward(nd, Scores(), nd.array(X), nd.array(y))
    totals = dict(zip(task.counters, counters.asnumpy().tolist()))
    task.verify(totals)
    assert head.asscalar() == pytest.approx(totals["loss"])
    return task.figures(totals)


def test_figures_are_those_of_numpy():
    random = np.random.RandomState(0)
    X = random.normal(size=(3, 4, 5, 6)).astype(np.float32)
    y = random.randint(-1, 4, (3, 5, 6))
    log = X - np.log(np.exp(X).sum(axis=1, keepdims=True))
    losses = []
    for n in range(3):
        picture = [
            -log[n, y[n, i, j], i, j]
            for i in range(5)
            for j in range(6)
            if y[n, i, j] >= 0
        ]
        losses.append(sum(picture) / len(picture))
    score = SegmentationScore(4)
    score.update(X, y)
    figures = figures_of(Segmentation(4), X, y)
    assert figures == pytest.approx(
        {"loss": np.mean(losses), **score.result()}, rel=1e-5
    )


def test_loss_without_ignored_pixels_is_gluons():
    X, y = nd.random.normal(shape=(2, 3, 4, 4)), nd.random.randint(0, 3, (2, 4, 4))
    want = gluon.loss.SoftmaxCrossEntropyLoss(axis=1)(X, y.astype("float32")).mean()
    figures = figures_of(Segmentation(3), X.asnumpy(), y.asnumpy())
    assert figures["loss"] == pytest.approx(want.asscalar(), rel=1e-5)


def test_ignored_pixels_have_no_gradient():
    X = nd.random.normal(shape=(1, 3, 2, 2))
    X.attach_grad()
    y = nd.array([[[0, 255], [2, 255]]])
    with autograd.record():
        head, _ = Segmentation(3, 255).forward(nd, Scores(), X, y)
    head.backward()
    gradient = np.abs(X.grad.asnumpy()).sum(axis=1)[0]
    assert (gradient[:, 1] == 0).all()
    assert (gradient[:, 0] > 0).all()


def test_a_picture_of_ignored_pixels_alone_costs_nothing():
    X, y = np.ones((1, 2, 3, 3), np.float32), np.full((1, 3, 3), -1)
    assert figures_of(Segmentation(2), X, y) == {"loss": 0, "acc": 0, "miou": 0}


def test_the_trainer_learns_to_colour_pixels():
    random = np.random.RandomState(1)
    X = random.uniform(size=(24, 3, 8, 8)).astype(np.float32)
    y = X.argmax(axis=1).astype(np.float32)
    y[:, 0] = -1
    net = gluon.nn.HybridSequential()
    net.add(gluon.nn.Conv2D(3, kernel_size=1))
    loader = data.BatchLoader(X, y, batch_size=8, shuffle=True)
    trainer = train.Trainer(net, Segmentation(3), "adam", {"learning_rate": 0.3})
    row = trainer.fit(loader, loader, 20).history[-1]
    assert row["test_acc"] > 0.95
    assert row["test_miou"] > 0.9
    assert row["train_loss"] < 0.6


def test_mistakes_are_told():
    net = gluon.nn.HybridSequential()
    net.add(gluon.nn.Conv2D(3, kernel_size=1))
    trainer = train.Trainer(net, Segmentation(3))
    X = nd.zeros((2, 3, 8, 8))
    with pytest.raises(ShapeError, match="mask has the size of its picture"):
        trainer.fit([(X, nd.zeros((2, 8, 9)))])
    trainer = train.Trainer(net, Segmentation(3))
    with pytest.raises(DataError, match="128 of the first 128 pixels"):
        trainer.fit([(X, nd.full((2, 8, 8), 255))])
    with pytest.raises(ConfigError, match="ignored label is no class"):
        Segmentation(21, ignore_label=0)
