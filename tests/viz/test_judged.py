"""Judged boxes on pictures, and curves of precision over recall."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.viz import judged_boxes, precision_recall

PIXELS = np.zeros((20, 30, 3), np.uint8)


def test_each_kind_of_box_has_its_colour_and_wrong_ones_their_label(tmp_path):
    boxes = [
        ((1, 2, 11, 12), "", "right"),
        ((3, 4, 9, 9), "cat 0.80", "wrong"),
        ((5, 5, 20, 15), "dog", "missed"),
    ]
    drawn = judged_boxes([PIXELS], [boxes], ["1 missed"], path=tmp_path / "a.png")
    panel = drawn.axes[0]
    found = [each for each in panel.patches if isinstance(each, Rectangle)]
    assert [each.get_bbox().extents.tolist() for each in found] == [
        list(map(float, corners)) for corners, *_ in boxes
    ]
    assert len({to_hex(each.get_edgecolor()) for each in found}) == 3
    assert [each.get_text() for each in panel.texts] == ["cat 0.80", "dog"]
    (legend,) = drawn.legends
    assert [each.get_text() for each in legend.texts] == ["right", "wrong", "missed"]
    assert (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"


def test_pictures_and_boxes_are_as_many():
    with pytest.raises(ShapeError, match="boxes of 1 and titles of 2 for 2 pictures"):
        judged_boxes([PIXELS, PIXELS], [[]])
    with pytest.raises(ShapeError, match="for 0 pictures"):
        judged_boxes([], [])


def test_a_curve_goes_through_its_points_and_says_its_average():
    curves = {"cat": ([0.5, 0.5, 1], [1, 0.5, 2 / 3]), "dog": ([], [])}
    drawn = precision_recall(curves, {"cat": 0.8333, "dog": 0.0})
    cat, dog = drawn.axes
    x, y = cat.lines[0].get_data()
    points = list(zip(np.round(x, 4), np.round(y, 4)))
    assert {(0.5, 1.0), (0.5, 0.5), (1.0, 0.6667)} <= set(points)
    assert cat.get_title(loc="left") == "cat  0.833"
    assert not dog.lines and dog.get_title(loc="left") == "dog  0.000"
    with pytest.raises(DataError, match="no curve"):
        precision_recall({}, {})
