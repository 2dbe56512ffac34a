"""The explicit training loop of section 3.6."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import autograd, gluon, nd

from gluon_course.base.errors import ConfigError, DataError, TrainingError
from gluon_course.base.seeds import seed_everything
from gluon_course.scratch import evaluate_accuracy, linreg, train_ch3

LOSS = gluon.loss.SoftmaxCrossEntropyLoss()


def batches(num=60, batch_size=16):
    """Two clouds of points that a line separates, in batches."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, num)
    X = rng.normal(size=(num, 2)) + 6 * y[:, None]
    return [
        (
            nd.array(X[i : i + batch_size]),
            nd.array(y[i : i + batch_size], dtype="int32"),
        )
        for i in range(0, num, batch_size)
    ]


def parameters():
    seed_everything(0)
    params = [nd.random.normal(scale=0.01, shape=(2, 2)), nd.zeros(2)]
    for each in params:
        each.attach_grad()
    return params


def run(num_epochs=3, lr=0.1, **kwargs):
    params = parameters()
    history = train_ch3(
        lambda X: linreg(X, *params),
        batches(),
        batches(),
        LOSS,
        num_epochs,
        16,
        params,
        lr,
        **kwargs,
    )
    return history, params


def test_rows_hold_the_keys_of_the_trainers_history():
    history, _ = run()
    keys = ["epoch", "train_loss", "train_acc", "test_acc"]
    keys += ["lr", "seconds", "samples_per_s"]
    assert [list(row) for row in history] == [keys] * 3
    assert [row["epoch"] for row in history] == [1, 2, 3]
    assert history[0]["lr"] == 0.1
    assert all(type(value) in (int, float) for row in history for value in row.values())


def test_the_loop_learns_to_separate_the_clouds():
    history, _ = run(num_epochs=10)
    assert history[-1]["train_loss"] < 0.5 * history[0]["train_loss"]
    assert history[-1]["test_acc"] > 0.95


def test_loss_and_accuracy_are_means_over_the_examples_before_each_step():
    history, _ = run(num_epochs=1)
    params = parameters()
    losses, hits = [], []
    for X, y in batches():  # the same epoch, with a host copy after each batch
        with autograd.record():
            y_hat = linreg(X, *params)
            loss = LOSS(y_hat, y)
        loss.backward()
        losses += loss.asnumpy().tolist()
        hits += (y_hat.asnumpy().argmax(axis=1) == y.asnumpy()).tolist()
        for each in params:
            each -= 0.1 * each.grad / 16
    assert history[0]["train_loss"] == pytest.approx(np.mean(losses), rel=1e-5)
    assert history[0]["train_acc"] == pytest.approx(np.mean(hits))
    expected = evaluate_accuracy(batches(), lambda X: linreg(X, *params))
    assert history[0]["test_acc"] == expected


def test_a_gluon_trainer_takes_the_place_of_sgd():
    history, params = run()
    start = parameters()
    net = gluon.nn.Dense(2, in_units=2)
    net.initialize()
    net.weight.set_data(start[0].T)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
    other = train_ch3(net, batches(), batches(), LOSS, 3, 16, trainer=trainer)
    for ours, theirs in zip(history, other):
        assert ours["train_loss"] == pytest.approx(theirs["train_loss"], rel=1e-5)
    np.testing.assert_allclose(
        params[0].T.asnumpy(), net.weight.data().asnumpy(), rtol=1e-4, atol=1e-6
    )


def test_the_texts_line_is_printed_when_asked(capsys):
    history, _ = run(num_epochs=1)
    assert capsys.readouterr().out == ""
    run(num_epochs=1, progress=True)
    row = history[0]
    assert capsys.readouterr().out == (
        f"epoch 1, loss {row['train_loss']:.4f}, train acc {row['train_acc']:.3f}, "
        f"test acc {row['test_acc']:.3f}\n"
    )


def test_evaluation_counts_every_example_once():
    data = [(nd.array([[0.0, 1.0], [1.0, 0.0]]), nd.array([1, 1], dtype="int32"))] * 20
    data.append((nd.array([[0.0, 1.0]]), nd.array([1], dtype="int32")))
    assert evaluate_accuracy(data, lambda X: X) == pytest.approx(21 / 41)


def test_a_loss_that_is_not_finite_stops_and_names_epoch_and_rate():
    with pytest.raises(TrainingError, match=r"epoch 1 is (nan|inf).*--lr 1e\+37"):
        run(lr=1e38)


def test_no_epoch_and_no_batch_are_errors():
    with pytest.raises(ConfigError, match="num_epochs is 0"):
        run(num_epochs=0)
    with pytest.raises(DataError, match="nothing to train on"):
        train_ch3(lambda X: X, [], [], LOSS, 1, 1, parameters(), 0.1)
    with pytest.raises(DataError, match="nothing to evaluate"):
        evaluate_accuracy([], lambda X: X)


def test_nothing_is_copied_to_the_host_inside_the_epoch(monkeypatch):
    reads = []
    original = mx.nd.NDArray.asnumpy
    monkeypatch.setattr(
        mx.nd.NDArray, "asnumpy", lambda self: reads.append(1) or original(self)
    )
    counts = []
    for length in (10, 40):
        params, data = parameters(), batches(length * 16)
        reads.clear()
        train_ch3(
            lambda X, p=params: linreg(X, *p), data, data, LOSS, 1, 16, params, 0.1
        )
        counts.append(len(reads))
    assert counts[0] == counts[1] > 0
