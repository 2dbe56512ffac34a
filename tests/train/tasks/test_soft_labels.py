"""Soft labels: the loss of a loop, and mixup trained from end to end."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import gluon, nd

from gluon_course import models, train
from gluon_course.base.errors import ShapeError
from gluon_course.base.run import RunOptions
from gluon_course.data import load_images
from gluon_course.data.augmentation import AugmentedLoader, CutMix, Mixup, OneHot

RUN = RunOptions(device="cpu", sample=True)


def figures(net, X, labels):
    trainer = train.Trainer(net, train.SoftLabels(), run=RUN)
    return trainer.evaluate([(X, labels)])


def test_loss_and_accuracy_are_those_of_a_loop():
    mx.random.seed(0)
    X, net = nd.random.normal(shape=(9, 5)), gluon.nn.Dense(4)
    net.initialize(mx.init.Normal(1))
    labels = nd.softmax(nd.random.normal(scale=2, shape=(9, 4)))
    loss = hits = 0
    for scores, soft in zip(net(X).asnumpy().astype(float), labels.asnumpy()):
        log_p = scores - np.log(np.exp(scores).sum())
        loss -= sum(share * each for share, each in zip(soft, log_p))
        hits += int(np.argmax(scores) == np.argmax(soft))
    found = figures(net, X, labels)
    assert found["loss"] == pytest.approx(loss / 9, rel=1e-5)
    assert found["acc"] == pytest.approx(hits / 9)


def test_labels_that_are_certain_give_the_ordinary_loss():
    X, y = nd.random.normal(shape=(6, 5)), nd.array([0, 1, 2, 2, 1, 0], dtype="int32")
    net = gluon.nn.Dense(3)
    net.initialize()
    soft = figures(net, X, nd.one_hot(y, 3))
    plain = train.Trainer(net, train.Classification(), run=RUN).evaluate([(X, y)])
    assert soft == pytest.approx(plain, rel=1e-5)


@pytest.mark.parametrize("kind", [Mixup, CutMix])
def test_a_net_learns_from_mixed_digits(kind):
    train_iter, test_iter = load_images("sample-digits", 64, run=RUN)
    net = models.get_model("mlp", num_hiddens=64)
    trainer = train.Trainer(
        net, train.SoftLabels(), "adam", {"learning_rate": 0.003}, run=RUN
    )
    final = trainer.fit(
        AugmentedLoader(train_iter, mixing=kind(10)),
        AugmentedLoader(test_iter, mixing=OneHot(10)),
        num_epochs=6,
    ).final
    assert final["test_acc"] > 0.8


def test_ordinary_labels_are_refused_with_what_to_do():
    net = gluon.nn.Dense(3)
    with pytest.raises(ShapeError, match="OneHot"):
        figures(net, nd.zeros((4, 2)), nd.zeros((4,)))
