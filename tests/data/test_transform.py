"""ToTensor against the text's transforms, picture by picture and bit by bit."""

import numpy as np
import pytest
from mxnet import nd
from mxnet.gluon.data.vision import transforms

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data import ToTensor
from gluon_course.data.transform import to_ndarray

MEANS = {1: (0.286,), 3: (0.485, 0.456, 0.406)}
STDS = {1: (0.353,), 3: (0.229, 0.224, 0.225)}


def pictures(channels, height=28, width=28, n=5):
    shape = (n, height, width, channels)
    return np.random.RandomState(0).randint(0, 256, shape).astype(np.uint8)


def by_the_text(pixels, *steps):
    compose = transforms.Compose(list(steps))
    made = [compose(nd.array(each, dtype="uint8")) for each in pixels]
    return np.stack([each.asnumpy() for each in made])


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("resize", [None, 96, 20, (30, 50)])
@pytest.mark.parametrize("is_normalised", [False, True])
def test_same_bits_as_the_text(channels, resize, is_normalised):
    pixels = pictures(channels)
    steps = [] if resize is None else [transforms.Resize(resize)]
    steps.append(transforms.ToTensor())
    mean, std = (), ()
    if is_normalised:
        mean, std = MEANS[channels], STDS[channels]
        steps.append(transforms.Normalize(mean, std))
    transform = ToTensor(resize, mean, std)
    found = transform(pixels)
    np.testing.assert_array_equal(found.asnumpy(), by_the_text(pixels, *steps))
    assert found.shape[1:] == transform.output_shape(pixels.shape[1:])
    assert found.dtype == np.float32


def test_every_value_of_a_pixel_is_divided_exactly():
    pixels = np.arange(256, dtype=np.uint8).reshape(1, 16, 16, 1)
    expected = np.arange(256, dtype=np.float32) / np.float32(255)
    np.testing.assert_array_equal(ToTensor()(pixels).asnumpy().ravel(), expected)


def test_pictures_that_are_not_square_keep_their_axes():
    pixels = pictures(3, height=10, width=20)
    assert ToTensor()(pixels).shape == (5, 3, 10, 20)
    assert ToTensor((8, 12))(pixels).shape == (5, 3, 12, 8)


def test_the_pixels_are_left_as_they_were():
    pixels = pictures(3)
    before = pixels.copy()
    ToTensor(None, MEANS[3], STDS[3])(pixels)
    np.testing.assert_array_equal(pixels, before)


@pytest.mark.parametrize("resize", [0, -3, (1, 2, 3), 9.5, (4, 0)])
def test_a_size_that_is_none_is_refused(resize):
    with pytest.raises(ConfigError, match="Resize"):
        ToTensor(resize)


@pytest.mark.parametrize(
    ("mean", "std"), [((0.5,), ()), ((0.5,), (0.0,)), ((0.1, 0.2), (1.0,))]
)
def test_normalisation_wants_one_mean_and_std_per_channel(mean, std):
    with pytest.raises(ConfigError, match="Normalisation"):
        ToTensor(None, mean, std)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((2, 8, 8, 1), np.float32),
        np.zeros((2, 8, 8), np.uint8),
        np.zeros((2, 1, 8, 8), np.uint8),
    ],
)
def test_arrays_that_are_no_pictures_are_refused(array):
    with pytest.raises(DataError, match="uint8"):
        ToTensor().check(array)


def test_means_of_another_number_of_channels_are_refused():
    with pytest.raises(ConfigError, match="3 means for pictures of 1 channels"):
        ToTensor(None, MEANS[3], STDS[3]).check(pictures(1))


@pytest.mark.parametrize(
    "shape", [(199_999,), (200_000,), (16, 199_999), (17, 199_999)]
)
def test_arrays_of_any_size_arrive_whole(shape):
    array = np.random.RandomState(0).randint(0, 9, shape).astype(np.int32)
    copied = to_ndarray(array)
    assert copied.shape == shape and copied.dtype == np.int32
    np.testing.assert_array_equal(copied.asnumpy(), array)
