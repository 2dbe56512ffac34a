"""Masks of boxes put into the picture, pixel by pixel."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluon_course.base.errors import ShapeError
from gluon_course.base.masks import paste_masks


def slow_paste(mask, box, width, height):
    pasted = np.zeros((height, width), bool)
    x1, y1, x2, y2 = box * [width, height, width, height]
    for row in range(height):
        for column in range(width):
            x, y = column + 0.5, row + 0.5
            if not (x1 <= x < x2 and y1 <= y < y2):
                continue
            u = min(max((x - x1) / (x2 - x1) * len(mask) - 0.5, 0), len(mask) - 1)
            v = min(max((y - y1) / (y2 - y1) * len(mask) - 0.5, 0), len(mask) - 1)
            i, j = int(v), int(u)
            k, m = min(i + 1, len(mask) - 1), min(j + 1, len(mask) - 1)
            above = mask[i, j] * (1 - u + j) + mask[i, m] * (u - j)
            below = mask[k, j] * (1 - u + j) + mask[k, m] * (u - j)
            pasted[row, column] = above * (1 - v + i) + below * (v - i) >= 0.5
    return pasted


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_pasting_equals_the_slow_one(seed):
    random = np.random.RandomState(seed)
    masks = random.rand(3, 4, 4)
    low = random.uniform(-0.1, 0.7, (3, 2))
    boxes = np.concatenate([low, low + random.uniform(0.05, 0.5, (3, 2))], 1)
    found = paste_masks(masks, boxes, (17, 13))
    expected = [slow_paste(mask, box, 17, 13) for mask, box in zip(masks, boxes)]
    np.testing.assert_array_equal(found, expected)


def test_a_full_mask_fills_its_box():
    found = paste_masks(np.ones((1, 28, 28)), [[0.25, 0.5, 0.75, 1]], (8, 4))
    assert found[0].astype(int).tolist() == [[0] * 8] * 2 + [[0, 0, *[1] * 4, 0, 0]] * 2


def test_no_masks_are_none():
    found = paste_masks(np.zeros((0, 28, 28)), np.zeros((0, 4)), (5, 6))
    assert found.shape == (0, 6, 5)
    with pytest.raises(ShapeError, match="for boxes of shape"):
        paste_masks(np.ones((2, 28, 28)), np.zeros((1, 4)), (5, 6))
