"""Transposed convolution by loops, as a matrix and of Gluon are one."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mxnet import autograd, gluon, nd

from gluon_course.base.errors import ShapeError
from gluon_course.scratch import (
    conv_matrix,
    corr2d,
    corr2d_im2col,
    trans_conv,
    trans_conv_matrix,
    trans_conv_multi_in_out,
)

PAIRS = st.tuples(st.integers(1, 4), st.integers(1, 4))


def test_the_matrix_gives_the_numbers_of_the_text():
    X = nd.arange(1, 17).reshape((4, 4))
    K = nd.arange(1, 10).reshape((3, 3))
    W = conv_matrix(K, (4, 4))
    assert W.shape == (4, 16)
    Y = nd.dot(W, X.reshape((-1,))).reshape((2, 2))
    assert Y.asnumpy().tolist() == [[348, 393], [528, 573]]
    assert corr2d(X, K).asnumpy().tolist() == Y.asnumpy().tolist()
    assert nd.dot(W.T, Y.reshape((-1,))).shape == (16,)


def test_a_kernel_is_laid_down_by_every_pixel():
    X = K = nd.arange(4).reshape((2, 2))
    assert trans_conv(X, K).asnumpy().tolist() == [[0, 0, 1], [0, 4, 6], [4, 12, 9]]
    wide = [[0, 0, 0, 1], [0, 0, 2, 3], [0, 2, 0, 3], [4, 6, 6, 9]]
    assert trans_conv(X, K, stride=2).asnumpy().tolist() == wide
    assert trans_conv(X, K, padding=1).asnumpy().tolist() == [[4]]


@settings(max_examples=40, deadline=None)
@given(PAIRS, PAIRS, st.tuples(st.integers(0, 2), st.integers(0, 2)), PAIRS)
def test_loops_matrix_and_gluon_agree(shape, kernel, padding, stride):
    sizes = [
        s * (n - 1) + k - 2 * p for n, k, p, s in zip(shape, kernel, padding, stride)
    ]
    assume(min(sizes) >= 1)
    X, K = nd.random.normal(shape=shape), nd.random.normal(shape=kernel)
    looped = trans_conv(X, K, padding, stride)
    layer = gluon.nn.Conv2DTranspose(
        1, kernel, stride, padding, in_channels=1, use_bias=False
    )
    layer.initialize()
    layer.weight.set_data(K.reshape((1, 1, *kernel)))
    gluons = layer(X.reshape((1, 1, *shape)))[0, 0]
    matrix = trans_conv_matrix(X, K, padding, stride)
    assert looped.shape == matrix.shape == gluons.shape == tuple(sizes)
    np.testing.assert_allclose(looped.asnumpy(), gluons.asnumpy(), atol=1e-5)
    np.testing.assert_allclose(looped.asnumpy(), matrix.asnumpy(), atol=1e-5)


@settings(max_examples=20, deadline=None)
@given(PAIRS, st.tuples(st.integers(0, 1), st.integers(0, 1)), PAIRS)
def test_the_transposed_matrix_is_the_gradient_of_the_convolution(kernel, pad, stride):
    X = nd.random.normal(shape=(1, 1, 6, 7))
    K = nd.random.normal(shape=kernel)
    X.attach_grad()
    with autograd.record():
        Y = corr2d_im2col(X, K.reshape((1, 1, *kernel)), pad, stride)
    G = nd.random.normal(shape=Y.shape)
    Y.backward(G)
    W = conv_matrix(K, (6, 7), pad, stride)
    y = nd.dot(W, X.reshape((-1,)))
    np.testing.assert_allclose(y.asnumpy(), Y.asnumpy().ravel(), atol=1e-5)
    gradient = nd.dot(W.T, G.reshape((-1,))).asnumpy()
    np.testing.assert_allclose(gradient, X.grad.asnumpy().ravel(), atol=1e-5)


def test_channels_are_added_up_as_by_gluon():
    X = nd.random.normal(shape=(3, 4, 5))
    K = nd.random.normal(shape=(3, 2, 3, 2))
    layer = gluon.nn.Conv2DTranspose(2, (3, 2), 2, 1, in_channels=3, use_bias=False)
    layer.initialize()
    layer.weight.set_data(K)
    want = layer(X.expand_dims(0))[0].asnumpy()
    got = trans_conv_multi_in_out(X, K, padding=1, stride=2).asnumpy()
    np.testing.assert_allclose(got, want, atol=1e-5)


def test_mistakes_are_told():
    with pytest.raises(ShapeError, match="2 dimensions"):
        trans_conv(nd.zeros((1, 2, 2)), nd.zeros((2, 2)))
    with pytest.raises(ShapeError, match="takes the padding off"):
        trans_conv(nd.zeros((1, 1)), nd.zeros((2, 2)), padding=1)
    with pytest.raises(ShapeError, match="each input channel"):
        trans_conv_multi_in_out(nd.zeros((2, 3, 3)), nd.zeros((3, 1, 2, 2)))
    with pytest.raises(ShapeError, match="kernel"):
        conv_matrix(nd.zeros((3, 3)), 2)
