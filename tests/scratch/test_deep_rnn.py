"""Layers over each other against Gluon's stacked layers with the same weights."""

import numpy as np
import pytest
from mxnet import nd
from mxnet.gluon import rnn as gluon_rnn

from gluon_course.base.errors import ConfigError
from gluon_course.scratch import (
    deep_rnn,
    deep_rnn_params,
    gru,
    gru_layer,
    gru_params,
    init_deep_state,
    init_gru_state,
    lstm_layer,
    rnn_layer,
)

V, H, N, T = 6, 5, 3, 4
# scratch layer, gates, states, Gluon's layer, Gluon's order of the gates
KINDS = {
    "rnn": (rnn_layer, 1, 1, lambda *a, **k: gluon_rnn.RNN(*a, "tanh", **k), (0,)),
    "lstm": (lstm_layer, 4, 2, gluon_rnn.LSTM, (0, 1, 3, 2)),
    "gru": (
        lambda *a: gru_layer(*a, resets_product=True),
        *(3, 1, gluon_rnn.GRU, (1, 0, 2)),
    ),
}


def drawn(params, seed=0):
    rng = np.random.RandomState(seed)
    for each in params:
        each[:] = nd.array(rng.normal(scale=0.6, size=each.shape))
    return params


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("num_layers", [1, 3])
def test_gluon_s_layers_with_the_same_weights_compute_the_same(kind, num_layers):
    layer, num_gates, num_states, theirs, order = KINDS[kind]
    params = drawn(deep_rnn_params(V, H, num_layers, num_gates))
    gluon = theirs(H, num_layers, input_size=V)
    gluon.initialize()
    for i in range(num_layers):
        own = params[3 * num_gates * i : 3 * num_gates * (i + 1)]
        for k, name in enumerate(("i2h_weight", "h2h_weight", "i2h_bias")):
            parts = [own[3 * gate + k].asnumpy().T for gate in order]
            getattr(gluon, f"l{i}_{name}").set_data(nd.array(np.concatenate(parts)))
    rng = np.random.RandomState(1)
    X = nd.array(rng.normal(size=(T, N, V)))
    # (layers, states, N, H)
    first = nd.array(rng.normal(size=(num_layers, num_states, N, H)))
    state = [each for one in first for each in one]
    outputs, found = deep_rnn(list(X), state, params, layer, num_layers)
    Y, last = gluon(X, [first[:, s] for s in range(num_states)])
    W_hq, b_q = params[-2:]
    scores = nd.dot(Y, W_hq) + b_q
    np.testing.assert_allclose(
        nd.stack(*outputs).asnumpy(), scores.asnumpy(), atol=1e-5
    )
    found = nd.stack(*found).reshape((num_layers, num_states, N, H))
    want = nd.stack(*last, axis=1)
    np.testing.assert_allclose(found.asnumpy(), want.asnumpy(), atol=1e-5)


def test_one_layer_is_the_network_of_one_layer():
    params = drawn(gru_params(V, H))
    X = [nd.array(np.random.RandomState(2).normal(size=(N, V))) for _ in range(T)]
    one, _ = gru(X, init_gru_state(N, H), params)
    deep, _ = deep_rnn(X, init_deep_state(N, H, 1), params, gru_layer, 1)
    for a, b in zip(one, deep):
        np.testing.assert_array_equal(a.asnumpy(), b.asnumpy())


def test_parameters_and_states_must_be_dealt_out():
    params = deep_rnn_params(V, H, 2, 1)
    state = init_deep_state(N, H, 2)
    X = [nd.zeros((N, V))]
    for wrong in ((params[:-1], state, 2), (params, state[:1], 2), (params, state, 0)):
        with pytest.raises(ConfigError, match="equally many"):
            deep_rnn(X, wrong[1], wrong[0], rnn_layer, wrong[2])
    with pytest.raises(ConfigError, match="num_layers is 0"):
        deep_rnn_params(V, H, 0, 1)
