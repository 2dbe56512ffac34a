"""Mean average precision against an independent, slow implementation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.metrics import MeanAveragePrecision

NAMES = ("cat", "dog", "cow")


def slow_iou(a, b):
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    both = max(width, 0.0) * max(height, 0.0)
    return both / (sum((x[2] - x[0]) * (x[3] - x[1]) for x in (a, b)) - both)


def is_hard(row):
    """A sixth number above 0 marks a difficult object."""
    return len(row) > 5 and row[5] > 0


def slow_average_precision(pictures, kind, threshold, rule):
    """Of one class; pictures are pairs (detections (K, 6), labels (M, 5 or 6))."""
    total = sum(
        row[0] == kind and not is_hard(row) for _, labels in pictures for row in labels
    )
    if total == 0:
        return float("nan")
    ranked = sorted(
        (-row[1], number, tuple(row[2:]))
        for number, (found, _) in enumerate(pictures)
        for row in found
        if row[0] == kind
    )
    taken, right, rank, precisions, recalls = set(), 0, 0, [], []
    for _, number, box in ranked:
        objects = [
            (slow_iou(box, row[1:5]), i)
            for i, row in enumerate(pictures[number][1])
            if row[0] == kind
        ]
        overlap, best = max(objects, default=(0.0, -1), key=lambda pair: pair[0])
        if overlap >= threshold and is_hard(pictures[number][1][best]):
            continue  # as if it had not been found
        rank += 1
        if overlap >= threshold and (number, best) not in taken:
            taken.add((number, best))
            right += 1
        precisions.append(right / rank)
        recalls.append(right / total)
    if rule == "voc07":
        points = [i / 10 for i in range(11)]
        tops = [
            max(
                (p for p, r in zip(precisions, recalls) if r >= point - 1e-9), default=0
            )
            for point in points
        ]
        return sum(tops) / 11
    area, before = 0.0, 0.0
    for i, recall in enumerate(recalls):
        area += (recall - before) * max(precisions[i:])
        before = recall
    return area


def random_pictures(seed, count):
    random = np.random.RandomState(seed)
    pictures = []
    for _ in range(count):
        objects, guesses = random.randint(0, 5), random.randint(0, 9)
        labels = np.column_stack(
            [random.randint(0, 3, objects), boxes(random, objects)]
        )
        found = np.column_stack(
            [
                random.randint(0, 3, guesses),
                random.rand(guesses),
                boxes(random, guesses),
            ]
        )
        for row in found[: objects // 2 + 1]:
            if objects:  # near an object
                target = labels[random.randint(objects)]
                row[0], row[2:] = target[0], target[1:5] + random.normal(0, 0.03, 4)
        found[:, 4:] = np.maximum(found[:, 4:], found[:, 2:4] + 0.02)
        pictures.append((found, labels))
    return pictures


def boxes(random, count):
    low = random.uniform(0, 0.6, (count, 2))
    return np.concatenate([low, low + random.uniform(0.05, 0.4, (count, 2))], 1)


def padded(rows, width):
    most = max(len(each) for each in rows)
    result = np.full((len(rows), most + 1, width), -1.0)
    for target, each in zip(result, rows):
        target[: len(each)] = each
    return result


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 8),
    st.sampled_from(["voc07", "voc12"]),
    st.sampled_from([0.3, 0.5, 0.75]),
)
def test_it_equals_the_slow_implementation(seed, count, rule, threshold):
    pictures = random_pictures(seed, count)
    metric = MeanAveragePrecision(NAMES, rule, threshold)
    found, labels = zip(*pictures)
    metric.update(padded(found, 6), padded(labels, 5), (200, 100))
    expected = [slow_average_precision(pictures, k, threshold, rule) for k in range(3)]
    if np.isnan(expected).all():
        with pytest.raises(DataError, match="no object"):
            metric.result()
        return
    result = metric.result()
    for name, value in zip(NAMES, expected):
        assert result[name] == pytest.approx(value, abs=1e-6, nan_ok=True)
    assert result["map"] == pytest.approx(np.nanmean(expected), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["voc07", "voc12"]))
def test_difficult_objects_are_neither_hits_nor_misses(seed, rule):
    random = np.random.RandomState(seed)
    pictures = [
        (found, np.column_stack([labels, random.rand(len(labels)) < 0.4]))
        for found, labels in random_pictures(seed, 5)
    ]
    expected = [slow_average_precision(pictures, k, 0.5, rule) for k in range(3)]
    if np.isnan(expected).all():
        return
    metric = MeanAveragePrecision(NAMES, rule)
    found, labels = zip(*pictures)
    metric.update(padded(found, 6), padded(labels, 6), (200, 100))
    result = metric.result()
    for name, value in zip(NAMES, expected):
        assert result[name] == pytest.approx(value, abs=1e-6, nan_ok=True)


def test_a_difficult_object_costs_nothing():
    easy, hard = [0, 0.1, 0.1, 0.4, 0.4, 0], [0, 0.5, 0.5, 0.9, 0.9, 1]
    labels = np.array([[easy, hard]])
    found = np.array([[[0, 0.9, *hard[1:5]], [0, 0.8, *easy[1:5]]]])
    for rows in (found, found[:, 1:]):  # whether it is found or not
        metric = MeanAveragePrecision(NAMES)
        metric.update(rows, labels, (100, 100))
        assert metric.result()["map"] == pytest.approx(1)
        assert metric.num_objects == 1
    metric = MeanAveragePrecision(NAMES)
    metric.update(found, labels[:, 1:], (100, 100))
    with pytest.raises(DataError, match="no object"):
        metric.result()


def test_curves_lead_through_precision_and_recall():
    labels = np.array([[[0, 0.1, 0.1, 0.4, 0.4], [0, 0.5, 0.5, 0.9, 0.9]]])
    right, wrong = [0.1, 0.1, 0.4, 0.4], [0.6, 0.1, 0.8, 0.3]
    other = [0.5, 0.5, 0.9, 0.9]
    scores = [0.9, 0.8, 0.7]
    rows = [[0, s, *box] for s, box in zip(scores, (right, wrong, other))]
    metric = MeanAveragePrecision(NAMES)
    assert metric.curves() == {}
    metric.update(np.array([rows]), labels, (100, 100))
    curves = metric.curves()
    assert list(curves) == ["cat"]
    recall, precision = curves["cat"]
    np.testing.assert_allclose(recall, [0.5, 0.5, 1])
    np.testing.assert_allclose(precision, [1, 1 / 2, 2 / 3])


def test_batches_add_up_and_reset_forgets():
    pictures = random_pictures(3, 6)
    found, labels = (padded(each, width) for each, width in zip(zip(*pictures), (6, 5)))
    whole, parts = MeanAveragePrecision(NAMES), MeanAveragePrecision(NAMES)
    whole.update(found, labels, (64, 64))
    parts.update(labels[:, :, [0, 0, 1, 2, 3, 4]], labels, (64, 64))
    parts.reset()
    for i in range(0, 6, 2):
        parts.update(found[i : i + 2], labels[i : i + 2], (64, 64))
    assert parts.result() == pytest.approx(whole.result(), nan_ok=True)


def test_finding_all_is_1_and_finding_nothing_0():
    labels = np.array([[[0, 0.1, 0.1, 0.5, 0.5], [2, 0.3, 0.3, 0.9, 0.9]]])
    found = labels[:, :, [0, 0, 1, 2, 3, 4]] + np.array([0, 0.5, 0, 0, 0, 0])
    for detections, value in ((found, 1.0), (found * 0 - 1, 0.0)):
        metric = MeanAveragePrecision(NAMES)
        metric.update(detections, labels, (100, 100))
        assert metric.result()["map"] == pytest.approx(value)


def test_mistakes_are_errors():
    with pytest.raises(ConfigError, match="voc99"):
        MeanAveragePrecision(NAMES, "voc99")
    with pytest.raises(ConfigError, match="overlap"):
        MeanAveragePrecision(NAMES, iou_threshold=1.5)
    metric = MeanAveragePrecision(NAMES)
    with pytest.raises(ShapeError, match=r"\(1, 2, 5\)"):
        metric.update(np.zeros((1, 2, 5)), np.zeros((1, 2, 5)), (8, 8))
    with pytest.raises(ShapeError, match="Class 3"):
        metric.update(np.zeros((1, 2, 6)), np.full((1, 2, 5), 3), (8, 8))
