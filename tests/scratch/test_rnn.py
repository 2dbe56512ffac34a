"""The network of 6.4 against NumPy's loops, finite differences and PyTorch."""

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mxnet import autograd, nd
from mxnet.gluon import rnn as gluon_rnn

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.base.seeds import seed_everything
from gluon_course.scratch.rnn import (
    grad_clipping,
    init_rnn_state,
    rnn,
    rnn_params,
    to_onehot,
)

V, H, N, T = 7, 5, 3, 4


def test_onehot_has_one_array_for_each_step():
    found = to_onehot(nd.array([[0, 2, 1], [4, 3, 0]]), 5)
    assert isinstance(found, list) and [each.shape for each in found] == [(2, 5)] * 3
    expected = np.eye(5)[[[0, 4], [2, 3], [1, 0]]]
    np.testing.assert_array_equal(np.stack([e.asnumpy() for e in found]), expected)
    with pytest.raises(ShapeError, match="batch, steps"):
        to_onehot(nd.arange(3), 5)


def test_the_section_has_592643_parameters_with_small_weights():
    seed_everything(0)
    params = rnn_params(1027, 256)
    assert sum(each.size for each in params) == 592_643
    W_xh, W_hh, b_h, W_hq, b_q = (each.asnumpy() for each in params)
    for W in (W_xh, W_hh, W_hq):
        assert W.std() == pytest.approx(0.01, rel=0.02) and abs(W.mean()) < 2e-4
    assert not b_h.any() and not b_q.any()
    assert all(each.grad is not None for each in params)


def slow_rnn(X, h, params):
    """One sequence, one step and one unit at a time; X (N, T) to scores (T, N, V)."""
    W_xh, W_hh, b_h, W_hq, b_q = params
    outputs = np.zeros((X.shape[1], X.shape[0], W_hq.shape[1]))
    h = h.copy()
    for n in range(X.shape[0]):
        for t in range(X.shape[1]):
            new = [
                np.tanh(
                    W_xh[int(X[n, t]), j] + sum(h[n] * W_hh[:, j]) + b_h[j]
                )  # the row of a one-hot vector
                for j in range(h.shape[1])
            ]
            h[n] = new
            outputs[t, n] = [sum(h[n] * W_hq[:, k]) + b_q[k] for k in range(len(b_q))]
    return outputs, h


def random_case(num_steps=T):
    rng = np.random.default_rng(1)
    shapes = ((V, H), (H, H), (H,), (H, V), (V,))
    params = [rng.normal(size=shape) * 0.5 for shape in shapes]
    X = rng.integers(0, V, (N, num_steps))
    return X, rng.normal(size=(N, H)), params


@pytest.mark.parametrize("num_steps", [1, T])
def test_outputs_and_state_are_those_of_the_loops(num_steps):
    X, h, params = random_case(num_steps)
    expected, h_expected = slow_rnn(X, h, params)
    arrays = [nd.array(each) for each in params]
    outputs, (state,) = rnn(to_onehot(nd.array(X), V), (nd.array(h),), arrays)
    assert len(outputs) == num_steps and outputs[0].shape == (N, V)
    found = np.stack([each.asnumpy() for each in outputs])
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(state.asnumpy(), h_expected, rtol=1e-4, atol=1e-5)


def test_gradients_are_those_of_torch():
    torch = pytest.importorskip("torch", reason="the extra bench is not installed")
    X, h, params = random_case()
    arrays = [nd.array(each) for each in params]
    for each in arrays:
        each.attach_grad()
    with autograd.record():
        outputs, _ = rnn(to_onehot(nd.array(X), V), (nd.array(h),), arrays)
        nd.concat(*outputs, dim=0).square().sum().backward()
    tensors = [torch.tensor(each, requires_grad=True) for each in params]
    W_xh, W_hh, b_h, W_hq, b_q = tensors
    cell = torch.tensor(h)
    total = 0
    for t in range(T):
        cell = torch.tanh(W_xh[X[:, t]] + cell @ W_hh + b_h)
        total = total + (cell @ W_hq + b_q).square().sum()
    total.backward()
    for ours, theirs in zip(arrays, tensors):
        np.testing.assert_allclose(
            ours.grad.asnumpy(), theirs.grad.numpy(), rtol=1e-3, atol=1e-4
        )


def test_a_gluon_layer_with_the_same_weights_gives_the_same():
    X, h, params = random_case()
    layer = gluon_rnn.RNN(H, activation="tanh", input_size=V)
    layer.initialize()
    W_xh, W_hh, b_h, W_hq, b_q = params
    values = {"i2h_weight": W_xh.T, "h2h_weight": W_hh.T, "i2h_bias": b_h}
    for name, parameter in layer.collect_params().items():
        value = next((v for key, v in values.items() if name.endswith(key)), None)
        parameter.set_data(nd.array(np.zeros(H) if value is None else value))
    inputs = nd.one_hot(nd.array(X).T, V)
    states, _ = layer(inputs, [nd.array(h).expand_dims(0)])
    expected = states.asnumpy() @ W_hq + b_q
    arrays = [nd.array(each) for each in params]
    outputs, _ = rnn(to_onehot(nd.array(X), V), (nd.array(h),), arrays)
    found = np.stack([each.asnumpy() for each in outputs])
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


def test_the_first_state_is_a_tuple_of_zeros_on_the_device():
    (state,) = init_rnn_state(2, 3, mx.cpu(1))
    assert state.shape == (2, 3) and state.context == mx.cpu(1)
    assert not state.asnumpy().any()


def with_gradients(arrays):
    params = [nd.zeros(each.shape) for each in arrays]
    for param, grad in zip(params, arrays):
        param.attach_grad()
        param.grad[:] = nd.array(grad)
    return params


@given(st.integers(0, 2**16), st.sampled_from([1e-3, 0.5, 2.0, 1e4]))
def test_clipping_is_that_of_numpy(seed, theta):
    rng = np.random.default_rng(seed)
    grads = [rng.normal(size=s).astype(np.float32) for s in ((3, 4), (4,), (1, 2, 2))]
    params = with_gradients(grads)
    grad_clipping(params, theta, mx.cpu())
    norm = np.sqrt(sum((each.astype(np.float64) ** 2).sum() for each in grads))
    factor = theta / norm if norm > theta else 1
    for param, grad in zip(params, grads):
        np.testing.assert_allclose(param.grad.asnumpy(), grad * factor, rtol=1e-5)


def test_clipping_is_that_of_torch():
    torch = pytest.importorskip("torch", reason="the extra bench is not installed")
    grads = [np.random.default_rng(0).normal(size=s) for s in ((3, 4), (5,))]
    params = with_gradients(grads)
    grad_clipping(params, 0.1, None)
    tensors = [torch.zeros(each.shape) for each in grads]
    for tensor, grad in zip(tensors, grads):
        tensor.grad = torch.tensor(grad, dtype=torch.float32)
    torch.nn.utils.clip_grad_norm_(tensors, 0.1)
    for param, tensor in zip(params, tensors):
        np.testing.assert_allclose(
            param.grad.asnumpy(), tensor.grad.numpy(), rtol=1e-4, atol=1e-7
        )


def test_gradients_of_zero_and_no_bound_change_nothing():
    params = with_gradients([np.zeros((2, 2)), np.zeros(3)])
    grad_clipping(params, 0.01, mx.cpu())
    assert not any(each.grad.asnumpy().any() for each in params)
    params = with_gradients([np.full((2, 2), 9.0)])
    grad_clipping(params, None, mx.cpu())
    assert params[0].grad.asnumpy().tolist() == [[9, 9], [9, 9]]


@pytest.mark.parametrize("theta", [0, -1, float("nan"), float("inf")])
def test_a_bound_that_is_no_positive_number_is_refused(theta):
    with pytest.raises(ConfigError, match="theta"):
        grad_clipping(with_gradients([np.ones(2)]), theta, mx.cpu())
