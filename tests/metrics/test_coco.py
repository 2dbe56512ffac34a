"""COCO's average precision: closed cases, and the same as pycocotools."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluon_course.base.errors import DataError, ShapeError, StackError
from gluon_course.metrics import CocoAP, box_overlaps, mask_overlaps, pycocotools_ap

NAMES = ("cat", "dog", "cow")
SIZE = (200, 100)


def random_batch(seed, count):
    """Objects, a fifth of them difficult, and guesses, many near an object."""
    random = np.random.RandomState(seed)
    labels, found = np.full((count, 6, 6), -1.0), np.full((count, 12, 6), -1.0)
    for objects, rows in zip(labels, found):
        num_objects, guesses = random.randint(0, 6), random.randint(0, 12)
        low = random.uniform(0, 0.6, (num_objects, 2))
        high = low + random.uniform(0.1, 0.4, (num_objects, 2))
        kinds = random.randint(0, 3, num_objects)
        is_difficult = random.rand(num_objects) < 0.2
        objects[:num_objects] = np.column_stack([kinds, low, high, is_difficult])
        for row in rows[:guesses]:
            box = random.uniform(0, 0.5, 2)
            row[:] = [random.randint(3), random.rand(), *box, *(box + 0.3)]
            if num_objects and random.rand() < 0.7:
                near = objects[random.randint(num_objects)]
                row[0], row[2:] = near[0], near[1:5] + random.normal(0, 0.02, 4)
    return found, labels


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 6), st.booleans())
def test_it_equals_pycocotools(seed, count, has_difficult):
    pytest.importorskip("pycocotools")
    found, labels = random_batch(seed, count)
    labels = labels if has_difficult else labels[..., :5]
    metric = CocoAP(NAMES)
    metric.update(found, labels, SIZE)
    try:
        theirs = pycocotools_ap(found, labels, SIZE, NAMES)
    except DataError:
        with pytest.raises(DataError, match="no object"):
            metric.result()
        return
    ours = metric.result()
    for key in ("ap", "ap50", "ap75"):
        assert ours[key] == pytest.approx(theirs[key], abs=1e-9)
    assert ours["classes"] == pytest.approx(theirs["classes"], abs=1e-9, nan_ok=True)


def test_each_overlap_has_its_average():
    # of two objects one is found exactly and one with an overlap of 0.72
    labels = np.array([[[0, 0, 0, 0.5, 0.5], [0, 0.5, 0.5, 1, 1]]])
    found = np.array([[[0, 0.9, 0, 0, 0.5, 0.5], [0, 0.8, 0.5, 0.5, 1, 0.86]]])
    metric = CocoAP(NAMES)
    metric.update(found, labels, SIZE)
    result = metric.result()
    half = 51 / 101  # recalls 0 to 0.5 of 101
    assert result["ap50"] == pytest.approx(1)
    assert result["ap75"] == pytest.approx(half)
    assert result["ap"] == pytest.approx((5 * 1 + 5 * half) / 10)
    assert np.isnan(result["classes"]["dog"])


def test_who_finds_a_difficult_object_is_neither_right_nor_wrong():
    plain, hard = [0, 0, 0, 0.5, 0.5, 0], [0, 0.5, 0.5, 1, 1, 1]
    found = np.array([[[0, 0.9, *hard[1:5]], [0, 0.8, *plain[1:5]]]])
    metric = CocoAP(NAMES)
    metric.update(found, np.array([[plain, hard]]), SIZE)
    assert metric.result()["ap"] == pytest.approx(1)
    only = CocoAP(NAMES)
    only.update(found, np.array([[hard]]), SIZE)
    with pytest.raises(DataError, match="no object"):
        only.result()


def test_masks_are_judged_by_their_overlaps():
    truth = np.zeros((2, 8, 8), bool)
    truth[0, :4], truth[1, 4:] = True, True
    part = truth.copy()
    part[0, 0] = False  # three of four rows: an overlap of 0.75
    metric = CocoAP(NAMES)
    metric.add([0, 1], [0.9, 0.8], mask_overlaps(part, truth), [0, 1])
    result = metric.result()
    assert result["classes"]["cat"] == pytest.approx(0.6)  # 0.5 to 0.75 of 0.95
    assert result["classes"]["dog"] == pytest.approx(1)


def test_overlaps_of_boxes_are_those_worked_out():
    a = np.array([[0, 0, 4, 4], [1, 1, 1, 1]])
    b = np.array([[2, 2, 4, 6], [0, 0, 4, 4], [5, 5, 6, 6], [1, 1, 1, 1]])
    expected = [[4 / 20, 1, 0, 0], [0, 0, 0, 0]]
    np.testing.assert_allclose(box_overlaps(a, b), expected)
    assert box_overlaps(a[:0], b).shape == (0, 4)


def test_finding_nothing_is_0_in_both():
    labels = np.array([[[1, 0, 0, 0.5, 0.5]]])
    found = np.full((1, 2, 6), -1.0)
    metric = CocoAP(NAMES)
    metric.update(found, labels, SIZE)
    assert metric.result()["ap"] == 0
    pytest.importorskip("pycocotools")
    assert pycocotools_ap(found, labels, SIZE, NAMES)["ap"] == 0


def test_the_missing_extra_is_named(monkeypatch):
    for name in ("pycocotools", "pycocotools.coco", "pycocotools.cocoeval"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(StackError, match=r"gluon_course\[coco\]"):
        pycocotools_ap(np.zeros((1, 1, 6)), np.zeros((1, 1, 5)), SIZE, NAMES)


def test_mistakes_are_told():
    metric = CocoAP(NAMES)
    with pytest.raises(ShapeError, match=r"\(1, 2, 5\)"):
        metric.update(np.zeros((1, 2, 5)), np.zeros((1, 2, 5)), SIZE)
    with pytest.raises(ShapeError, match=r"\(1, 2, 4\)"):
        metric.update(np.zeros((1, 2, 6)), np.zeros((1, 2, 4)), SIZE)
    with pytest.raises(ShapeError, match="Class 3 has no name"):
        metric.add([3], [0.5], np.zeros((1, 0)), [])
    with pytest.raises(ShapeError, match="2 scores"):
        metric.add([0], [0.5, 0.4], np.zeros((1, 0)), [])
