"""The functions of the topics on recurrent nets, against closed forms."""

import math

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd

from gluon_course import models, scratch
from gluon_course.base.errors import ConfigError
from gluon_course.explain.backpropagation_through_time import gradient_norms, rotation
from gluon_course.explain.bidirectional_leak import future_influence, honest_perplexity
from gluon_course.explain.gru_gates import gluon_states, made_params
from gluon_course.explain.gru_or_lstm import parameter_count
from gluon_course.explain.lstm_memory import OPEN, SHUT, run_gates


@pytest.mark.parametrize("radius", [0.5, 1.1])
def test_gradients_through_time_are_powers_of_the_matrix(radius):
    W = rotation(5, radius, seed=2)
    np.testing.assert_allclose(
        np.linalg.norm(W.asnumpy(), axis=0), radius, rtol=1e-6
    )  # columns of a rotation
    params = [nd.array(np.eye(5)), W, nd.zeros((5,))]
    norms = gradient_norms(scratch.rnn_layer, (nd.zeros((1, 5)),), params, 9)
    row, power = np.ones(5), np.eye(5)
    for norm in norms:
        assert norm == pytest.approx(np.linalg.norm(power @ row), rel=1e-5)
        power = W.asnumpy().astype(float) @ power
    with pytest.raises(ConfigError, match="cut is 9"):
        gradient_norms(scratch.rnn_layer, (nd.zeros((1, 5)),), params, 9, cut=9)


def test_memory_counts_keeps_and_halves():
    C, H = run_gates(OPEN, OPEN, 3, memory=4.0)
    np.testing.assert_allclose(C, [5, 6, 7], rtol=1e-6)
    np.testing.assert_allclose(H, np.tanh(C), rtol=1e-6)
    np.testing.assert_allclose(run_gates(SHUT, OPEN, 3, memory=-2.0)[0], -2)
    np.testing.assert_allclose(run_gates(SHUT, 0.0, 2, memory=8.0)[0], [4, 2])


def test_only_a_backward_layer_is_influenced_by_the_future():
    X = nd.array([[0, 1, 2, 0, 1]])
    for both in (False, True):
        mx.random.seed(0)
        net = models.get_model(
            "rnn_lm", vocab_size=3, num_hiddens=4, is_bidirectional=both
        )
        net.initialize(mx.init.Normal(0.5))
        assert (future_influence(net, X, 2) > 1e-4) == both


def test_honest_perplexity_counts_last_steps_only():
    class Even:
        def begin_state(self, batch_size):
            return []

        def __call__(self, X, state):
            scores = nd.zeros((*X.shape, 4))
            scores[:, -1] = nd.array([math.log(3), 0, 0, 0])  # 1/2 and 1/6
            return scores, state

    X, Y = nd.zeros((2, 3)), nd.array([[1, 1, 0], [1, 1, 2]])
    assert honest_perplexity(Even(), [(X, Y)]) == pytest.approx(12**0.5, rel=1e-5)


def test_parameter_count_is_that_of_the_models():
    for name, gates in (("rnn_lm", 1), ("gru_lm", 3), ("lstm_lm", 4)):
        net = models.get_model(name, vocab_size=7, num_hiddens=5)
        net.initialize()
        count = sum(each.data().size for each in net.collect_params().values())
        assert count == parameter_count(gates, 7, 5)


def test_gluon_s_gru_is_that_with_the_reset_product():
    X = nd.array(np.random.RandomState(0).normal(size=(4, 2, 6)))
    params, state = made_params(0.3, -0.2), nd.ones((2, 6)) / 2
    states, _ = scratch.gru_layer(list(X), (state,), params, resets_product=True)
    np.testing.assert_allclose(
        gluon_states(params, X, state).asnumpy(),
        nd.stack(*states).asnumpy(),
        atol=1e-6,
    )
