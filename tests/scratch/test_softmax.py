"""Sections 3.6 and 3.9 from scratch against Gluon and NumPy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from mxnet import autograd, gluon, nd

from gluon_course.base.errors import ShapeError
from gluon_course.scratch import accuracy, cross_entropy, mlp, relu, softmax

logits = arrays(
    np.float32,
    array_shapes(min_dims=2, max_dims=2, max_side=8),
    elements=st.floats(-20, 20, width=32),
)


@given(logits, st.floats(-10, 10, width=32))
@settings(deadline=None, max_examples=30)
def test_softmax_rows_are_probabilities_and_ignore_a_shift(x, shift):
    y = softmax(nd.array(x)).asnumpy()
    assert (y >= 0).all()
    np.testing.assert_allclose(y.sum(axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(softmax(nd.array(x + shift)).asnumpy(), y, atol=1e-4)
    np.testing.assert_allclose(y, nd.softmax(nd.array(x)).asnumpy(), atol=1e-6)


def test_the_naive_softmax_overflows_where_mxnets_does_not():
    X = nd.array([[1000.0, 0.0]])
    assert np.isnan(softmax(X).asnumpy()).any()
    np.testing.assert_array_equal(nd.softmax(X).asnumpy(), [[1, 0]])


def test_cross_entropy_of_softmax_matches_gluons_fused_loss_and_gradient():
    X, y = nd.random.normal(shape=(7, 5), scale=3), nd.array([0, 4, 2, 1, 1, 3, 0])
    grads, losses = [], []
    for loss in (
        lambda X, y: cross_entropy(softmax(X), y),
        gluon.loss.SoftmaxCrossEntropyLoss(),
    ):
        X.attach_grad()
        with autograd.record():
            l = loss(X, y)  # noqa: E741
        l.backward()
        losses.append(l.asnumpy())
        grads.append(X.grad.asnumpy())
    np.testing.assert_allclose(losses[0], losses[1], rtol=1e-4)
    np.testing.assert_allclose(grads[0], grads[1], atol=1e-5)


def test_cross_entropy_and_accuracy_of_the_sections_example():
    y_hat = nd.array([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]])
    y = nd.array([0, 2], dtype="int32")
    np.testing.assert_allclose(
        cross_entropy(y_hat, y).asnumpy(), [2.3025851, 0.6931472], rtol=1e-6
    )
    assert accuracy(y_hat, y) == 0.5


def test_relu_gradient_is_one_above_zero_only():
    X = nd.array([-2.0, -0.5, 0.5, 3.0])
    X.attach_grad()
    with autograd.record():
        Y = relu(X)
    Y.backward()
    assert Y.asnumpy().tolist() == [0, 0, 0.5, 3]
    assert X.grad.asnumpy().tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize("widths", [(6,), (8, 6), (8, 7, 6)])
def test_mlp_matches_gluon_with_the_same_weights(widths):
    X = nd.random.normal(shape=(4, 1, 3, 5))
    net = gluon.nn.Sequential()
    for i, width in enumerate(widths):
        activation = "relu" if i + 1 < len(widths) else None
        net.add(gluon.nn.Dense(width, activation=activation))
    net.initialize(init="normal")
    net(X)
    params = []
    for layer in net:
        params += [layer.weight.data().T.copy(), layer.bias.data().copy()]
    for each in params:
        each.attach_grad()
    weight = nd.random.normal(shape=(4, widths[-1]))
    with autograd.record():
        ours, theirs = mlp(X, params), net(X)
        (ours * weight).sum().backward()
    with autograd.record():
        (net(X) * weight).sum().backward()
    np.testing.assert_allclose(ours.asnumpy(), theirs.asnumpy(), rtol=1e-4, atol=1e-6)
    for layer, W, b in zip(net, params[::2], params[1::2]):
        np.testing.assert_allclose(
            W.grad.T.asnumpy(), layer.weight.grad().asnumpy(), rtol=1e-4, atol=1e-6
        )
        np.testing.assert_allclose(
            b.grad.asnumpy(), layer.bias.grad().asnumpy(), rtol=1e-4, atol=1e-6
        )


def test_mlp_wants_a_bias_for_each_weight():
    with pytest.raises(ShapeError, match="1 parameters"):
        mlp(nd.ones((2, 3)), [nd.ones((3, 2))])
