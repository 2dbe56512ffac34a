"""Two directions against Gluon's bidirectional layer; what a step can see."""

import numpy as np
import pytest
from mxnet import nd
from mxnet.gluon import rnn as gluon_rnn

from gluon_course.base.errors import ConfigError
from gluon_course.scratch import bi_rnn, bi_rnn_params, init_deep_state, lstm_layer

V, H, N, T = 6, 4, 2, 5


def drawn(params, seed=0):
    rng = np.random.RandomState(seed)
    for each in params:
        each[:] = nd.array(rng.normal(scale=0.6, size=each.shape))
    return params


def inputs(seed=1):
    return nd.array(np.random.RandomState(seed).normal(size=(T, N, V)))


def test_gluon_s_layer_with_the_same_weights_computes_the_same():
    params = drawn(bi_rnn_params(V, H))
    gluon = gluon_rnn.RNN(H, activation="tanh", input_size=V, bidirectional=True)
    gluon.initialize()
    for start, side in ((0, "l"), (3, "r")):
        for k, name in enumerate(("i2h_weight", "h2h_weight", "i2h_bias")):
            getattr(gluon, f"{side}0_{name}").set_data(params[start + k].T)
    X = inputs()
    outputs, found = bi_rnn(list(X), init_deep_state(N, H, 2), params)
    Y, (last,) = gluon(X, gluon.begin_state(N))
    scores = nd.dot(Y, params[-2]) + params[-1]
    np.testing.assert_allclose(
        nd.stack(*outputs).asnumpy(), scores.asnumpy(), atol=1e-5
    )
    np.testing.assert_allclose(nd.stack(*found).asnumpy(), last.asnumpy(), atol=1e-5)


def test_every_step_sees_the_whole_sequence():
    """Other numbers in the last step change the scores of the first, and back."""
    params = drawn(bi_rnn_params(V, H, num_gates=4))

    def scores(X):
        outputs, _ = bi_rnn(list(X), init_deep_state(N, H, 4), params, lstm_layer)
        return nd.stack(*outputs).asnumpy()

    X = inputs()
    before = scores(X)
    for changed, seen in ((-1, 0), (0, -1)):
        other = X.copy()
        other[changed] += 1
        assert abs(scores(other)[seen] - before[seen]).max() > 1e-3


def test_parameters_must_be_those_of_two_directions():
    params = bi_rnn_params(V, H)
    with pytest.raises(ConfigError, match="two directions"):
        bi_rnn(list(inputs()), init_deep_state(N, H, 2), params[1:])
    with pytest.raises(ConfigError, match="two directions"):
        bi_rnn(list(inputs()), init_deep_state(N, H, 1), params)
