"""Gated recurrent units against NumPy's loops, Gluon's layer and PyTorch's."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import autograd, nd
from mxnet.gluon import rnn as gluon_rnn

from gluon_course.scratch import (
    gru,
    gru_layer,
    gru_params,
    init_gru_state,
    to_onehot,
    train_rnn_scratch,
)

V, H, N, T = 7, 5, 3, 4


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def drawn(params, seed=0):
    rng = np.random.RandomState(seed)
    for each in params:
        each[:] = nd.array(rng.normal(scale=0.6, size=each.shape))
    return params


def inputs_and_state(size=V, seed=1):
    rng = np.random.RandomState(seed)
    X = [nd.array(rng.normal(size=(N, size))) for _ in range(T)]
    return X, (nd.array(rng.normal(size=(N, H))),)


def test_the_section_has_1250051_parameters():
    params = gru_params(1027, 256)
    assert sum(each.size for each in params) == 1_250_051
    assert [each.asnumpy().any() for each in params[:3]] == [True, True, False]
    assert all(each.grad is not None for each in params)


def test_each_step_is_the_formula_of_the_section():
    params = drawn(gru_params(V, H))
    X, (h,) = inputs_and_state()
    outputs, (state,) = gru(X, (h,), params)
    p = [each.asnumpy().astype(np.float64) for each in params]
    h = h.asnumpy().astype(np.float64)
    for x, y in zip(X, outputs):
        x = x.asnumpy()
        z = sigmoid(x @ p[0] + h @ p[1] + p[2])
        r = sigmoid(x @ p[3] + h @ p[4] + p[5])
        candidate = np.tanh(x @ p[6] + (r * h) @ p[7] + p[8])
        h = z * h + (1 - z) * candidate
        np.testing.assert_allclose(y.asnumpy(), h @ p[9] + p[10], atol=1e-5)
    np.testing.assert_allclose(state.asnumpy(), h, atol=1e-5)


def test_gluon_with_the_same_weights_computes_the_same():
    """With the reset behind the product, and no bias within it."""
    *gates, _, _ = drawn(gru_params(V, H))
    W_xz, W_hz, b_z, W_xr, W_hr, b_r, W_xh, W_hh, b_h = gates
    layer = gluon_rnn.GRU(H, input_size=V)
    layer.initialize()
    for parameter, parts in (
        (layer.l0_i2h_weight, (W_xr.T, W_xz.T, W_xh.T)),
        (layer.l0_h2h_weight, (W_hr.T, W_hz.T, W_hh.T)),
        (layer.l0_i2h_bias, (b_r, b_z, b_h)),
    ):
        parameter.set_data(nd.concat(*parts, dim=0))
    X, (h,) = inputs_and_state()
    states, (state,) = gru_layer(X, (h,), gates, resets_product=True)
    want, (last,) = layer(nd.stack(*X), [h.expand_dims(0)])
    np.testing.assert_allclose(nd.stack(*states).asnumpy(), want.asnumpy(), atol=1e-5)
    np.testing.assert_allclose(state.asnumpy(), last[0].asnumpy(), atol=1e-5)


def test_pytorch_s_gradient_is_the_same():
    torch = pytest.importorskip("torch")
    *gates, _, _ = drawn(gru_params(V, H))
    theirs = torch.nn.GRU(V, H)
    order = (3, 0, 6)  # reset, update, candidate
    with torch.no_grad():
        for name, start in (("weight_ih_l0", 0), ("weight_hh_l0", 1)):
            parts = [gates[i + start].asnumpy().T for i in order]
            getattr(theirs, name).copy_(torch.tensor(np.concatenate(parts)))
        biases = np.concatenate([gates[i + 2].asnumpy() for i in order])
        theirs.bias_ih_l0.copy_(torch.tensor(biases))
        theirs.bias_hh_l0.zero_()
    X, (h,) = inputs_and_state()
    with autograd.record():
        states, _ = gru_layer(X, (h,), gates, resets_product=True)
        loss = nd.stack(*states).square().sum()
    loss.backward()
    Y, _ = theirs(torch.tensor(nd.stack(*X).asnumpy()), torch.tensor(h.asnumpy())[None])
    (Y**2).sum().backward()
    want = theirs.weight_hh_l0.grad.numpy().T
    found = [gates[i + 1].grad.asnumpy() for i in order]
    np.testing.assert_allclose(np.concatenate(found, axis=1), want, atol=1e-4)


def test_it_learns_a_text_that_repeats():
    mx.random.seed(0)
    params = drawn(gru_params(4, 8))
    X = nd.array(np.tile([0, 1, 2, 3], 3)[None, :8])
    batches = [(X, (X + 1) % 4)] * 30
    rows = train_rnn_scratch(
        *(gru, params, init_gru_state, 8, 4, mx.cpu(), batches, True, 1, 1.0, 1.0)
    )
    scores, _ = gru(to_onehot(X, 4), init_gru_state(1, 8), params)
    found = [int(each.argmax(axis=1).asscalar()) for each in scores[2:]]
    assert found == [3, 0, 1, 2, 3, 0]
    assert rows[-1]["perplexity"] < 4
