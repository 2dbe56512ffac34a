"""The noisy sine and its windows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mxnet import nd

from gluon_course import data
from gluon_course.base.errors import ConfigError, DataError


def test_the_sine_is_that_of_the_section_and_its_noise_has_the_deviation():
    time, x = data.noisy_sine(1000, noise=0)
    np.testing.assert_array_equal(time.asnumpy(), np.arange(1, 1001))
    np.testing.assert_allclose(
        x.asnumpy(), np.sin(0.01 * np.arange(1, 1001)), atol=1e-6
    )
    noise = (
        data.noisy_sine(20_000, 0.2, 3)[1] - data.noisy_sine(20_000, 0)[1]
    ).asnumpy()
    assert noise.std() == pytest.approx(0.2, rel=0.05) and abs(noise.mean()) < 0.01


def test_a_seed_gives_the_same_points_again():
    points = [data.noisy_sine(50, seed=seed)[1].asnumpy() for seed in (1, 1, 2)]
    np.testing.assert_array_equal(points[0], points[1])
    assert (points[0] != points[2]).any()


@given(st.integers(2, 30), st.integers(1, 29))
def test_a_window_is_followed_by_its_label(length, tau):
    x = nd.arange(length)
    if tau >= length:
        with pytest.raises(DataError, match="no window"):
            data.windows(x, tau)
        return
    features, labels = data.windows(x, tau)
    assert features.shape == (length - tau, tau) and labels.shape == (length - tau, 1)
    both = nd.concat(features, labels, dim=1).asnumpy()
    expected = np.arange(length - tau)[:, None] + np.arange(tau + 1)
    np.testing.assert_array_equal(both, expected)


def test_numbers_out_of_range_are_refused():
    for arguments in ((0,), (10, -1), (10, float("nan"))):
        with pytest.raises(ConfigError):
            data.noisy_sine(*arguments)
    with pytest.raises(ConfigError, match="tau is 0"):
        data.windows(nd.arange(5), 0)
