"""Targets and detections against slow NumPy, MXNet's operators and the text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import gluon, nd

from gluon_course import nn

# 9.4: a dog and a cat, and five anchors made by hand
TRUTH = [[[0, 0.1, 0.08, 0.52, 0.92], [1, 0.55, 0.2, 0.9, 0.88]]]
ANCHORS = [
    [
        [0, 0.1, 0.2, 0.3],
        [0.15, 0.2, 0.4, 0.4],
        [0.63, 0.05, 0.88, 0.98],
        [0.66, 0.45, 0.8, 0.8],
        [0.57, 0.3, 0.92, 0.9],
    ]
]


def boxes_of(random, *shape):
    centre, size = (
        random.uniform(0, 1, (*shape, 2)),
        random.uniform(0.05, 0.6, (*shape, 2)),
    )
    return np.concatenate([centre - size / 2, centre + size / 2], -1).astype("float32")


def labels_of(random, batch, most):
    labels = np.full((batch, most, 5), -1, "float32")
    for row in labels:
        count = random.randint(0, most + 1)
        row[:count, 0] = random.randint(0, 4, count)
        row[:count, 1:] = boxes_of(random, count)
    return labels


def slow_match(overlaps, threshold):
    """Section 9.4's assignment for one picture; overlaps (M, A), -1 for padding."""
    num_objects, count = overlaps.shape
    match = [-1] * count
    left = overlaps.copy()
    for _ in range(num_objects):
        m, a = np.unravel_index(left.argmax(), left.shape)
        if left[m, a] <= 1e-6:
            break
        match[a] = m
        left[m], left[:, a] = -1, -1
    for a in range(count):
        m = overlaps[:, a].argmax()
        if match[a] < 0 and overlaps[m, a] > threshold:
            match[a] = m
    return match


def slow_nms(rows, threshold):
    """Numbers of the boxes that stay, best first; rows (class, score, x1..y2)."""
    kept = []
    for i in np.argsort(-rows[:, 1], kind="stable"):
        a = rows[i]
        for j in kept:
            b = rows[j]
            low, high = np.maximum(a[2:4], b[2:4]), np.minimum(a[4:], b[4:])
            both = np.prod(np.maximum(high - low, 0))
            union = np.prod(a[4:] - a[2:4]) + np.prod(b[4:] - b[2:4]) - both
            if a[0] == b[0] and both / union > threshold:
                break
        else:
            kept.append(i)
    return kept


def test_classes_of_the_text_s_five_anchors():
    offsets, mask, classes = nn.multibox_target(nd.array(ANCHORS), nd.array(TRUTH), 2)
    assert classes.asnumpy().tolist() == [[0, 1, 2, 0, 2]]
    assert mask.asnumpy().ravel().tolist() == [0, 1, 1, 0, 1]
    assert (offsets.asnumpy()[0, [0, 3]] == 0).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(6, 40), st.integers(1, 6))
def test_matching_equals_the_slow_one(seed, count, most):
    random = np.random.RandomState(seed)
    overlaps = random.uniform(0, 1, (3, most, count)).astype("float32")
    overlaps *= random.uniform(0, 1, overlaps.shape) < 0.5
    overlaps[0, most // 2 :] = -1  # padding
    found = nn.match_anchors(nd.array(overlaps), most, 0.6).asnumpy()
    assert found.tolist() == [slow_match(each, 0.6) for each in overlaps]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(8, 60), st.integers(1, 5))
def test_targets_equal_mxnet_s_where_there_are_objects(seed, count, most):
    random = np.random.RandomState(seed)
    anchors = nd.array(boxes_of(random, 1, count))
    labels = labels_of(random, 4, most)
    offsets, mask, classes = nn.multibox_target(anchors, nd.array(labels), most)
    theirs = nd.contrib.MultiBoxTarget(
        anchors, nd.array(labels), nd.zeros((4, 5, count))
    )
    has_object = labels[:, 0, 0] >= 0  # MXNet ignores pictures without one
    for ours, other in (
        (offsets, theirs[0].reshape((4, count, 4))),
        (nd.broadcast_mul(mask, nd.ones((4, count, 4))), theirs[1].reshape((4, -1, 4))),
        (classes, theirs[2]),
    ):
        np.testing.assert_allclose(
            ours.asnumpy()[has_object], other.asnumpy()[has_object], atol=1e-4
        )


def test_a_picture_without_objects_is_all_background():
    labels = nd.ones((1, 3, 5)) * -1
    offsets, mask, classes = nn.multibox_target(nd.array(ANCHORS), labels, 3)
    for each in (offsets, mask, classes):
        assert (each.asnumpy() == 0).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 50))
def test_detections_equal_mxnet_s_and_the_slow_ones(seed, count):
    random = np.random.RandomState(seed)
    anchors = boxes_of(random, 1, count)
    scores = nd.softmax(nd.array(random.normal(0, 2, (2, 4, count))), axis=1)
    offsets = nd.array(random.normal(0, 0.5, (2, count, 4)))
    found = nn.multibox_detection(scores, offsets, nd.array(anchors)).asnumpy()
    theirs = nd.contrib.MultiBoxDetection(
        scores, offsets.reshape((2, -1)), nd.array(anchors), nms_threshold=0.5
    ).asnumpy()
    decoded = nn.decode_offsets(nd.array(anchors), offsets).clip(0, 1).asnumpy()
    for picture in range(2):
        kept = found[picture][found[picture, :, 0] >= 0]
        other = theirs[picture][theirs[picture, :, 0] >= 0]
        np.testing.assert_allclose(kept, other, atol=1e-5)
        probabilities = scores[picture, 1:].asnumpy()
        rows = np.column_stack(
            [probabilities.argmax(0), probabilities.max(0), decoded[picture]]
        )
        rows = rows[rows[:, 1] > 0.01]
        np.testing.assert_allclose(kept, rows[slow_nms(rows, 0.5)], atol=1e-5)


@pytest.mark.parametrize("static", [False, True])
def test_targets_and_detections_hybridize(static):
    class Both(gluon.HybridBlock):
        def hybrid_forward(self, F, fmap, labels, scores, offsets):
            anchors = nn.multibox_prior(fmap, [0.3], [1, 2])
            target = nn.multibox_target(anchors, labels, 2)
            found = nn.multibox_detection(F.softmax(scores, axis=1), offsets, anchors)
            return (*target, found)

    random = np.random.RandomState(0)
    arrays = [nd.zeros((1, 1, 3, 4)), nd.array(TRUTH * 2)]
    arrays += [nd.array(random.normal(size=s)) for s in ((2, 3, 24), (2, 24, 4))]
    net = Both()
    expected = [each.asnumpy() for each in net(*arrays)]
    net.hybridize(static_alloc=static, static_shape=static)
    for ours, other in zip(net(*arrays), expected):
        np.testing.assert_allclose(ours.asnumpy(), other, atol=1e-6)
