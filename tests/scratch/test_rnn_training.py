"""The loop of 6.4 and 6.5, step by step against NumPy and Gluon."""

import math

import mxnet as mx
import numpy as np
import pytest
from mxnet import autograd, gluon, init, nd

from gluon_course import text
from gluon_course.base.errors import ConfigError, DataError, TrainingError
from gluon_course.base.seeds import seed_everything
from gluon_course.nn.rnn_model import RNNModel
from gluon_course.scratch.rnn import init_rnn_state, rnn, rnn_params, to_onehot
from gluon_course.scratch.rnn_training import (
    perplexity,
    train_rnn,
    train_rnn_gluon,
    train_rnn_scratch,
)

CORPUS = [0, 1, 2, 3, 4, 2, 0, 3] * 12
V, H, N, T = 5, 8, 3, 4


def batches(is_random=False):
    make = text.random_batches if is_random else text.consecutive_batches
    return make(CORPUS, N, T)


def run(num_epochs=3, lr=1.0, theta=0.1, is_random=False, **kwargs):
    seed_everything(0)
    params = rnn_params(V, H)
    history = train_rnn_scratch(
        rnn,
        params,
        init_rnn_state,
        H,
        V,
        mx.cpu(),
        batches(is_random),
        not is_random,
        num_epochs,
        lr,
        theta,
        **kwargs,
    )
    return history, params


def by_hand(num_epochs, lr, theta, is_random=False):
    """The section's loop with a look at every batch; mean loss of each epoch."""
    seed_everything(0)
    params, loss = rnn_params(V, H), gluon.loss.SoftmaxCrossEntropyLoss()
    means = []
    for _ in range(num_epochs):
        state, losses = init_rnn_state(N, H), []
        for X, Y in batches(is_random):
            if is_random:
                state = init_rnn_state(N, H)
            state = [nd.array(each.asnumpy()) for each in state]
            with autograd.record():
                outputs, state = rnn(to_onehot(X, V), state, params)
                values = loss(nd.concat(*outputs, dim=0), Y.T.reshape((-1,)))
                values.mean().backward()
            losses += values.asnumpy().tolist()
            grads = [each.grad.asnumpy() for each in params]
            norm = math.sqrt(sum((each**2).sum() for each in grads))
            factor = min(1, theta / norm) if theta else 1
            for param, grad in zip(params, grads):
                param -= nd.array(lr * factor * grad)
        means.append(np.mean(losses))
    return means, params


@pytest.mark.parametrize("theta", [0.1, None])
@pytest.mark.parametrize("is_random", [False, True])
def test_the_loop_is_that_of_the_section(theta, is_random):
    history, params = run(theta=theta, is_random=is_random)
    means, expected = by_hand(3, 1.0, theta, is_random)
    for row, mean in zip(history, means):
        assert row["train_loss"] == pytest.approx(mean, rel=1e-4)
        assert row["perplexity"] == pytest.approx(math.exp(mean), rel=1e-4)
    for ours, theirs in zip(params, expected):
        np.testing.assert_allclose(
            ours.asnumpy(), theirs.asnumpy(), rtol=1e-3, atol=1e-5
        )


def test_it_learns_a_text_that_repeats():
    history, _ = run(num_epochs=60, theta=1.0)
    assert history[0]["perplexity"] == pytest.approx(V, rel=0.1)  # blind guessing
    assert history[-1]["perplexity"] < 1.3


def gluon_model():
    mx.random.seed(0)
    model = RNNModel(gluon.rnn.RNN(H), V)
    model.initialize(init.Normal(0.1))
    model(nd.zeros((1, 1)), model.begin_state(batch_size=1))  # draws the weights
    return model


def test_a_gluon_model_takes_the_same_steps():
    model, other = gluon_model(), gluon_model()
    history = train_rnn_gluon(model, mx.cpu(), batches(), True, 1, 0.5, 0.05)
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    trainer = gluon.Trainer(other.collect_params(), "sgd", {"learning_rate": 0.5})
    state, losses = other.begin_state(batch_size=N), []
    for X, Y in batches():
        state = [each.detach() for each in state]
        with autograd.record():
            scores, state = other(X, state)
            values = loss(scores, Y.T.reshape((-1,)))
            values.mean().backward()
        losses += values.asnumpy().tolist()
        grads = [each.grad() for each in other.collect_params().values()]
        gluon.utils.clip_global_norm(grads, 0.05)
        trainer.step(1)
    assert history[0]["train_loss"] == pytest.approx(np.mean(losses), rel=1e-4)
    ours, theirs = model.collect_params().values(), other.collect_params().values()
    for a, b in zip(ours, theirs):
        np.testing.assert_allclose(
            a.data().asnumpy(), b.data().asnumpy(), rtol=1e-3, atol=1e-5
        )


def test_a_kept_state_goes_on_and_a_fresh_one_begins_anew():
    def states(keeps_state):
        seen = []

        def forward(X, state):
            seen.append(state[0].asscalar())
            scores = nd.zeros((X.size, V)) + weight
            return scores, [state[0] + 1]

        weight = nd.zeros(V)
        weight.attach_grad()
        begin = lambda batch_size: [nd.zeros(1)]  # noqa: E731
        train_rnn(forward, lambda: None, batches(), begin, 2, keeps_state, 1.0)
        return seen

    number = len(batches())
    assert states(True) == [*range(number), *range(number)]
    assert states(False) == [0] * (2 * number)


def test_rows_hold_their_keys_and_are_handed_over_one_by_one():
    rows = []
    history, _ = run(num_epochs=2, after_epoch=rows.append)
    keys = ["epoch", "train_loss", "perplexity", "lr", "seconds", "tokens_per_s"]
    assert rows == history and [list(row) for row in rows] == [keys] * 2


def test_nothing_is_copied_to_the_host_inside_the_epoch(monkeypatch):
    reads = []
    original = mx.nd.NDArray.asnumpy
    monkeypatch.setattr(
        mx.nd.NDArray, "asnumpy", lambda self: reads.append(1) or original(self)
    )
    counts = []
    for repeat in (1, 5):
        params = rnn_params(V, H)
        data = text.consecutive_batches(CORPUS * repeat, N, T)
        reads.clear()
        train_rnn_scratch(
            rnn, params, init_rnn_state, H, V, mx.cpu(), data, True, 2, 0.1, 0.1
        )
        counts.append(len(reads))
    assert counts[0] == counts[1] > 0


def test_perplexity_is_the_exponential_and_inf_where_that_is_too_large():
    assert perplexity(0) == 1
    assert perplexity(math.log(1027)) == pytest.approx(1027)
    assert perplexity(1e4) == math.inf


def test_what_cannot_be_trained_is_refused():
    with pytest.raises(ConfigError, match="num_epochs is 0"):
        run(num_epochs=0)
    with pytest.raises(TrainingError, match=r"epoch 1 is (nan|inf)"):
        run(lr=1e38, theta=None)
    with pytest.raises(DataError, match="nothing to train on"):
        train_rnn(None, None, [], None, 1, True, 1.0)
