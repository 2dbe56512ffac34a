"""Sections 5.1 to 5.3: the loops against the text's examples, NumPy and Gluon."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mxnet import autograd, gluon, nd

from gluon_course.base.errors import ShapeError
from gluon_course.scratch import (
    Conv2D,
    conv_output_shape,
    corr2d,
    corr2d_im2col,
    corr2d_multi_in,
    corr2d_multi_in_out,
    corr2d_multi_in_out_1x1,
    im2col,
)

X = nd.arange(9).reshape((3, 3))
K = nd.arange(4).reshape((2, 2))
X2 = nd.stack(X, X + 1)
K2 = nd.stack(K, K + 1)


def random(*shape):
    return nd.random.normal(shape=shape)


def slow_conv(x, k, padding, stride):
    """Seven nested loops in NumPy; x (N, C, H, W), k (D, C, h, w)."""
    (p, q), (s, t) = padding, stride
    x = np.pad(x, ((0, 0), (0, 0), (p, p), (q, q)))
    rows = (x.shape[2] - k.shape[2]) // s + 1
    columns = (x.shape[3] - k.shape[3]) // t + 1
    y = np.zeros((len(x), len(k), rows, columns))
    for n, d, i, j in np.ndindex(y.shape):
        for c, a, b in np.ndindex(k.shape[1:]):
            y[n, d, i, j] += x[n, c, i * s + a, j * t + b] * k[d, c, a, b]
    return y


def test_the_sections_examples():
    assert corr2d(X, K).asnumpy().tolist() == [[19, 25], [37, 43]]
    assert corr2d_multi_in(X2, K2).asnumpy().tolist() == [[56, 72], [104, 120]]
    many = corr2d_multi_in_out(X2, nd.stack(K2, K2 + 1, K2 + 2))
    assert many.asnumpy().tolist() == [
        [[56, 72], [104, 120]],
        [[76, 100], [148, 172]],
        [[96, 128], [192, 224]],
    ]


def test_the_edge_detector_finds_the_edges():
    picture = nd.ones((6, 8))
    picture[:, 2:6] = 0
    edges = corr2d(picture, nd.array([[1, -1]])).asnumpy()
    assert edges.tolist() == [[0, 1, 0, 0, 0, -1, 0]] * 6
    assert not corr2d(picture.T, nd.array([[1, -1]])).asnumpy().any()


numbers = st.integers(-3, 3).map(float)


@given(st.lists(numbers, min_size=2, max_size=2), st.integers(0, 1000))
@settings(deadline=None, max_examples=20)
def test_corr2d_is_linear_in_both_arguments(factors, seed):
    rng = np.random.default_rng(seed)
    a, b = factors
    x, y = (nd.array(rng.integers(-5, 5, (5, 4))) for _ in range(2))
    k, m = (nd.array(rng.integers(-5, 5, (2, 3))) for _ in range(2))
    np.testing.assert_array_equal(
        corr2d(a * x + b * y, k).asnumpy(),
        (a * corr2d(x, k) + b * corr2d(y, k)).asnumpy(),
    )
    np.testing.assert_array_equal(
        corr2d(x, a * k + b * m).asnumpy(),
        (a * corr2d(x, k) + b * corr2d(x, m)).asnumpy(),
    )


@given(
    n=st.integers(1, 2),
    c=st.integers(1, 3),
    d=st.integers(1, 3),
    size=st.tuples(st.integers(1, 7), st.integers(1, 7)),
    kernel=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    padding=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    stride=st.tuples(st.integers(1, 3), st.integers(1, 3)),
)
@settings(deadline=None, max_examples=40)
def test_im2col_matches_slow_loops_and_gluon(n, c, d, size, kernel, padding, stride):
    assume(all(k <= s + 2 * p for k, s, p in zip(kernel, size, padding)))
    x, k = random(n, c, *size), random(d, c, *kernel)
    ours = corr2d_im2col(x, k, padding, stride)
    assert ours.shape == (n, d, *conv_output_shape(size, kernel, padding, stride))
    slow = slow_conv(x.asnumpy(), k.asnumpy(), padding, stride)
    np.testing.assert_allclose(ours.asnumpy(), slow, rtol=1e-4, atol=1e-4)
    layer = gluon.nn.Conv2D(d, kernel, stride, padding, use_bias=False, in_channels=c)
    layer.initialize()
    layer.weight.set_data(k)
    np.testing.assert_allclose(ours.asnumpy(), layer(x).asnumpy(), rtol=1e-4, atol=1e-4)


def test_loops_and_matrix_product_agree_in_values_and_gradients():
    x, k, weight = random(3, 6, 5), random(2, 3, 3, 2), random(2, 4, 4)
    grads = []
    for convolve in (
        corr2d_multi_in_out,
        lambda x, k: corr2d_im2col(x.expand_dims(0), k)[0],
        lambda x, k: nd.Convolution(
            x.expand_dims(0), k, no_bias=True, kernel=(3, 2), num_filter=2
        )[0],
    ):
        x.attach_grad()
        k.attach_grad()
        with autograd.record():
            y = convolve(x, k)
            (y * weight).sum().backward()
        grads.append((y.asnumpy(), x.grad.asnumpy(), k.grad.asnumpy()))
    for other in grads[1:]:
        for ours, theirs in zip(grads[0], other):
            np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)


def test_a_1x1_convolution_is_a_matrix_product():
    x, k = random(3, 3, 3), random(2, 3, 1, 1)
    ours = corr2d_multi_in_out_1x1(x, k)
    assert (ours - corr2d_multi_in_out(x, k)).norm().asscalar() < 1e-6


def test_im2col_puts_each_window_into_a_column():
    x = nd.arange(2 * 9).reshape((1, 2, 3, 3))
    columns = im2col(x, 2)
    assert columns.shape == (1, 8, 4)
    np.testing.assert_array_equal(
        columns[0, :, 3].asnumpy(), [4, 5, 7, 8, 13, 14, 16, 17]
    )


def test_the_layer_learns_the_edge_kernel():
    picture = nd.ones((6, 8))
    picture[:, 2:6] = 0
    target = corr2d(picture, nd.array([[1, -1]]))
    net = Conv2D((1, 2))
    net.initialize()
    before = ((net(picture) - target) ** 2).sum().asscalar()
    for _ in range(10):
        with autograd.record():
            loss = ((net(picture) - target) ** 2).sum()
        loss.backward()
        net.weight.data()[:] -= 3e-2 * net.weight.grad()
    after = ((net(picture) - target) ** 2).sum().asscalar()
    assert after < 0.01 * before
    np.testing.assert_allclose(net.weight.data().asnumpy(), [[1, -1]], atol=0.05)


@pytest.mark.parametrize(
    ("kernel", "padding", "stride", "shape"),
    [
        (3, 1, 1, (8, 8)),
        ((5, 3), (2, 1), 1, (8, 8)),
        (3, 1, 2, (4, 4)),
        ((3, 5), (0, 1), (3, 4), (2, 2)),
    ],
)
def test_output_shapes_of_section_5_2(kernel, padding, stride, shape):
    assert conv_output_shape((8, 8), kernel, padding, stride) == shape
    layer = gluon.nn.Conv2D(1, kernel, stride, padding)
    layer.initialize()
    assert layer(random(1, 1, 8, 8)).shape[2:] == shape


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: corr2d(X2, K), "input has shape"),
        (lambda: corr2d(X, X2), "kernel has shape"),
        (lambda: corr2d(K, X), "larger than the padded input"),
        (lambda: corr2d_multi_in(X2, nd.stack(K)), "2 channels, the kernel 1"),
        (lambda: corr2d_multi_in_out_1x1(X2, nd.stack(K2)), "2x2, not 1x1"),
        (lambda: corr2d_im2col(nd.ones((1, 2, 3, 3)), nd.ones((1, 1, 1, 1))), "2 chan"),
        (lambda: conv_output_shape(8, 3, -1), "padding of -1"),
        (lambda: conv_output_shape(8, 3, 0, 0), "stride of 0"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(call, message):
    with pytest.raises(ShapeError, match=message):
        call()
