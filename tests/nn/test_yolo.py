"""YOLO's targets and boxes against slow NumPy; decoding undoes encoding."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import gluon, nd

from gluon_course import nn

SHAPES = ((0.1, 0.2), (0.3, 0.25), (0.5, 0.6))


def priors_of(*maps):
    fmaps = [nd.zeros((1, 1, *size)) for size in maps]
    return nd.concat(*(nn.yolo_priors(each, SHAPES) for each in fmaps), dim=1)


def labels_of(random, batch, most):
    labels = np.full((batch, most, 5), -1, "float32")
    for row in labels:
        count = random.randint(0, most + 1)
        size = random.uniform(0.05, 0.5, (count, 2))
        low = random.uniform(0, 1 - size)
        row[:count, 0] = random.randint(0, 4, count)
        row[:count, 1:] = np.concatenate([low, low + size], 1)
    return labels


def slow_target(maps, labels):
    """Targets of one picture, written out cell by cell."""
    priors = [
        (column, row, width, height, *shape)
        for height, width in maps
        for row in range(height)
        for column in range(width)
        for shape in SHAPES
    ]
    places, classes = np.zeros((len(priors), 4)), np.full(len(priors), -1)
    for kind, x1, y1, x2, y2 in labels[labels[:, 0] >= 0]:
        cx, cy, w, h = (x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1
        best, most = None, 0
        for p, (column, row, width, height, pw, ph) in enumerate(priors):
            if int(cx * width) != column or int(cy * height) != row:
                continue
            both = min(w, pw) * min(h, ph)
            fit = both / (w * h + pw * ph - both)
            if fit > most:
                best, most = p, fit
        column, row, width, height, pw, ph = priors[best]
        inside = cx * width - column, cy * height - row
        places[best] = *inside, np.log(w / pw), np.log(h / ph)
        classes[best] = kind
    return places, classes


def test_priors_stand_row_by_row():
    priors = nn.yolo_priors(nd.zeros((2, 7, 2, 3)), SHAPES[:2]).asnumpy()
    assert priors.shape == (1, 12, 6)
    assert priors[0, :, 0].tolist() == [0, 0, 1, 1, 2, 2] * 2
    assert priors[0, :, 1].tolist() == [0] * 6 + [1] * 6
    assert (priors[0, :, 2:4] == [3, 2]).all()
    np.testing.assert_allclose(priors[0, :2, 4:], SHAPES[:2], rtol=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 6))
def test_targets_equal_the_slow_ones(seed, most):
    labels = labels_of(np.random.RandomState(seed), 3, most)
    maps = (7, 5), (3, 3)
    places, mask, classes = nn.yolo_target(priors_of(*maps), nd.array(labels))
    for i, each in enumerate(labels):
        expected, kinds = slow_target(maps, each)
        assert classes[i].asnumpy().tolist() == kinds.tolist()
        assert (mask[i, :, 0].asnumpy() == (kinds >= 0)).all()
        np.testing.assert_allclose(places[i].asnumpy(), expected, atol=1e-4)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_decoding_gives_back_the_encoded_boxes(seed):
    labels = labels_of(np.random.RandomState(seed), 2, 1)  # none loses its prior
    priors = priors_of((8, 8), (4, 4))
    places, _, classes = nn.yolo_target(priors, nd.array(labels))
    boxes = nn.decode_yolo(priors, places).asnumpy()
    for row, kinds, found in zip(labels, classes.asnumpy(), boxes):
        truth = row[row[:, 0] >= 0, 1:]
        np.testing.assert_allclose(found[kinds >= 0], truth, atol=1e-5)


def test_objects_on_the_border_are_found_by_the_last_cell():
    labels = nd.array([[[2, 0.9, 0.9, 1.1, 1.1]]])
    priors = priors_of((4, 4))
    _, mask, _ = nn.yolo_target(priors, labels)
    chosen = priors[0].asnumpy()[mask[0, :, 0].asnumpy() > 0]
    assert chosen[:, :2].tolist() == [[3, 3]]


def test_of_two_objects_that_want_one_prior_the_last_has_it():
    box = [0.4, 0.4, 0.5, 0.6]
    labels = nd.array([[[1, *box], [3, *box]]])
    _, mask, classes = nn.yolo_target(priors_of((4, 4)), labels)
    assert mask.sum().asscalar() == 1
    assert classes.max().asscalar() == 3


def test_detections_are_the_decoded_boxes_that_overlap_no_better_one():
    priors = priors_of((2, 2))  # 12 priors
    predictions = np.full((1, 12, 5 + 3), -9.0)
    # two priors of a cell with nearly one box, and one elsewhere
    logit = np.log(0.25 / 0.75)
    predictions[0, 0] = [0, 0, np.log(3), np.log(1.25), 5, -9, 9, -9]
    predictions[0, 1] = [0, 0, 0, 0, 3, -9, 9, -9]
    predictions[0, 11] = [0, logit, -1, -1, 1, 9, -9, -9]
    found = nn.yolo_detection(priors, nd.array(predictions)).asnumpy()[0]
    assert found[:, 0].tolist() == [1, 0] + [-1] * 10
    scores = 1 / (1 + np.exp(-np.array([5, 1]))) / (1 + np.exp(-9))
    np.testing.assert_allclose(found[:2, 1], scores, rtol=1e-5)
    np.testing.assert_allclose(found[0, 2:], [0.1, 0.125, 0.4, 0.375], atol=1e-5)
    half = np.array([0.5, 0.6]) / np.e / 2
    corner = np.array([0.75, 0.625])
    expected = [*(corner - half), *(corner + half)]
    np.testing.assert_allclose(found[1, 2:], expected, atol=1e-5)


@pytest.mark.parametrize("size", [100, 1e4, 1e18])
def test_boxes_of_huge_outputs_are_finite(size):
    priors = priors_of((2, 2))
    outputs = np.random.RandomState(0).choice([-1.0, 1.0], (2, 12, 8))
    outputs[:, :, :4] *= size
    predictions = nd.array(outputs)
    boxes = nn.decode_yolo(priors, nn.yolo_places(predictions)).asnumpy()
    assert np.isfinite(boxes).all()
    assert boxes[..., 2].max() > 100  # yet larger than any picture
    found = nn.yolo_detection(priors, predictions).asnumpy()
    assert np.isfinite(found).all()
    assert (found[..., 0] >= 0).any()
    corners = found[found[..., 0] >= 0, 2:]
    assert corners.min() >= 0 and corners.max() <= 1


@pytest.mark.parametrize("static", [False, True])
def test_targets_and_detections_hybridize(static):
    class Both(gluon.HybridBlock):
        def hybrid_forward(self, F, fmap, labels, predictions):
            priors = nn.yolo_priors(fmap, SHAPES)
            target = nn.yolo_target(priors, labels)
            return (*target, nn.yolo_detection(priors, predictions))

    random = np.random.RandomState(0)
    arrays = nd.zeros((1, 1, 3, 4)), nd.array(labels_of(random, 2, 3))
    arrays = *arrays, nd.array(random.normal(size=(2, 36, 9)))
    net = Both()
    expected = [each.asnumpy() for each in net(*arrays)]
    net.hybridize(static_alloc=static, static_shape=static)
    for ours, other in zip(net(*arrays), expected):
        np.testing.assert_allclose(ours.asnumpy(), other, atol=1e-6)
