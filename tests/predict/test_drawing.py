"""Objects on a light background become light on black, trimmed to themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gluon_course.predict.drawing import is_on_light, light_on_dark, trimmed

SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, max_side=60)


def photograph(light=215, shade=15, noise=4):
    """A dark bar on paper that grows lighter to the right, with noise."""
    paper = light + np.linspace(0, shade, 300)[None] * np.ones((200, 1))
    paper[60:140, 100:180] = 30
    noisy = paper + np.random.default_rng(0).normal(0, noise, paper.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def test_an_object_may_touch_one_corner():
    picture = np.full((56, 56), 255, np.uint8)
    assert is_on_light(picture)
    picture[:10, :10] = 0
    assert is_on_light(picture)
    picture[-10:, -10:] = 0
    assert not is_on_light(picture)


@given(grey=hnp.arrays(np.uint8, SHAPES, elements=st.integers(0, 255)))
def test_a_picture_and_its_negative_are_not_both_light(grey):
    assert not (is_on_light(grey) and is_on_light(255 - grey))


def test_on_pure_white_the_negative_is_exact():
    grey = np.random.default_rng(1).integers(0, 256, (30, 30), np.uint8)
    grey[:2, :2] = grey[:2, -2:] = grey[-2:, :2] = grey[-2:, -2:] = 255
    np.testing.assert_array_equal(light_on_dark(grey), 255 - grey)


def test_a_speck_in_the_corner_is_not_taken_for_the_paper():
    grey = np.full((60, 60), 255, np.uint8)
    grey[:2, 0] = grey[-1, 0] = 0
    assert light_on_dark(grey)[30, 30] == 0


def test_paper_with_shadow_and_noise_becomes_black():
    inverted = light_on_dark(photograph())
    paper = np.ones(inverted.shape, bool)
    paper[55:145, 95:185] = False
    assert np.median(inverted[paper]) == 0
    assert (inverted[paper] > 25).mean() < 0.001
    assert inverted[70:130, 110:170].min() > 190


def test_the_object_alone_is_left():
    cut = trimmed(light_on_dark(photograph()))
    assert cut.shape == pytest.approx((80, 80), abs=2)


def test_a_margin_is_a_share_of_the_longer_side():
    inverted = np.zeros((50, 50), np.uint8)
    inverted[10:20, 10:40] = 255
    assert trimmed(inverted).shape == (10, 30)
    padded = trimmed(inverted, margin=0.1)
    assert padded.shape == (16, 36) and padded[:3].max() == 0
    np.testing.assert_array_equal(padded[3:-3, 3:-3], inverted[10:20, 10:40])


@pytest.mark.parametrize("value", [0, 10])
def test_where_no_object_is_found_nothing_is_cut(value):
    blank = np.full((30, 40), value, np.uint8)
    assert trimmed(blank).shape == (30, 40)


@given(grey=hnp.arrays(np.uint8, SHAPES, elements=st.integers(0, 255)))
def test_any_picture_gives_pixels(grey):
    inverted = light_on_dark(grey)
    assert inverted.shape == grey.shape and inverted.dtype == np.uint8
    cut = trimmed(inverted)
    assert 1 <= cut.shape[0] <= grey.shape[0] and 1 <= cut.shape[1] <= grey.shape[1]
