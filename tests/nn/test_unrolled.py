"""The model written out step by step is the model: values, states, gradients."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import autograd, nd

from gluon_course import models

V, H, N = 9, 6, 3


def small(name, **options):
    mx.random.seed(1)
    net = models.get_model(name, vocab_size=V, num_hiddens=H, **options)
    net.initialize(mx.init.Normal(0.5))
    for parameter in net.collect_params(".*bias").values():
        parameter.set_data(nd.random.normal(scale=0.5, shape=parameter.shape))
    return net


def computed(block, net, X, Y, state):
    with autograd.record():
        scores, state = block(X, state)
        loss = -nd.log_softmax(scores).pick(Y).sum() + sum(s.sum() for s in state)
    loss.backward()
    grads = [each.grad().copy() for each in net.collect_params().values()]
    return [each.asnumpy() for each in (scores, *state, *grads)]


@pytest.mark.parametrize("is_hybrid", [True, False])
@pytest.mark.parametrize(
    "name, options",
    [
        ("rnn_lm", {}),
        ("rnn_lm", {"activation": "tanh"}),
        ("gru_lm", {}),
        ("lstm_lm", {}),
    ],
)
@pytest.mark.parametrize("num_steps", [1, 4])
def test_values_states_and_gradients_are_those_of_the_layer(
    name, options, num_steps, is_hybrid
):
    net = small(name, **options)
    rng = np.random.RandomState(0)
    X, Y = (nd.array(rng.randint(0, V, (N, num_steps))) for _ in range(2))
    state = [nd.random.normal(shape=each.shape) for each in net.begin_state(N)]
    wanted = computed(net, net, X, Y, state)
    form = net.unrolled(num_steps)
    assert form is not net
    if is_hybrid:
        form.hybridize(static_alloc=True, static_shape=True)
        computed(form, net, X, Y, state)  # the second run uses the first one's plan
    for got, want in zip(computed(form, net, X, Y, state), wanted):
        np.testing.assert_allclose(got, want, atol=1e-5)


@pytest.mark.parametrize(
    "options",
    [{"num_layers": 2}, {"embed_size": 4}, {"is_bidirectional": True}],
)
def test_other_models_stay_as_they_are(options):
    net = small("gru_lm", **options)
    assert net.unrolled(4) is net


def test_long_sequences_stay_as_they_are():
    net = small("gru_lm")
    assert net.unrolled(1000) is net
