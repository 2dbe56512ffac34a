"""RoI pooling and RoI align against the loops and the text's numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import autograd, nd

from gluon_course import nn, scratch

X = nd.arange(16).reshape((1, 1, 4, 4))
POOLS = [nn.roi_pool, scratch.roi_pool]
ROIS = nd.array([[0, 0, 0, 20, 20], [0, 0, 10, 30, 30]])


def case(seed, limit):
    """A feature map of two pictures and five regions, as fractions."""
    random = np.random.RandomState(seed)
    fmap = nd.array(random.normal(size=(2, 3, 6, 7)))
    size = random.uniform(0.05, limit, (5, 2))
    low = random.uniform(0, 1 - size) if limit < 1 else random.uniform(-0.4, 1, (5, 2))
    numbers = random.randint(0, 2, (5, 1))
    return fmap, numbers, np.concatenate([low, low + size], 1)


@pytest.mark.parametrize("pool", POOLS)
def test_pooling_gives_the_text_s_numbers(pool):
    pooled = pool(X, ROIS, (2, 2), 0.1).asnumpy()
    assert pooled[:, 0].tolist() == [[[5, 6], [9, 10]], [[9, 11], [13, 15]]]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.6, 1.5]))
def test_pooling_equals_the_loops(seed, limit):
    fmap, numbers, boxes = case(seed, limit)
    rois = nd.array(np.concatenate([numbers, boxes * [70, 60, 70, 60]], 1))
    ours, loops = (pool(fmap, rois, (3, 2), 0.1) for pool in POOLS)
    np.testing.assert_allclose(ours.asnumpy(), loops.asnumpy(), atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.6, 1.5]), st.integers(1, 3))
def test_align_equals_the_loops(seed, limit, samples):
    fmap, numbers, boxes = case(seed, limit)
    rois = nd.array(np.concatenate([numbers, boxes * [7, 6, 7, 6]], 1))
    ours = nn.roi_align(fmap, nd.array([boxes]), (3, 2), nd.array(numbers.T), samples)
    loops = scratch.roi_align(fmap, rois, (3, 2), samples=samples)
    np.testing.assert_allclose(ours.asnumpy(), loops.asnumpy(), atol=1e-4)


def test_align_of_the_whole_map_in_its_own_size_is_the_mean_around_each_place():
    ramp = nd.array(np.arange(6.0) + 10 * np.arange(5.0)[:, None]).reshape((1, 1, 5, 6))
    aligned = nn.roi_align(ramp, nd.array([[[0, 0, 1, 1]]]), (5, 6))
    # of a plane, the mean of four points is the value; at the border it is cut off
    inner = slice(1, -1)
    np.testing.assert_allclose(
        aligned[0, 0].asnumpy()[inner, inner], ramp[0, 0].asnumpy()[inner, inner], 1e-5
    )


def test_boxes_without_width_or_height_give_zeros_and_no_gradient():
    fmap = nd.ones((1, 2, 4, 4))
    fmap.attach_grad()
    sides = [[-1] * 4, [0.2, 0.1, 0.2, 0.9], [0.6, 0.1, 0.2, 0.9], [0, 0, 1, 1]]
    with autograd.record():
        aligned = nn.roi_align(fmap, nd.array([sides]), (2, 2))
        total = aligned[:3].sum()
    total.backward()
    assert aligned.asnumpy().sum((1, 2, 3)).tolist() == [0, 0, 0, 8]
    assert abs(fmap.grad).sum().asscalar() == 0


def test_each_box_is_taken_from_its_picture_and_none_from_minus_one():
    fmap = nd.array([1, 2]).reshape((2, 1, 1, 1)).broadcast_to((2, 1, 4, 4))
    boxes = nd.array([[[0.2, 0.2, 0.6, 0.7]] * 2] * 2)
    assert nn.roi_align(fmap, boxes, (1, 1)).asnumpy().ravel().tolist() == [1, 1, 2, 2]
    numbers = nd.array([[1, -1], [0, 1]])
    aligned = nn.roi_align(fmap, boxes, (1, 1), numbers).asnumpy().ravel()
    assert aligned.tolist() == [2, 0, 1, 2]


def test_a_box_that_is_none_leaves_the_others_alone():
    fmap = nd.array(np.random.RandomState(0).normal(size=(2, 8, 6, 6)))
    box = [0.1, 0.2, 0.9, 0.7]
    alone = nn.roi_align(fmap, nd.array([[box]]), (7, 7)).asnumpy()
    for other in ([-1] * 4, [0.5, 0.5, 0.5, 0.9]):
        boxes = nd.array([[box, other, other]] * 2)
        found = nn.roi_align(fmap, boxes, (7, 7)).asnumpy()
        np.testing.assert_array_equal(found[0], alone[0])
    numbers = nd.array([[0, -1, -1]])
    found = nn.roi_align(fmap, nd.array([[box] * 3]), (7, 7), numbers).asnumpy()
    np.testing.assert_array_equal(found[0], alone[0])
    assert (found[1:] == 0).all()
