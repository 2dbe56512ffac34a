"""Scores of masks against a slow, independent computation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.metrics import MaskScore

NAMES = ("ring", "star", "bar")


def pictures_of(seed, count=4):
    """Random objects, and masks that are parts of them at times."""
    random = np.random.RandomState(seed)
    for _ in range(count):
        num_objects, num_found = random.randint(1, 5), random.randint(0, 7)
        truth = random.rand(num_objects, 6, 7) < 0.4
        kinds = random.randint(0, 3, num_objects)
        source = random.randint(0, num_objects, num_found)
        found = truth[source] & (random.rand(num_found, 6, 7) < 0.8)
        of_found = np.where(random.rand(num_found) < 0.8, kinds[source], 0)
        yield of_found, random.rand(num_found), found, kinds, truth


def overlap(a, b):
    both = sum(x and y for x, y in zip(a.ravel(), b.ravel()))
    either = sum(x or y for x, y in zip(a.ravel(), b.ravel()))
    return both / either if either else 0.0


def slow_scores(pictures, threshold):
    """Average precision of each class as area below the curve; mean overlap."""
    averages, best = [], []
    for kind in range(3):
        rows = sorted(
            ((s, i, m) for i, (k, scores, masks, *_) in enumerate(pictures)
             for each, s, m in zip(k, scores, masks) if each == kind),
            key=lambda row: -row[0],
        )  # fmt: skip
        objects = {
            (i, j): mask
            for i, (*_, kinds, truth) in enumerate(pictures)
            for j, (each, mask) in enumerate(zip(kinds, truth))
            if each == kind
        }
        for (i, _), mask in objects.items():
            here = [overlap(m, mask) for _, number, m in rows if number == i]
            best.append(max(here, default=0))
        if not objects:
            averages.append(float("nan"))
            continue
        seen, points, right = set(), [], 0
        for n, (_, i, mask) in enumerate(rows, 1):
            here = {key: overlap(mask, m) for key, m in objects.items() if key[0] == i}
            key = max(here, key=here.get) if here else None
            if key is not None and here[key] >= threshold and key not in seen:
                seen.add(key)
                right += 1
            points.append((right / len(objects), right / n))
        area, last = 0, 0
        for recall, _ in points:
            above = max(p for r, p in points if r >= recall)
            area += (recall - last) * above
            last = recall
        averages.append(area)
    return averages, np.mean(best)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.3, 0.5, 0.75]))
def test_scores_equal_the_slow_ones(seed, threshold):
    pictures = list(pictures_of(seed))
    score = MaskScore(NAMES, threshold)
    for each in pictures:
        score.update(*each)
    averages, mean_iou = slow_scores(pictures, threshold)
    result = score.result()
    found = [result[name] for name in NAMES]
    np.testing.assert_allclose(found, averages, atol=1e-9)
    assert result["map"] == pytest.approx(np.nanmean(averages))
    assert result["mean_iou"] == pytest.approx(mean_iou)


def test_the_objects_themselves_score_one():
    score = MaskScore(NAMES)
    truth = np.zeros((2, 4, 4))
    truth[0, :2], truth[1, 2:] = 1, 1
    score.update([0, 2], [0.9, 0.8], truth, [0, 2], truth)
    result = score.result()
    assert result["ring"] == result["bar"] == result["map"] == result["mean_iou"] == 1
    assert np.isnan(result["star"])


def test_a_second_mask_of_an_object_is_wrong():
    score = MaskScore(NAMES)
    mask = np.ones((1, 4, 4))
    other = np.zeros((1, 4, 4))
    other[0, 0] = 1
    truth = np.concatenate([mask - other, other])
    score.update([0] * 3, [0.9, 0.8, 0.7], truth[[0, 0, 1]], [0, 0], truth)
    assert score.result()["ring"] == pytest.approx((1 + 2 / 3) / 2)


def test_mistakes_are_told():
    with pytest.raises(ConfigError, match=r"least overlap is 1"):
        MaskScore(NAMES, 1)
    score = MaskScore(NAMES)
    with pytest.raises(DataError, match="no object"):
        score.result()
    masks = np.ones((1, 4, 4))
    with pytest.raises(ShapeError, match="picture's size"):
        score.update([0], [0.5], masks, [0], np.ones((1, 5, 4)))
    with pytest.raises(ShapeError, match="no name"):
        score.update([3], [0.5], masks, [0], masks)
