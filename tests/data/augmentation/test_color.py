"""Changes of colour against NumPy pixel by pixel, and their algebra."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.base.seeds import seed_epoch
from gluon_course.data.augmentation import (
    RandomBrightness,
    RandomColorJitter,
    RandomContrast,
    RandomHue,
    RandomLighting,
    RandomSaturation,
    color,
)

FACTORS = nd.array([0.0, 0.6, 1.0, 1.4])


@pytest.fixture
def pictures():
    mx.random.seed(0)
    return nd.random.uniform(shape=(4, 3, 5, 6))


def slow_grey(picture):
    red, green, blue = picture
    return 0.299 * red + 0.587 * green + 0.114 * blue


def slow_brightness(picture, factor):
    return picture * factor


def slow_contrast(picture, factor):
    mean = slow_grey(picture).mean()
    return mean + (picture - mean) * factor


def slow_saturation(picture, factor):
    grey = slow_grey(picture)
    return grey + (picture - grey) * factor


def slow_hue(picture, turns):
    """As complex numbers: the colour I + iQ is multiplied by exp(i angle)."""
    rgb_to_yiq = np.array(
        [[0.299, 0.587, 0.114], [0.596, -0.274, -0.321], [0.211, -0.523, 0.311]]
    )
    result = np.zeros_like(picture)
    for i in range(picture.shape[1]):
        for j in range(picture.shape[2]):
            y, in_phase, quadrature = rgb_to_yiq @ picture[:, i, j]
            turned = complex(in_phase, quadrature) * np.exp(1j * np.pi * turns)
            yiq = [y, turned.real, turned.imag]
            result[:, i, j] = np.linalg.solve(rgb_to_yiq, yiq)
    return result


@pytest.mark.parametrize("name", ["brightness", "contrast", "saturation", "hue"])
def test_changes_are_those_of_numpy(pictures, name):
    changed = getattr(color, f"adjust_{name}")(nd, pictures, FACTORS).asnumpy()
    slow = globals()[f"slow_{name}"]
    for picture, factor, found in zip(pictures.asnumpy(), FACTORS.asnumpy(), changed):
        expected = slow(picture.astype(float), float(factor)).clip(0, 1)
        np.testing.assert_allclose(found, expected, atol=2e-6)


def test_hue_keeps_grey_and_a_whole_turn_changes_nothing(pictures):
    grey = nd.broadcast_to(pictures[:, :1], pictures.shape)
    # the published weights of I and Q sum to .001 and -.001, not to 0
    turned = color.adjust_hue(nd, grey, nd.array([0.3, 0.5, -0.7, 1]))
    np.testing.assert_allclose(turned.asnumpy(), grey.asnumpy(), atol=8e-3)
    whole = color.adjust_hue(nd, pictures, nd.array([0, 2, -2, 2]))
    np.testing.assert_allclose(whole.asnumpy(), pictures.asnumpy(), atol=1e-5)


def test_light_moves_all_pixels_along_the_main_directions():
    X = nd.ones((3, 3, 2, 2)) * 0.5
    amounts = nd.array(np.eye(3)) * 0.1
    shifts = color.adjust_lighting(nd, X, amounts).asnumpy() - 0.5
    assert np.ptp(shifts, axis=(2, 3)).max() == 0
    directions = shifts[:, :, 0, 0] * 255 / 0.1
    lengths = np.linalg.norm(directions, axis=1)
    np.testing.assert_allclose(lengths, [55.46, 4.794, 1.148], rtol=2e-3)
    unit = directions / lengths[:, None]
    np.testing.assert_allclose(unit @ unit.T, np.eye(3), atol=2e-3)


@pytest.mark.parametrize(
    "kind",
    [RandomBrightness, RandomContrast, RandomSaturation, RandomHue, RandomLighting],
)
def test_amount_0_is_the_identity_and_others_stay_in_range(pictures, kind):
    same = kind(0)(pictures).asnumpy()
    np.testing.assert_allclose(same, pictures.asnumpy(), atol=2e-6)
    step = kind(0.5)
    step.hybridize()
    seed_epoch(0, 1)
    first = step(pictures).asnumpy()
    assert first.min() >= 0 and first.max() <= 1
    assert abs(first - pictures.asnumpy()).max() > 0.01
    seed_epoch(0, 1)
    np.testing.assert_array_equal(step(pictures).asnumpy(), first)


def test_factors_are_uniform_around_1():
    factors = RandomBrightness(0.4).factors(nd, nd.zeros((5000, 1, 1, 1))).asnumpy()
    assert factors.min() >= 0.6 and factors.max() < 1.4
    counts = np.histogram(factors, bins=4, range=(0.6, 1.4))[0]
    assert abs(counts - 1250).max() < 200


def test_jitter_is_its_parts_in_order(pictures):
    jitter = RandomColorJitter(brightness=0.5, hue=0.2)
    seed_epoch(0, 1)
    found = jitter(pictures).asnumpy()
    seed_epoch(0, 1)
    expected = RandomHue(0.2)(RandomBrightness(0.5)(pictures)).asnumpy()
    np.testing.assert_array_equal(found, expected)


def test_amounts_and_grey_pictures_that_do_not_fit_are_refused():
    with pytest.raises(ConfigError, match="RandomContrast of -1"):
        RandomContrast(-1)
    with pytest.raises(ShapeError, match="RandomHue of pictures of 1 channels"):
        RandomHue(0.1)(nd.zeros((1, 1, 4, 4)))
    assert RandomBrightness(0.1)(nd.zeros((1, 1, 4, 4))).shape == (1, 1, 4, 4)
