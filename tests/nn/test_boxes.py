"""Forms of boxes, overlaps and offsets, against slow NumPy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd, sym

from gluon_course import nn


def boxes_of(seed, *shape):
    """Corner boxes of random places and sizes, as float32."""
    random = np.random.RandomState(seed)
    centre, size = (
        random.uniform(0, 1, (*shape, 2)),
        random.uniform(0.02, 1, (*shape, 2)),
    )
    return np.concatenate([centre - size / 2, centre + size / 2], -1).astype("float32")


def slow_iou(a, b):
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    both = max(width, 0) * max(height, 0)
    areas = [max(x[2] - x[0], 0) * max(x[3] - x[1], 0) for x in (a, b)]
    return both / (sum(areas) - both) if sum(areas) else 0.0


def test_a_box_in_both_forms():
    corner = nd.array([[60, 45, 378, 516]])
    centre = nn.corner_to_centre(corner)
    assert centre.asnumpy().tolist() == [[219, 280.5, 318, 471]]
    assert nn.centre_to_corner(centre).asnumpy().tolist() == corner.asnumpy().tolist()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(1, 7), st.integers(1, 5))
def test_iou_of_all_pairs_equals_the_slow_one(seed, batch, n, m):
    a, b = boxes_of(seed, batch, n), boxes_of(seed + 1, batch, m)
    found = nn.iou(nd.array(a), nd.array(b)).asnumpy()
    slow = [[[slow_iou(x, y) for y in b[i]] for x in a[i]] for i in range(batch)]
    np.testing.assert_allclose(found, slow, atol=1e-6)


def test_iou_of_one_row_of_anchors_with_many_pictures():
    a, b = boxes_of(0, 1, 4), boxes_of(1, 3, 2)
    found = nn.iou(nd.array(b), nd.array(a)).asnumpy()
    assert found.shape == (3, 2, 4)
    assert found[2, 1, 3] == pytest.approx(slow_iou(b[2, 1], a[0, 3]), abs=1e-6)


def test_iou_of_empty_and_inverted_boxes_is_0_not_nan():
    empty = nd.array([[[0.5, 0.5, 0.5, 0.5], [0.8, 0.8, 0.2, 0.2]]])
    assert (nn.iou(empty, empty).asnumpy() == 0).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 9))
def test_offsets_lead_from_the_anchor_to_the_box(seed, count):
    anchors, boxes = boxes_of(seed, 1, count), boxes_of(seed + 1, 2, count)
    offsets = nn.encode_offsets(nd.array(anchors), nd.array(boxes))
    found = nn.decode_offsets(nd.array(anchors), offsets).asnumpy()
    np.testing.assert_allclose(found, boxes, atol=1e-5)


@pytest.mark.parametrize("size", [1e3, 1e15])
def test_boxes_of_huge_offsets_are_finite(size):
    anchors = nd.array([[[0.1, 0.1, 0.3, 0.3]]])
    for sign in (-size, size):
        found = nn.decode_offsets(anchors, nd.ones((1, 1, 4)) * sign)
        assert np.isfinite(found.asnumpy()).all()
        assert np.isfinite(nn.iou(found, anchors).asnumpy()).all()


def test_offsets_are_shift_by_size_and_logarithm_of_growth():
    anchor = nd.array([[[0.2, 0.2, 0.4, 0.6]]])  # centre .3 .4, size .2 .4
    box = nd.array([[[0.3, 0.2, 0.7, 0.6]]])  # centre .5 .4, size .4 .4
    offsets = nn.encode_offsets(anchor, box).asnumpy().ravel()
    expected = [0.2 / 0.2 / 0.1, 0, np.log(2) / 0.2, 0]
    np.testing.assert_allclose(offsets, expected, atol=1e-5)


def test_functions_take_symbols_too():
    a, b = sym.var("a"), sym.var("b")
    for out in (nn.iou(a, b), nn.encode_offsets(a, b), nn.corner_to_centre(a)):
        assert out.infer_shape_partial(a=(1, 5, 4))[1]
    shapes = nn.iou(a, b).infer_shape(a=(2, 5, 4), b=(1, 3, 4))[1]
    assert shapes == [(2, 5, 3)]
