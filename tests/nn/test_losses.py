"""Focal loss and weights of classes against loops in NumPy."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import autograd, gluon, nd

from gluon_course import train
from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions
from gluon_course.nn import FocalLoss, WeightedCrossEntropy

mx.random.seed(0)
SCORES = nd.random.normal(scale=3, shape=(7, 4))
LABELS = nd.array([0, 1, 2, 3, 3, 0, 2], dtype="int32")
WEIGHTS = (0.5, 2.0, 0.0, 1.5)


def slow(gamma, weights=(1, 1, 1, 1)):
    losses = []
    for scores, label in zip(SCORES.asnumpy().astype(float), LABELS.asnumpy()):
        exponentials = np.exp(scores - scores.max())
        p = exponentials[label] / exponentials.sum()
        losses.append(-weights[label] * (1 - p) ** gamma * np.log(p))
    return losses


@pytest.mark.parametrize("gamma", [0, 0.5, 2, 5])
@pytest.mark.parametrize("is_hybrid", [False, True])
def test_focal_loss_is_that_of_a_loop(gamma, is_hybrid):
    for weights in ((), WEIGHTS):
        loss = FocalLoss(gamma, weights)
        loss.initialize()
        loss.hybridize(is_hybrid)
        found = loss(SCORES, LABELS).asnumpy()
        np.testing.assert_allclose(
            found, slow(gamma, weights or (1, 1, 1, 1)), rtol=2e-4, atol=1e-6
        )


def test_without_gamma_it_is_cross_entropy():
    found = FocalLoss(0)(SCORES, LABELS).asnumpy()
    expected = gluon.loss.SoftmaxCrossEntropyLoss()(SCORES, LABELS).asnumpy()
    np.testing.assert_allclose(found, expected, rtol=1e-5)
    weighted = WeightedCrossEntropy(WEIGHTS)
    weighted.initialize()
    expected = slow(0, WEIGHTS)
    np.testing.assert_allclose(weighted(SCORES, LABELS).asnumpy(), expected, rtol=1e-4)


@pytest.mark.parametrize("gamma", [0.5, 2])
def test_certain_samples_have_a_finite_gradient(gamma):
    scores = nd.array([[200.0, 0, 0], [-200, 0, 0]])
    scores.attach_grad()
    with autograd.record():
        losses = FocalLoss(gamma)(scores, nd.array([0, 0]))
    losses.backward()
    assert np.isfinite(scores.grad.asnumpy()).all()
    assert losses.asnumpy()[0] < 1e-6 and losses.asnumpy()[1] > 100


def test_the_trainer_puts_the_weights_on_its_device():
    net = gluon.nn.Dense(4)
    X, y = nd.random.normal(shape=(7, 5)), LABELS
    task = train.Classification(WeightedCrossEntropy(WEIGHTS))
    trainer = train.Trainer(net, task, run=RunOptions(device="cpu:2"))
    result = trainer.fit([(X, y)], [(X, y)], num_epochs=2)
    assert np.isfinite(result.final["test_loss"])
    losses = WeightedCrossEntropy(WEIGHTS)
    losses.initialize()
    expected = losses(net(X), y).mean().asscalar()
    assert result.final["test_loss"] == pytest.approx(expected, rel=1e-4)


def test_a_class_of_weight_0_teaches_nothing():
    scores = SCORES.copy()
    scores.attach_grad()
    loss = WeightedCrossEntropy(WEIGHTS)
    loss.initialize()
    with autograd.record():
        losses = loss(scores, LABELS)
    losses.backward()
    moved = abs(scores.grad.asnumpy()).sum(axis=1) > 0
    np.testing.assert_array_equal(moved, LABELS.asnumpy() != 2)


def test_settings_out_of_range_are_refused():
    with pytest.raises(ConfigError, match="gamma is -1"):
        FocalLoss(-1)
    with pytest.raises(ConfigError, match="one number for each class"):
        WeightedCrossEntropy([1, -1])
