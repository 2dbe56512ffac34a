"""Which parameters decay, and each way against the update written down in NumPy."""

import numpy as np
import pytest
from mxnet import autograd, gluon, init, nd
from mxnet.gluon import nn

from gluon_course import data
from gluon_course.base.errors import ConfigError
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.weight_decay import (
    OPTIMIZERS,
    WAYS,
    select_decay,
    train_decayed,
)


def by_numpy(lr, wd, num_epochs):
    """Plain descent with a penalty on the weights, in double precision."""
    seed_everything(0)
    X, y = data.synthetic_linear([1] * 8, true_b=2, num_samples=64)
    first = nn.Dense(1, in_units=8)
    first.initialize(init.Normal(1))
    w, b = first.weight.data().asnumpy()[0].astype(float), 0.0
    X, y = X.asnumpy().astype(float), y.asnumpy().astype(float)
    for i in range(4 * num_epochs):
        rows = slice(16 * (i % 4), 16 * (i % 4 + 1))
        error = X[rows] @ w + b - y[rows]
        w, b = w - lr * (X[rows].T @ error / 16 + wd * w), b - lr * error.mean()
    return w, b


@pytest.mark.parametrize("way", sorted(set(WAYS) - {"everything"}))
@pytest.mark.parametrize("wd", [0.0, 0.3])
def test_every_way_is_the_same_descent_with_sgd(way, wd):
    w, b = train_decayed(way, *OPTIMIZERS["sgd"], wd=wd, num_epochs=3)
    wanted = by_numpy(0.05, wd, 3)
    np.testing.assert_allclose(w, wanted[0], atol=2e-6)
    assert b == pytest.approx(wanted[1], abs=2e-6)


def test_without_decay_all_ways_are_one():
    results = [train_decayed(way, *OPTIMIZERS["adam"], wd=0.0) for way in WAYS]
    for w, b in results[1:]:
        np.testing.assert_allclose(w, results[0][0], atol=1e-6)
        assert b == pytest.approx(results[0][1], abs=1e-6)


def test_only_chosen_parameters_decay():
    net = nn.HybridSequential()
    net.add(nn.Dense(3, in_units=2), nn.BatchNorm(in_channels=3))
    net.initialize(init.One())
    chosen = select_decay(net)
    assert chosen == [net[0].weight.name]
    trainer = gluon.Trainer(
        net.collect_params(), "sgd", {"learning_rate": 0.1, "wd": 1}
    )
    before = {name: each.data().copy() for name, each in net.collect_params().items()}
    with autograd.record():
        nothing = (net(nd.ones((4, 2))) * 0).sum()
    nothing.backward()
    trainer.step(1)
    for name, parameter in net.collect_params().items():
        if parameter.grad_req != "null":
            wanted = before[name].asnumpy() * (0.9 if name in chosen else 1)
            np.testing.assert_allclose(parameter.data().asnumpy(), wanted, rtol=1e-6)


def test_patterns_and_ways_that_do_not_exist_are_refused():
    with pytest.raises(ConfigError, match="No parameter fits 'gamma'"):
        select_decay(nn.Dense(1), "gamma")
    with pytest.raises(ConfigError, match="choose from"):
        train_decayed("magic", "sgd", {"learning_rate": 0.1})
