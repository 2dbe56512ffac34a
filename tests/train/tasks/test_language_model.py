"""Language models in the one trainer: as the text's loop, states carried or not."""

import math

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd

from gluon_course import models, scratch, text, train
from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.base.run import RunOptions
from gluon_course.nn.rnn_model import RNNModel

V, H, N, T = 9, 8, 4, 5
CORPUS = np.random.RandomState(0).randint(0, V, 130)


class Fixed:
    """The same batches in every pass, with or without states that go on."""

    def __init__(self, keeps_state, sizes=(N, N, N, N)):
        rng = np.random.RandomState(1)
        self.keeps_state = keeps_state
        self.batches = [
            tuple(nd.array(rng.randint(0, V, (size, T))) for _ in range(2))
            for size in sizes
        ]

    def __iter__(self):
        return iter(self.batches)


def trainer_of(net, theta=None, run=RunOptions(device="cpu"), lr=2.0, **options):
    clip = [train.ClipGradients(theta)] if theta else []
    return train.Trainer(
        net,
        train.LanguageModel(),
        "sgd",
        {"learning_rate": lr},
        run=run,
        callbacks=clip,
        **options,
    )


def small(name="rnn_lm", **options):
    net = models.get_model(name, vocab_size=V, num_hiddens=H, **options)
    net.initialize(mx.init.Normal(0.3))
    return net


def values(net):
    return [each.data().asnumpy() for each in net.collect_params().values()]


@pytest.mark.parametrize("keeps_state", [True, False])
@pytest.mark.parametrize("theta", [None, 0.05])
def test_it_learns_as_the_loop_of_the_text(keeps_state, theta):
    data_iter = Fixed(keeps_state)
    net, theirs = small(), RNNModel(mx.gluon.rnn.RNN(H, input_size=V), V)
    theirs.initialize()
    theirs(data_iter.batches[0][0], theirs.begin_state(N))
    pairs = zip(net.collect_params().values(), theirs.collect_params().values())
    for mine, other in pairs:
        other.set_data(mine.data())
    wanted = scratch.train_rnn_gluon(
        theirs, mx.cpu(), data_iter, keeps_state, 3, 2.0, theta
    )
    found = trainer_of(net, theta).fit(data_iter, num_epochs=3).history
    for mine, other in zip(found, wanted):
        assert mine["train_loss"] == pytest.approx(other["train_loss"], rel=1e-5)
        assert mine["train_perplexity"] == pytest.approx(other["perplexity"], rel=1e-4)
    for mine, other in zip(values(net), values(theirs)):
        np.testing.assert_allclose(mine, other, atol=1e-5)


def test_states_go_on_only_where_rows_do():
    losses = {}
    for keeps_state in (True, False):
        mx.random.seed(2)
        data_iter = Fixed(keeps_state)
        losses[keeps_state] = trainer_of(small()).evaluate(data_iter)["loss"]
    mx.random.seed(2)
    net, state, sums = small(), None, 0
    for X, Y in Fixed(True):
        scores, state = net(X, state or net.begin_state(N))
        sums += -nd.log_softmax(scores).pick(Y).sum().asscalar()
    assert losses[True] == pytest.approx(sums / (4 * N * T), rel=1e-5)
    assert abs(losses[True] - losses[False]) > 1e-4


def test_a_smaller_batch_begins_anew():
    data_iter = Fixed(True, sizes=(N, N, 2))
    row = trainer_of(small("lstm_lm")).fit(data_iter, data_iter).final
    assert math.isfinite(row["train_loss"]) and math.isfinite(row["test_loss"])


def test_two_devices_learn_as_one():
    found = []
    for device in ("cpu", "cpu:2"):
        mx.random.seed(4)
        net = small("gru_lm")
        trainer = trainer_of(net, 0.05, RunOptions(device=device))
        rows = trainer.fit(Fixed(True), num_epochs=2).history
        data = [p.list_data()[-1].asnumpy() for p in net.collect_params().values()]
        found.append(([row["train_loss"] for row in rows], data))
    np.testing.assert_allclose(found[0][0], found[1][0], rtol=1e-5)
    for one, two in zip(found[0][1], found[1][1]):
        np.testing.assert_allclose(one, two, atol=1e-5)


def test_resumed_it_ends_as_if_uninterrupted(tmp_path):
    def fit(folder, num_epochs, resume=False):
        run = RunOptions(device="cpu", out=folder, resume=resume, seed=3)
        net = models.get_model("lstm_lm", vocab_size=V, num_hiddens=H, dropout=0.2)
        trainer = trainer_of(net, 0.05, run, init=mx.init.Normal(0.3))
        batches = text.consecutive_batches(CORPUS, N, T)
        trainer.fit(batches, num_epochs=num_epochs)
        return values(net), trainer.state.history

    wanted, history = fit(tmp_path / "whole", 4)
    fit(tmp_path / "parts", 2)
    found, again = fit(tmp_path / "parts", 4, resume=True)
    for a, b in zip(found, wanted):
        np.testing.assert_array_equal(a, b)
    assert [r["train_loss"] for r in again] == [r["train_loss"] for r in history]


def test_nothing_is_read_during_an_epoch(monkeypatch):
    reads = []
    read = nd.NDArray.asnumpy
    monkeypatch.setattr(
        nd.NDArray, "asnumpy", lambda self: reads.append(self.shape) or read(self)
    )
    monkeypatch.setattr(nd.NDArray, "wait_to_read", lambda self: reads.append(None))
    net = small()
    reads.clear()
    trainer_of(net, 0.05).fit(Fixed(True, sizes=(N,) * 20))
    assert reads == [(3,)]  # the counters, once


def test_perplexity_of_even_scores_is_the_size_of_the_vocabulary():
    net = models.get_model("rnn_lm", vocab_size=V, num_hiddens=H)
    net.initialize(mx.init.Zero())
    figures = trainer_of(net).evaluate(Fixed(True))
    assert figures["loss"] == pytest.approx(math.log(V), rel=1e-5)
    assert figures["perplexity"] == pytest.approx(V, rel=1e-4)


def test_a_loss_without_a_finite_perplexity_has_a_number():
    task = train.LanguageModel()
    figures = task.figures({"loss": 9000.0, "samples": 2.0})
    assert math.isfinite(figures["perplexity"])


def test_whole_numbers_are_tokens_too():
    losses = []
    for dtype in ("float32", "int32"):
        mx.random.seed(5)
        data_iter = Fixed(True)
        data_iter.batches = [
            tuple(each.astype(dtype) for each in batch) for batch in data_iter.batches
        ]
        losses.append(trainer_of(small("lstm_lm")).fit(data_iter).final["train_loss"])
    assert losses[0] == losses[1]


def test_samples_are_tokens():
    trainer = trainer_of(small())
    trainer.fit(Fixed(True))
    assert trainer.meter.totals["samples"] == 4 * N * T
    assert trainer.step_size == N * T


def test_tokens_outside_the_vocabulary_are_found():
    data_iter = Fixed(True)
    data_iter.batches[2][0][1, 1] = V
    data_iter.batches[3][1][0, 0] = -1
    with pytest.raises(DataError, match=r"2 of the first 160 .* no token"):
        trainer_of(small()).fit(data_iter)


def test_arrays_that_do_not_belong_together_are_named():
    X = nd.zeros((N, T))
    for batch in ((X, X[:, 1:]), (X[0], X[0])):
        with pytest.raises(ShapeError, match="one token later"):
            trainer_of(small()).fit([batch])


def test_samples_are_printed_as_the_text_prints_them(capsys):
    said = []
    writes = train.WriteSamples(2, ["ab", "c"], lambda prefix: prefix + "!")
    trainer = trainer_of(small())
    trainer.callbacks.append(writes)
    rows = trainer.fit(Fixed(True), num_epochs=5).history
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 9
    perplexity, seconds = rows[3]["train_perplexity"], rows[3]["seconds"]
    line = f"epoch 4, perplexity {perplexity:f}, time {seconds:.2f} sec"
    assert said[3:6] == [line, " - ab!", " - c!"]
    # The last epoch is none of the period's and is written all the same, once.
    assert said[6].startswith("epoch 5, perplexity ") and said[7:] == said[4:6]
    with pytest.raises(ConfigError, match="period is 0"):
        train.WriteSamples(0, [], str)
