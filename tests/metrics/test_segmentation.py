"""Pixel accuracy and mean IoU against a slow version and gluoncv's metric."""

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.metrics import SegmentationScore


def slow(predicted, labels, num_classes, ignored=-1):
    """Pixel by pixel and class by class."""
    right = total = 0
    overlaps = []
    pairs = [(p, y) for p, y in zip(predicted.ravel(), labels.ravel()) if y != ignored]
    for p, y in pairs:
        total += 1
        right += p == y
    for c in range(num_classes):
        both = sum(p == c and y == c for p, y in pairs)
        either = sum(p == c or y == c for p, y in pairs)
        if either:
            overlaps.append(both / either)
    return right / total, sum(overlaps) / len(overlaps)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31 - 1), st.integers(1, 5))
def test_score_is_that_of_the_slow_version(seed, num_classes):
    random = np.random.RandomState(seed)
    score = SegmentationScore(num_classes)
    y = random.randint(-1, num_classes, (3, 4, 5))
    y[0, 0, 0] = 0
    y_hat = random.randint(0, num_classes, y.shape)
    for each, label in zip(y_hat, y):
        score.update(each, label)
    acc, miou = slow(y_hat, y, num_classes)
    assert score.result() == pytest.approx({"acc": acc, "miou": miou}, abs=1e-12)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**31 - 1))
def test_score_of_scores_is_that_of_gluoncv_where_all_classes_occur(seed):
    from gluoncv.utils.metrics import SegmentationMetric

    random = np.random.RandomState(seed)
    ours, other = SegmentationScore(3), SegmentationMetric(3)
    for _ in range(2):
        scores = random.normal(size=(2, 3, 8, 9)).astype(np.float32)
        y = random.randint(-1, 3, (2, 8, 9))
        ours.update(mx.nd.array(scores), mx.nd.array(y))
        other.update([mx.nd.array(y)], [mx.nd.array(scores)])
    acc, miou = other.get()
    assert ours.result()["acc"] == pytest.approx(acc, abs=1e-9)
    assert ours.result()["miou"] == pytest.approx(miou, abs=1e-9)


def test_absent_classes_are_no_part_of_the_mean():
    score = SegmentationScore(4)
    score.update(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 0]))
    assert score.result() == {"acc": 0.75, "miou": pytest.approx((2 / 3 + 1 / 2) / 2)}
    assert np.isnan(score.iou[2:]).all()


def test_label_255_may_be_the_one_that_is_ignored():
    score = SegmentationScore(2, ignore_label=255)
    score.update(np.array([0, 1]), np.array([0, 255]))
    assert score.result() == {"acc": 1.0, "miou": 1.0}


def test_mistakes_are_told():
    score = SegmentationScore(2)
    with pytest.raises(DataError, match="no pixel"):
        score.result()
    with pytest.raises(ShapeError, match="another size"):
        score.update(np.zeros((1, 2, 4, 4)), np.zeros((1, 4, 5)))
    with pytest.raises(ShapeError, match="label is class 2"):
        score.update(np.zeros(2), np.array([0, 2]))
    with pytest.raises(ShapeError, match="prediction is class -3"):
        score.update(np.array([0, -3]), np.array([0, 1]))
    with pytest.raises(ConfigError, match="ignored"):
        SegmentationScore(2, ignore_label=1)
