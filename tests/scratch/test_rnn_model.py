"""A network from scratch in the trainer learns as in the loop of the section."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd

from gluon_course import scratch, train
from gluon_course.base.run import RunOptions

V, H, N, T = 6, 5, 3, 4
NETWORKS = {
    "rnn": (scratch.rnn_params, scratch.init_rnn_state, scratch.rnn),
    "gru": (scratch.gru_params, scratch.init_gru_state, scratch.gru),
    "lstm": (scratch.lstm_params, scratch.init_lstm_state, scratch.lstm),
}


class Fixed:
    """The same batches in every pass."""

    def __init__(self, keeps_state):
        rng = np.random.RandomState(1)
        self.keeps_state = keeps_state
        self.batches = [
            tuple(nd.array(rng.randint(0, V, (N, T))) for _ in range(2))
            for _ in range(4)
        ]

    def __iter__(self):
        return iter(self.batches)


def made(name, seed=0):
    make, init_state, forward = NETWORKS[name]
    mx.random.seed(seed)
    params = make(V, H)
    for each in params:
        each[:] = nd.random.normal(scale=0.4, shape=each.shape)
    return params, init_state, forward


def test_scores_are_those_of_the_function_sequence_by_sequence():
    params, init_state, forward = made("lstm")
    net = scratch.RNNModelScratch(V, H, params, init_state, forward)
    X = nd.array(np.random.RandomState(0).randint(0, V, (N, T)))
    scores, state = net(X, net.begin_state(N))
    outputs, wanted = forward(scratch.to_onehot(X, V), init_state(N, H), params)
    assert scores.shape == (N, T, V)
    for t in range(T):
        np.testing.assert_array_equal(scores[:, t].asnumpy(), outputs[t].asnumpy())
    for a, b in zip(state, wanted):
        np.testing.assert_array_equal(a.asnumpy(), b.asnumpy())


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("keeps_state", [True, False])
def test_the_trainer_learns_as_the_loop_does(name, keeps_state):
    params, init_state, forward = made(name)
    wanted = scratch.train_rnn_scratch(
        *(forward, params, init_state, H, V, mx.cpu()),
        *(Fixed(keeps_state), keeps_state, 2, 2.0, 0.05),
    )
    again, _, _ = made(name)
    net = scratch.RNNModelScratch(V, H, again, init_state, forward)
    trainer = train.Trainer(
        *(net, train.LanguageModel(), "sgd", {"learning_rate": 2.0}),
        params=again,
        run=RunOptions(device="cpu"),
        callbacks=[train.ClipGradients(0.05)],
    )
    found = trainer.fit(Fixed(keeps_state), num_epochs=2).history
    for mine, theirs in zip(found, wanted):
        assert mine["train_loss"] == pytest.approx(theirs["train_loss"], rel=1e-5)
    for a, b in zip(again, params):
        np.testing.assert_allclose(a.asnumpy(), b.asnumpy(), atol=1e-5)
