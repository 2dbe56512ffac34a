"""Long short-term memory against NumPy's loops, Gluon's layer and PyTorch's."""

import numpy as np
import pytest
from mxnet import autograd, nd
from mxnet.gluon import rnn as gluon_rnn

from gluon_course.scratch import init_lstm_state, lstm, lstm_layer, lstm_params

V, H, N, T = 7, 5, 3, 4


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def drawn(params, seed=0):
    rng = np.random.RandomState(seed)
    for each in params:
        each[:] = nd.array(rng.normal(scale=0.6, size=each.shape))
    return params


def inputs_and_state(seed=1):
    rng = np.random.RandomState(seed)
    X = [nd.array(rng.normal(size=(N, V))) for _ in range(T)]
    return X, tuple(nd.array(rng.normal(size=(N, H))) for _ in range(2))


def gluon_order(gates, k):
    """Weights or biases of the gates as Gluon and PyTorch order them: I, F, A, O."""
    return [gates[3 * gate + k].asnumpy().T for gate in (0, 1, 3, 2)]


def test_the_section_has_1578755_parameters():
    params = lstm_params(1027, 256)
    assert sum(each.size for each in params) == 1_578_755
    state = init_lstm_state(2, 256)
    assert [each.shape for each in state] == [(2, 256)] * 2


def test_each_step_is_the_formula_of_the_section():
    params = drawn(lstm_params(V, H))
    X, state = inputs_and_state()
    outputs, found = lstm(X, state, params)
    p = [each.asnumpy().astype(np.float64) for each in params]
    h, c = (each.asnumpy().astype(np.float64) for each in state)
    for x, y in zip(X, outputs):
        i, f, o, a = (
            x.asnumpy() @ p[3 * k] + h @ p[3 * k + 1] + p[3 * k + 2] for k in range(4)
        )
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(a)
        h = sigmoid(o) * np.tanh(c)
        np.testing.assert_allclose(y.asnumpy(), h @ p[12] + p[13], atol=1e-5)
    for got, want in zip(found, (h, c)):
        np.testing.assert_allclose(got.asnumpy(), want, atol=1e-5)


def test_gluon_with_the_same_weights_computes_the_same():
    *gates, _, _ = drawn(lstm_params(V, H))
    layer = gluon_rnn.LSTM(H, input_size=V)
    layer.initialize()
    for k, name in enumerate(("l0_i2h_weight", "l0_h2h_weight", "l0_i2h_bias")):
        parts = np.concatenate(gluon_order(gates, k))
        getattr(layer, name).set_data(nd.array(parts))
    X, (h, c) = inputs_and_state()
    states, last = lstm_layer(X, (h, c), gates)
    want, wanted = layer(nd.stack(*X), [h.expand_dims(0), c.expand_dims(0)])
    np.testing.assert_allclose(nd.stack(*states).asnumpy(), want.asnumpy(), atol=1e-5)
    for a, b in zip(last, wanted):
        np.testing.assert_allclose(a.asnumpy(), b[0].asnumpy(), atol=1e-5)


def test_pytorch_s_gradient_is_the_same():
    torch = pytest.importorskip("torch")
    *gates, _, _ = drawn(lstm_params(V, H))
    theirs = torch.nn.LSTM(V, H)
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0")
    with torch.no_grad():
        for k, name in enumerate(names):
            parts = np.concatenate(gluon_order(gates, k))
            getattr(theirs, name).copy_(torch.tensor(parts))
        theirs.bias_hh_l0.zero_()
    X, state = inputs_and_state()
    with autograd.record():
        states, _ = lstm_layer(X, state, gates)
        loss = nd.stack(*states).square().sum()
    loss.backward()
    given = tuple(torch.tensor(each.asnumpy())[None] for each in state)
    Y, _ = theirs(torch.tensor(nd.stack(*X).asnumpy()), given)
    (Y**2).sum().backward()
    for k, name in enumerate(names):
        grads = [gates[3 * gate + k].grad.asnumpy().T for gate in (0, 1, 3, 2)]
        want = getattr(theirs, name).grad.numpy()
        np.testing.assert_allclose(np.concatenate(grads), want, atol=1e-4)
