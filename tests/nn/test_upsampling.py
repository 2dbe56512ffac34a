"""Bilinear kernels interpolate; shuffled pixels are those of MXNet and come back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import gluon, init, nd

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.nn import (
    BilinearKernel,
    PixelShuffle,
    PixelUnshuffle,
    bilinear_kernel,
)


def test_bilinear_kernel_of_four_is_the_known_one():
    tent = np.array([0.25, 0.75, 0.75, 0.25])
    kernel = bilinear_kernel(3, 2, 4).asnumpy()
    assert kernel.shape == (3, 2, 4, 4)
    for i in range(3):
        for o in range(2):
            want = np.outer(tent, tent) if i == o else 0
            np.testing.assert_allclose(kernel[i, o], want * np.ones((4, 4)), atol=1e-7)


@pytest.mark.parametrize("factor", [2, 4, 8])
def test_bilinear_kernel_draws_a_ramp_on(factor):
    """Interpolation of a plane is the plane, except near the border."""
    layer = gluon.nn.Conv2DTranspose(
        1,
        2 * factor,
        factor,
        factor // 2,
        use_bias=False,
        weight_initializer=BilinearKernel(),
    )
    layer.initialize(init.Xavier())
    rows, columns = np.mgrid[:6, :7]
    X = nd.array(2.0 * rows + 3.0 * columns).reshape((1, 1, 6, 7))
    Y = layer(X)[0, 0].asnumpy()
    assert Y.shape == (6 * factor, 7 * factor)
    # pixel i of the large picture has its centre at (i + .5) / factor - .5
    rows, columns = ((np.mgrid[: Y.shape[0], : Y.shape[1]] + 0.5) / factor) - 0.5
    inside = slice(factor, -factor)
    want = (2 * rows + 3 * columns)[inside, inside]
    np.testing.assert_allclose(Y[inside, inside], want, rtol=1e-5)


def test_bilinear_kernel_doubles_the_picture_of_the_text():
    kernel = bilinear_kernel(3, 3, 4)
    layer = gluon.nn.Conv2DTranspose(
        3, kernel_size=4, padding=1, strides=2, weight_initializer=BilinearKernel()
    )
    layer.initialize(init.Xavier())
    assert layer(nd.zeros((1, 3, 561, 728))).shape == (1, 3, 1122, 1456)
    np.testing.assert_array_equal(layer.weight.data().asnumpy(), kernel.asnumpy())


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 4), st.integers(1, 4))
def test_shuffling_there_and_back_changes_nothing(factor, channels, height, width):
    X = nd.random.normal(shape=(2, channels * factor**2, height, width))
    for hybrid in (False, True):
        there, back = PixelShuffle(factor), PixelUnshuffle(factor)
        if hybrid:
            there.hybridize()
            back.hybridize()
        Y = there(X)
        assert Y.shape == (2, channels, height * factor, width * factor)
        np.testing.assert_array_equal(back(Y).asnumpy(), X.asnumpy())
        other = gluon.contrib.nn.PixelShuffle2D(factor)(X)
        np.testing.assert_array_equal(Y.asnumpy(), other.asnumpy())


def test_shuffled_pixels_lie_where_the_docstring_says():
    X = nd.random.normal(shape=(1, 8, 3, 2))
    Y = PixelShuffle(2)(X).asnumpy()
    for c in range(2):
        for i in range(6):
            for j in range(4):
                channel = c * 4 + i % 2 * 2 + j % 2
                assert Y[0, c, i, j] == X[0, channel, i // 2, j // 2].asscalar()


def test_mistakes_are_told():
    with pytest.raises(ShapeError, match="multiple of 4"):
        PixelShuffle(2)(nd.zeros((1, 6, 2, 2)))
    with pytest.raises(ShapeError, match="squares of 3"):
        PixelUnshuffle(3)(nd.zeros((1, 6, 3, 4)))
    for wrong in (0, 1.5, True):
        with pytest.raises(ConfigError, match="factor"):
            PixelShuffle(wrong)
    with pytest.raises(ConfigError, match="bilinear"):
        bilinear_kernel(1, 1, 0)
    layer = gluon.nn.Dense(2, in_units=2, weight_initializer=BilinearKernel())
    with pytest.raises(ShapeError, match="Conv2DTranspose"):
        layer.initialize()
