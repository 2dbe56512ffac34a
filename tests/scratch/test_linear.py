"""Section 3.2 from scratch: mini-batches, model, loss and descent."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import autograd, gluon, nd

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.base.seeds import seed_everything
from gluon_course.scratch import data_iter, l2_penalty, linreg, sgd, squared_loss


@given(num=st.integers(1, 30), batch_size=st.integers(1, 12))
@settings(deadline=None, max_examples=25)
def test_a_pass_gives_every_example_once_with_its_label(num, batch_size):
    features = nd.arange(num).reshape((num, 1))
    batches = list(data_iter(batch_size, features, features[:, 0] * 10))
    sizes = [len(y) for _, y in batches]
    assert sizes == [batch_size] * (num // batch_size) + [num % batch_size] * (
        num % batch_size > 0
    )
    seen = np.concatenate([X.asnumpy()[:, 0] for X, _ in batches])
    labels = np.concatenate([y.asnumpy() for _, y in batches])
    np.testing.assert_array_equal(np.sort(seen), np.arange(num))
    np.testing.assert_array_equal(labels, seen * 10)


def test_the_order_changes_from_pass_to_pass_and_follows_the_seed():
    features = nd.arange(50)

    def order():
        return [y.asnumpy().tolist() for _, y in data_iter(5, features, features)]

    seed_everything(3)
    first, second = order(), order()
    assert first != second
    seed_everything(3)
    assert order() == first


def test_wrong_sizes_are_refused():
    with pytest.raises(ConfigError, match="batch size is 0"):
        next(data_iter(0, nd.ones(3), nd.ones(3)))
    with pytest.raises(ShapeError, match="3 features but 2 labels"):
        next(data_iter(1, nd.ones(3), nd.ones(2)))


def test_linreg_and_squared_loss_match_gluon():
    X, y = nd.random.normal(shape=(6, 3)), nd.random.normal(shape=(6,))
    w, b = nd.random.normal(shape=(3, 1)), nd.random.normal(shape=(1,))
    net = gluon.nn.Dense(1, in_units=3)
    net.initialize()
    net.weight.set_data(w.T)
    net.bias.set_data(b)
    np.testing.assert_allclose(linreg(X, w, b).asnumpy(), net(X).asnumpy(), rtol=1e-5)
    ours = squared_loss(linreg(X, w, b), y)
    assert ours.shape == (6, 1)  # not (6, 6): the label takes the prediction's shape
    theirs = gluon.loss.L2Loss()(net(X), y)
    np.testing.assert_allclose(ours.asnumpy()[:, 0], theirs.asnumpy(), rtol=1e-5)


def test_sgd_takes_the_step_of_gluons_trainer():
    X, y = nd.random.normal(shape=(8, 3)), nd.random.normal(shape=(8,))
    net = gluon.nn.Dense(1, in_units=3)
    net.initialize()
    w, b = net.weight.data().T.copy(), net.bias.data().copy()
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
    for each in (w, b):
        each.attach_grad()
    for _ in range(3):
        with autograd.record():
            loss = gluon.loss.L2Loss()(net(X), y)
        loss.backward()
        trainer.step(8)
        with autograd.record():
            loss = squared_loss(linreg(X, w, b), y)
        loss.backward()
        sgd([w, b], 0.1, 8)
    np.testing.assert_allclose(w.T.asnumpy(), net.weight.data().asnumpy(), rtol=1e-5)
    np.testing.assert_allclose(b.asnumpy(), net.bias.data().asnumpy(), rtol=1e-4)


def test_descent_finds_the_least_squares_solution():
    seed_everything(0)
    X = nd.random.normal(shape=(200, 2))
    y = nd.dot(X, nd.array([2, -3.4])) + 4.2 + nd.random.normal(scale=0.01, shape=200)
    w, b = nd.zeros((2, 1)), nd.zeros(1)
    for each in (w, b):
        each.attach_grad()
    for _ in range(20):
        for features, labels in data_iter(10, X, y):
            with autograd.record():
                loss = squared_loss(linreg(features, w, b), labels)
            loss.backward()
            sgd([w, b], 0.03, 10)
    A = np.column_stack([X.asnumpy(), np.ones(200)])
    best = np.linalg.lstsq(A, y.asnumpy(), rcond=None)[0]
    found = np.append(w.asnumpy()[:, 0], b.asscalar())
    np.testing.assert_allclose(found, best, atol=2e-3)


def test_the_penalty_pulls_a_weight_by_itself():
    w = nd.array([[3.0], [-4.0]])
    w.attach_grad()
    with autograd.record():
        penalty = l2_penalty(w)
    penalty.backward()
    assert penalty.asscalar() == 12.5  # (9 + 16) / 2
    np.testing.assert_array_equal(w.grad.asnumpy(), w.asnumpy())


def test_decay_by_the_penalty_equals_decay_by_the_trainers_wd():
    seed_everything(1)
    X, y, lr, lambd = nd.random.normal(shape=(1, 5)), nd.ones(1), 0.01, 3
    net = gluon.nn.Dense(1, in_units=5, use_bias=False)
    net.initialize()
    w = net.weight.data().T.copy()
    w.attach_grad()
    trainer = gluon.Trainer(
        net.collect_params(), "sgd", {"learning_rate": lr, "wd": lambd}
    )
    for _ in range(5):
        with autograd.record():
            loss = squared_loss(nd.dot(X, w), y) + lambd * l2_penalty(w)
        loss.backward()
        sgd([w], lr, 1)
        with autograd.record():
            loss = gluon.loss.L2Loss()(net(X), y)
        loss.backward()
        trainer.step(1)
    np.testing.assert_allclose(w.T.asnumpy(), net.weight.data().asnumpy(), rtol=1e-5)
