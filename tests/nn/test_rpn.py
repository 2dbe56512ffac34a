"""Proposals and the targets of the R-CNN family against slow NumPy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import gluon, init, nd

from gluon_course import nn

UNIT = (1, 1, 1, 1)


def boxes_of(random, *shape):
    size = random.uniform(0.05, 0.5, (*shape, 2))
    low = random.uniform(0, 1 - size)
    return np.concatenate([low, low + size], -1).astype("float32")


def labels_of(random, batch, most):
    labels = np.full((batch, most, 5), -1, "float32")
    for row in labels:
        count = random.randint(0, most + 1)
        row[:count, 0] = random.randint(0, 4, count)
        row[:count, 1:] = boxes_of(random, count)
    return labels


def overlap(a, b):
    low, high = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    both = np.prod(np.maximum(high - low, 0))
    return both / (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - both)


def overlaps_of(labels, boxes):
    """IoU (M, A) of the objects of one picture, -1 for padding.

    In the library's precision, which test_boxes compares with slow NumPy: another
    rounding could decide otherwise between two anchors, or beside a threshold.
    """
    found = nn.iou(nd.array(labels[None, :, 1:]), nd.array(boxes[None])).asnumpy()[0]
    found[labels[:, 0] < 0] = -1
    return found


def matched(overlaps, threshold):
    """The object of each anchor, or -1, as section 9.4 assigns them."""
    match = np.full(overlaps.shape[1], -1)
    left = overlaps.copy()
    for _ in left:  # each object takes its best anchor of those still free
        m, a = np.unravel_index(left.argmax(), left.shape)
        if left[m, a] > 1e-6:
            match[a] = m
            left[m], left[:, a] = -1, -1
    nearest, best = overlaps.argmax(0), overlaps.max(0)
    return np.where((match < 0) & (best > threshold), nearest, match)


def test_anchors_of_every_size_with_every_ratio():
    fmap = nd.zeros((1, 1, 2, 2))
    anchors = nn.all_anchors(fmap, (0.2, 0.4), (1, 4)).asnumpy()[0]
    assert anchors.shape == (16, 4)
    sides = (anchors[:, 2:] - anchors[:, :2])[:4]
    expected = [[0.2, 0.2], [0.4, 0.1], [0.4, 0.4], [0.8, 0.2]]
    np.testing.assert_allclose(sides, expected, rtol=1e-5)
    centres = (anchors[:, 2:] + anchors[:, :2])[::4] / 2
    expected = [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]]
    np.testing.assert_allclose(centres, expected, rtol=1e-5)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 40))
def test_proposals_are_the_best_that_overlap_no_better_one(seed, after):
    random = np.random.RandomState(seed)
    anchors, offsets = boxes_of(random, 1, 30), random.normal(0, 0.3, (2, 30, 4))
    objectness = random.normal(size=(2, 30)).astype("float32")
    arrays = map(nd.array, (anchors, objectness, offsets))
    found = nn.propose(*arrays, after=after, before=20, min_size=0.1).asnumpy()
    assert found.shape == (2, after, 4)
    decoded = nn.decode_offsets(nd.array(anchors), nd.array(offsets), UNIT)
    decoded = decoded.clip(0, 1).asnumpy()
    for i in range(2):
        boxes = decoded[i]
        large = (boxes[:, 2:] - boxes[:, :2]).min(1) >= 0.1
        order = [j for j in np.argsort(-objectness[i]) if large[j]][:20]
        kept = []
        for j in order:
            if all(overlap(boxes[j], boxes[k]) <= 0.7 for k in kept):
                kept.append(j)
        kept = kept[:after]
        np.testing.assert_allclose(found[i, : len(kept)], boxes[kept], atol=1e-5)
        assert (found[i, len(kept) :] == -1).all()


def test_some_of_draws_that_many_of_those_there_are():
    mask = nd.array([[1, 1, 1, 1, 0, 0], [0, 1, 0, 0, 0, 0], [0] * 6])
    drawn = [nn.some_of(mask, 2).asnumpy() for _ in range(60)]
    for each in drawn:
        assert each.sum(1).tolist() == [2, 1, 0]
        assert (each <= mask.asnumpy()).all()
    assert (np.mean(drawn, axis=0)[0, :4] > 0.2).all()  # all of them at times
    several = nn.some_of(mask, nd.array([[3], [0], [5]])).asnumpy()
    assert several.sum(1).tolist() == [3, 0, 0]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_proposal_targets_follow_the_overlaps(seed):
    random = np.random.RandomState(seed)
    anchors, labels = boxes_of(random, 1, 50), labels_of(random, 3, 4)
    arrays = [each.asnumpy() for each in rpn_target(anchors, labels, num_samples=12)]
    for i, (positive, negative, offsets) in enumerate(zip(*arrays)):
        overlaps = overlaps_of(labels[i], anchors[0])
        match = matched(overlaps, 0.6)
        has_object = match >= 0
        is_ground = (overlaps.max(0) < 0.3) & ~has_object
        assert (positive <= has_object).all() and (negative <= is_ground).all()
        num_positive = min(6, has_object.sum())
        assert positive.sum() == num_positive
        assert negative.sum() == min(12 - num_positive, is_ground.sum())
        truth = nd.array([labels[i][match][:, 1:]])
        expected = nn.encode_offsets(nd.array(anchors), truth, UNIT).asnumpy()[0]
        np.testing.assert_allclose(offsets[has_object], expected[has_object], atol=1e-4)
        assert (offsets[~has_object] == 0).all()


def rpn_target(anchors, labels, num_samples):
    most = labels.shape[1]
    return nn.rpn_target(nd.array(anchors), nd.array(labels), most, num_samples)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_drawn_regions_have_the_class_and_offsets_of_their_object(seed):
    random = np.random.RandomState(seed)
    proposals, labels = boxes_of(random, 3, 20), labels_of(random, 3, 4)
    proposals[:, 15:] = -1  # none
    found = nn.sample_rois(nd.array(proposals), nd.array(labels), 12, 3)
    for i, (rois, classes, objects, offsets) in enumerate(
        zip(*(each.asnumpy() for each in found))
    ):
        assert (classes > 0).sum() <= 3
        assert (np.diff((classes > 0).astype(int)) <= 0).all()  # objects first
        for roi, kind, number, offset in zip(rois, classes, objects, offsets):
            if kind < 0:
                continue
            assert (roi > -1).all()
            best = overlaps_of(labels[i], roi[None])[:, 0]
            assert (kind > 0) == (best.max() >= 0.5)
            if kind > 0:
                assert number == best.argmax()
                row = labels[i, int(number)]
                assert kind == row[0] + 1
                back = nn.decode_offsets(nd.array([[roi]]), nd.array([[offset]]))
                np.testing.assert_allclose(back.asnumpy()[0, 0], row[1:], atol=1e-5)
            else:
                assert (offset == 0).all()
        if labels[i, 0, 0] >= 0:
            assert (classes > 0).any()  # the objects' own boxes are among them


def test_regions_that_cannot_be_drawn_do_not_count():
    labels = nd.array([[[2, 0.1, 0.1, 0.5, 0.5], [-1] * 5]])
    proposals = nd.ones((1, 5, 4)) * -1
    _, classes, *_ = nn.sample_rois(proposals, labels, 6, 2)
    assert classes.asnumpy().tolist() == [[3, -1, -1, -1, -1, -1]]
    _, classes, *_ = nn.sample_rois(proposals, nd.ones((1, 2, 5)) * -1, 6, 2)
    assert classes.asnumpy().tolist() == [[-1] * 6]


def test_mask_targets_are_the_object_s_part_of_the_region():
    masks = np.zeros((2, 3, 8, 8), "float32")
    masks[1, 2, 2:6, 4:8] = 1
    rois = nd.array([[[0, 0, 1, 1]] * 2, [[0.5, 0.25, 1, 0.75], [0.25, 0.25, 0.75, 1]]])
    objects = nd.array([[0, 1], [2, 2]])
    found = nn.mask_target(nd.array(masks), rois, objects, 2).asnumpy()
    assert found.tolist() == [
        *[[[0, 0], [0, 0]]] * 2,
        [[1, 1], [1, 1]],  # the square itself
        [[0, 1], [0, 0]],  # its left half in the upper right; below, a third of a part
    ]


@pytest.mark.parametrize("static", [False, True])
def test_proposals_and_targets_hybridize(static):
    class All(gluon.HybridBlock):
        def __init__(self):
            super().__init__()
            self.rpn = nn.RPN(4, (0.2, 0.4), (1, 2))

        def hybrid_forward(self, F, fmap, labels):
            anchors, objectness, offsets = self.rpn(fmap)
            proposals = nn.propose(anchors, objectness, offsets, after=70)
            drawn = nn.rpn_target(anchors, labels, 2, 8)
            return (proposals, *drawn, *nn.sample_rois(proposals, labels, 10, 3))

    net = All()
    net.initialize(init.Normal(0.5))
    random = np.random.RandomState(0)
    fmap = nd.array(random.normal(size=(2, 3, 4, 4)))
    labels = nd.array(labels_of(random, 2, 3))
    expected = net(fmap, labels)[0].asnumpy()
    net.hybridize(static_alloc=static, static_shape=static)
    for _ in range(2):
        proposals, positive, negative, *_ = net(fmap, labels)
        np.testing.assert_allclose(proposals.asnumpy(), expected, atol=1e-5)
        assert ((positive + negative).sum(axis=1).asnumpy() == 8).all()
