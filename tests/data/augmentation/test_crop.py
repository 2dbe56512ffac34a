"""The crop of each picture against an interpolation written out in NumPy."""

import math

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.data.augmentation import RandomResizedCrop
from gluon_course.data.augmentation.crop import crop_resized
from gluon_course.data.augmentation.rectangles import covered, random_boxes


def slow_crop(picture, box, size):
    """(C, H, W) to (C, size[1], size[0]), pixel by pixel."""
    channels, height, width = picture.shape
    left, top, right, bottom = box
    result = np.zeros((channels, size[1], size[0]))
    for row in range(size[1]):
        for column in range(size[0]):
            x = left + (column + 0.5) * (right - left) / size[0] - 0.5
            y = top + (row + 0.5) * (bottom - top) / size[1] - 0.5
            x, y = min(max(x, 0), width - 1), min(max(y, 0), height - 1)
            i, j = int(y), int(x)
            a, b = y - i, x - j
            below, right_of = min(i + 1, height - 1), min(j + 1, width - 1)
            result[:, row, column] = (
                (1 - a) * (1 - b) * picture[:, i, j]
                + (1 - a) * b * picture[:, i, right_of]
                + a * (1 - b) * picture[:, below, j]
                + a * b * picture[:, below, right_of]
            )
    return result


@pytest.mark.parametrize("size", [(7, 5), (3, 9), (1, 1)])
def test_crops_are_those_of_a_slow_interpolation(size):
    mx.random.seed(1)
    X = nd.random.uniform(shape=(6, 2, 8, 11))
    boxes = random_boxes(nd, X, (0.1, 1), (0.5, 2))
    fast = crop_resized(nd, X, boxes, size).asnumpy()
    for picture, box, cropped in zip(X.asnumpy(), boxes.asnumpy(), fast):
        np.testing.assert_allclose(cropped, slow_crop(picture, box, size), atol=2e-6)


def test_boxes_lie_inside_and_have_the_areas_and_ratios_asked_for():
    mx.random.seed(2)
    X = nd.zeros((2000, 1, 40, 40))
    boxes = random_boxes(nd, X, (0.2, 0.4), (0.8, 1.25)).asnumpy()
    widths, heights = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    assert boxes.min() >= 0 and boxes.max() <= 40 + 1e-4
    shares = widths * heights / 1600
    assert shares.min() >= 0.2 - 1e-5 and shares.max() <= 0.4 + 1e-5
    assert shares.mean() == pytest.approx(0.3, abs=0.01)  # uniform
    logs = np.log(widths / heights)
    assert abs(logs).max() <= math.log(1.25) + 1e-4
    assert logs.mean() == pytest.approx(0, abs=0.02)
    # the place is uniform too: as much room to the left as to the right
    assert boxes[:, 0].mean() == pytest.approx((40 - boxes[:, 2]).mean(), abs=0.8)


def test_a_side_that_would_be_too_long_is_cut_to_the_picture():
    X = nd.zeros((50, 1, 4, 100))
    boxes = random_boxes(nd, X, (0.9, 1), (1, 1)).asnumpy()
    assert (boxes[:, 1] == 0).all() and (boxes[:, 3] == 4).all()
    assert boxes[:, 2].max() <= 100


@pytest.mark.parametrize("is_hybrid", [False, True])
def test_the_whole_picture_at_its_own_size_is_the_picture(is_hybrid):
    X = nd.random.uniform(shape=(3, 3, 9, 9))
    crop = RandomResizedCrop(9, scale=(1, 1), ratio=(1, 1))
    crop.hybridize(is_hybrid)
    np.testing.assert_allclose(crop(X).asnumpy(), X.asnumpy(), atol=1e-5)


def test_one_graph_takes_pictures_of_several_sizes_and_single_pixels():
    crop = RandomResizedCrop((6, 4))
    crop.hybridize()
    for shape in ((2, 3, 10, 10), (3, 1, 7, 5), (1, 3, 1, 1)):
        X = nd.random.uniform(shape=shape)
        Y = crop(X)
        assert Y.shape == (*shape[:2], 4, 6)
        assert X.min() - 1e-6 <= Y.min() and Y.max() <= X.max() + 1e-6
    assert (X.reshape(1, 3, 1, 1).broadcast_to(Y.shape) == Y).asnumpy().all()


def test_pictures_of_a_batch_get_rectangles_of_their_own():
    X = nd.random.uniform(shape=(1, 1, 16, 16)).broadcast_to((8, 1, 16, 16))
    Y = RandomResizedCrop(8)(X).asnumpy()
    assert len({each.tobytes() for each in Y}) == 8


def test_covered_pixels_are_counted_as_a_loop_counts_them():
    X = nd.zeros((4, 1, 6, 7))
    boxes = nd.array([[0, 0, 7, 6], [1.4, 2.6, 3.6, 5], [-2, -1, 2, 1], [3, 3, 3, 5]])
    mask = covered(nd, X, boxes).asnumpy()
    for box, found in zip(np.round(boxes.asnumpy()), mask):
        for i in range(6):
            for j in range(7):
                inside = box[0] <= j < box[2] and box[1] <= i < box[3]
                assert found[i, j] == inside


@pytest.mark.parametrize(
    "options",
    [{"size": 0}, {"size": 8, "scale": (0.5, 0.2)}, {"size": 8, "scale": (0.5, 2)}],
)
def test_settings_out_of_range_are_refused(options):
    with pytest.raises(ConfigError):
        RandomResizedCrop(**options)
