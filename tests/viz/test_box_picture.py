"""A picture with boxes on it, whole."""

import numpy as np
import pytest
from PIL import Image

from gluon_course.base.errors import ShapeError
from gluon_course.viz import box_picture

BOXES = [[10, 20, 60, 70], [0, 0, 30, 99], [150, 5, 199, 40]]


@pytest.fixture
def pixels():
    return np.full((100, 200, 3), 255, np.uint8)


def test_boxes_of_a_group_share_a_colour(pixels):
    axes = box_picture(pixels, BOXES, ["a", "b", "c"], [4, 1, 4]).axes[0]
    first, second, third = (each.get_edgecolor() for each in axes.patches)
    assert first == third != second
    assert [each.get_text() for each in axes.texts] == ["a", "b", "c"]
    assert axes.get_xlim() == (-0.5, 199.5) and axes.get_ylim() == (99.5, -0.5)


def test_labels_stay_on_the_picture(pixels):
    axes = box_picture(pixels, BOXES, ["a", "b", "c"]).axes[0]
    inside, right = axes.texts[1], axes.texts[2]
    assert inside.get_va() == "top"
    assert right.get_ha() == "left" or right.get_position()[0] > 0.85 * 200


def test_an_outline_is_where_its_box_is(pixels, tmp_path):
    path = tmp_path / "a.png"
    box_picture(pixels, [[50, 25, 150, 75]], groups=[0], path=path)
    drawn = np.asarray(Image.open(path).convert("RGB"), int)
    height, width = drawn.shape[:2]
    is_line = abs(drawn - [0, 0x72, 0xB2]).sum(2) < 60
    rows, columns = np.flatnonzero(is_line.any(1)), np.flatnonzero(is_line.any(0))
    found = [columns[0] / width, rows[0] / height, columns[-1] / width]
    np.testing.assert_allclose(found, [0.25, 0.25, 0.75], atol=0.02)


def test_labels_are_one_for_each_box_or_none(pixels):
    with pytest.raises(ShapeError, match="1 labels for 3 boxes"):
        box_picture(pixels, BOXES, ["a"])
    assert not box_picture(pixels, []).axes[0].patches
