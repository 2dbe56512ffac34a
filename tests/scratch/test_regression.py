"""Linear regression of chapter 7: every optimizer should reach least squares."""

import re

import numpy as np
import pytest
from mxnet import nd

from gluon_course.base.errors import ConfigError, ShapeError, TrainingError
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.data import airfoil_noise
from gluon_course.scratch import optimizers, train_ch7, train_gluon_ch7

PAIRS = [
    ("sgd", {"lr": 0.05}, "sgd", {"learning_rate": 0.05}),
    (
        "momentum",
        {"lr": 0.004, "momentum": 0.9},
        "sgd",
        {"learning_rate": 0.004, "momentum": 0.9},
    ),
    ("adagrad", {"lr": 0.1}, "adagrad", {"learning_rate": 0.1}),
    (
        "rmsprop",
        {"lr": 0.01, "gamma": 0.9},
        "rmsprop",
        {"learning_rate": 0.01, "gamma1": 0.9},
    ),
    ("adadelta", {"rho": 0.9}, "adadelta", {"rho": 0.9}),
    ("adam", {"lr": 0.01}, "adam", {"learning_rate": 0.01}),
]
NAMES = [name for name, *_ in PAIRS]


@pytest.fixture(scope="module")
def rows():
    """Made-up rows in the form of the airfoil's."""
    return airfoil_noise(1000, RunOptions(sample=True))


def least_loss(features, labels):
    X = np.column_stack((features.asnumpy(), np.ones(len(features))))
    y = labels.asnumpy()
    return ((X @ np.linalg.lstsq(X, y, rcond=None)[0] - y) ** 2).mean() / 2


@pytest.mark.parametrize(("rule", "ours", "name", "theirs"), PAIRS, ids=NAMES)
def test_scratch_and_gluon_come_near_least_squares_and_each_other(
    rows, rule, ours, name, theirs
):
    seed_everything(0)
    trainer_fn = optimizers.in_place(optimizers.RULES[rule])
    scratch = train_ch7(trainer_fn, [(), ()], ours, *rows, batch_size=20)
    seed_everything(0)
    gluon = train_gluon_ch7(name, theirs, *rows, batch_size=20)
    least = least_loss(*rows)
    for result in (scratch, gluon):
        assert least <= result.loss < least + 0.02
    # the same weights at the start, the same order: the same way
    np.testing.assert_allclose(gluon.losses, scratch.losses, atol=1e-3)
    assert gluon.w.shape == scratch.w.shape == (5, 1)
    np.testing.assert_allclose(gluon.w.asnumpy(), scratch.w.asnumpy(), atol=2e-2)


def test_full_batches_take_the_closed_form_s_way(rows):
    features, labels = rows
    seed_everything(3)
    w = nd.random.normal(scale=0.01, shape=(5, 1)).asnumpy().astype(float)
    seed_everything(3)
    trainer_fn = optimizers.in_place(optimizers.sgd)
    result = train_ch7(trainer_fn, None, {"lr": 0.5}, *rows, len(features), 4)
    X, y, b = features.asnumpy(), labels.asnumpy()[:, None], 0.0
    losses = [((X @ w + b - y) ** 2).mean() / 2]
    for _ in range(4):
        error = X @ w + b - y
        w, b = w - 0.5 * X.T @ error / len(X), b - 0.5 * error.mean()
        losses.append(((X @ w + b - y) ** 2).mean() / 2)
    np.testing.assert_allclose(result.losses, losses, rtol=1e-4)
    np.testing.assert_allclose(result.w.asnumpy(), w, atol=1e-4)


def test_a_function_written_as_in_the_text_counts_t_in_its_hyperparams(rows):
    def adam(params, states, hyperparams):
        t = hyperparams["t"]
        for param, (v, s) in zip(params, states):
            v[:] = 0.9 * v + 0.1 * param.grad
            s[:] = 0.999 * s + 0.001 * param.grad**2
            v_hat, s_hat = v / (1 - 0.9**t), s / (1 - 0.999**t)
            param[:] -= hyperparams["lr"] * v_hat / (s_hat.sqrt() + 1e-6)
        hyperparams["t"] += 1

    states = [(nd.zeros((5, 1)), nd.zeros((5, 1))), (nd.zeros(1), nd.zeros(1))]
    hyperparams = {"lr": 0.01, "t": 1}
    seed_everything(1)
    theirs = train_ch7(adam, states, hyperparams, *rows, batch_size=20)
    assert hyperparams["t"] == 101  # two epochs of 50 batches
    seed_everything(1)
    trainer_fn = optimizers.in_place(optimizers.adam)
    ours = train_ch7(trainer_fn, [(), ()], {"lr": 0.01}, *rows, batch_size=20)
    np.testing.assert_allclose(ours.losses, theirs.losses, atol=1e-5)


@pytest.mark.parametrize(
    ("num_rows", "batch_size", "times"),
    [
        (1000, 10, 10),
        (1000, 250, 4),  # a batch may pass several hundreds at once
        (1000, 64, 10),  # or never end on one
        (1003, 10, 10),
        (30, 10, 1),  # fewer rows than 100: once an epoch
    ],
)
def test_losses_are_taken_every_hundred_samples(num_rows, batch_size, times):
    rows = airfoil_noise(num_rows, RunOptions(sample=True))
    trainer_fn = optimizers.in_place(optimizers.sgd)
    result = train_ch7(trainer_fn, None, {"lr": 0.01}, *rows, batch_size, 2)
    assert len(result.losses) == len(result.epochs) == 1 + 2 * times
    assert result.epochs[0] == 0 and result.epochs == sorted(result.epochs)
    assert 1.99 <= result.epochs[-1] <= 2
    assert result.loss == result.losses[-1]


@pytest.mark.parametrize("is_gluon", [False, True])
def test_the_text_s_line_is_printed_on_request(rows, is_gluon, capsys):
    def train(**more):
        if is_gluon:
            return train_gluon_ch7("sgd", {"learning_rate": 0.05}, *rows, **more)
        trainer_fn = optimizers.in_place(optimizers.sgd)
        return train_ch7(trainer_fn, None, {"lr": 0.05}, *rows, **more)

    train()
    assert capsys.readouterr().out == ""
    result = train(progress=True)
    printed = capsys.readouterr().out
    loss, seconds = re.fullmatch(
        r"loss: (\d+\.\d{6}), (\d+\.\d{6}) sec per epoch\n", printed
    ).groups()
    assert float(loss) == pytest.approx(result.loss, abs=1e-6)
    assert float(seconds) == pytest.approx(result.seconds_per_epoch, abs=1e-6)


def test_a_learning_rate_that_diverges_is_named(rows):
    trainer_fn = optimizers.in_place(optimizers.sgd)
    with pytest.raises(TrainingError, match=r"learning rate 100\b.*--lr 10"):
        train_ch7(trainer_fn, None, {"lr": 100}, *rows)
    with pytest.raises(TrainingError, match=r"learning rate 100\b"):
        train_gluon_ch7("sgd", {"learning_rate": 100}, *rows)


def test_what_cannot_be_trained_is_refused(rows):
    features, labels = rows
    trainer_fn = optimizers.in_place(optimizers.sgd)
    with pytest.raises(ConfigError, match="num_epochs is 0"):
        train_ch7(trainer_fn, None, {"lr": 0.1}, *rows, num_epochs=0)
    with pytest.raises(ConfigError, match="batch size is 0"):
        train_ch7(trainer_fn, None, {"lr": 0.1}, *rows, batch_size=0)
    with pytest.raises(ShapeError, match="1000 features but 999 labels"):
        train_ch7(trainer_fn, None, {"lr": 0.1}, features, labels[:999])
    with pytest.raises(ConfigError, match="'adom'"):
        train_gluon_ch7("adom", {}, *rows)
    with pytest.raises(ConfigError, match="speed"):
        train_gluon_ch7("sgd", {"speed": 1}, *rows)
