"""The worked examples of 10.8, and the equality it states."""

import numpy as np
import pytest
from mxnet import nd

from gluon_course import scratch
from gluon_course.base.errors import ShapeError

CHANNELS = nd.array([range(7), range(1, 8), range(2, 9)])
KERNELS = nd.array([[1, 2], [3, 4], [-1, -3]])


def test_one_channel_gives_the_values_of_the_text():
    found = scratch.corr1d(nd.arange(7), nd.array([1, 2]))
    assert found.asnumpy().tolist() == [2, 5, 8, 11, 14, 17]


def test_three_channels_give_the_values_of_the_text():
    found = scratch.corr1d_multi_in(CHANNELS, KERNELS)
    assert found.asnumpy().tolist() == [2, 8, 14, 20, 26, 32]


def test_several_channels_are_one_picture_and_a_kernel_of_its_height():
    found = scratch.corr1d_multi_in(CHANNELS, KERNELS)
    picture = scratch.corr2d(CHANNELS, KERNELS)
    assert found.asnumpy().tolist() == picture[0].asnumpy().tolist()


def test_it_is_numpys_correlation():
    rng = np.random.default_rng(0)
    X, K = rng.normal(size=9), rng.normal(size=4)
    found = scratch.corr1d(nd.array(X), nd.array(K)).asnumpy()
    np.testing.assert_allclose(found, np.correlate(X, K, "valid"), rtol=1e-5)


@pytest.mark.parametrize(("X", "K"), [((3,), (4,)), ((3, 1), (1,)), ((3,), (1, 1))])
def test_kernels_that_do_not_fit_are_refused(X, K):
    with pytest.raises(ShapeError, match="kernel of shape"):
        scratch.corr1d(nd.ones(X), nd.ones(K))


@pytest.mark.parametrize(("X", "K"), [((3, 5), (2, 2)), ((3,), (3,))])
def test_each_channel_has_a_kernel(X, K):
    with pytest.raises(ShapeError, match="each channel"):
        scratch.corr1d_multi_in(nd.ones(X), nd.ones(K))
