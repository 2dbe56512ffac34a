"""Boxes drawn on a picture: places, colours, labels."""

import numpy as np
import pytest
from mxnet import nd

from gluon_course.base.errors import ShapeError
from gluon_course.viz.boxes import box_patch, draw_boxes
from gluon_course.viz.style import figure

DOG, CAT = [60, 45, 378, 516], [400, 112, 655, 493]


@pytest.fixture
def axes():
    return figure(3, 3)[1][0]


def colors_of(axes):
    return [each.get_edgecolor()[:3] for each in axes.patches]


def test_a_corner_box_becomes_an_outline_of_its_width_and_height():
    patch = box_patch(DOG, "blue")
    assert patch.get_bbox().extents.tolist() == DOG
    assert not patch.get_fill() and patch.get_edgecolor() == (0, 0, 1, 1)
    assert patch.get_linewidth() == 2


@pytest.mark.parametrize("boxes", [nd.array([DOG, CAT]), np.array([DOG, CAT])])
def test_boxes_of_an_array_and_of_a_list_are_the_same(axes, boxes):
    draw_boxes(axes, boxes)
    draw_boxes(axes, [boxes[0], boxes[1]])
    places = [each.get_bbox().extents.tolist() for each in axes.patches]
    assert places == [DOG, CAT, DOG, CAT]


def test_colours_take_turns(axes):
    draw_boxes(axes, [DOG] * 6)
    blue, green, red, magenta, black = colors_of(axes)[:5]
    assert (blue, red, black) == ((0, 0, 1), (1, 0, 0), (0, 0, 0))
    assert green[1] > green[0] and magenta[0] == magenta[2] > 0
    assert colors_of(axes)[5] == blue


def test_labels_stand_at_the_corner_and_can_be_fewer_or_one_text(axes):
    draw_boxes(axes, nd.array([DOG, CAT, DOG]), ["dog", "cat"])
    assert [(each.get_text(), each.get_position()) for each in axes.texts] == [
        ("dog", (60, 45)),
        ("cat", (400, 112)),
    ]
    assert {each.get_color() for each in axes.texts} == {"w"}
    draw_boxes(axes, [DOG], "dog=.9", "w")
    assert axes.texts[-1].get_text() == "dog=.9" and axes.texts[-1].get_color() == "k"
    assert colors_of(axes)[-1] == (1, 1, 1)


def test_what_is_no_box_is_refused(axes):
    with pytest.raises(ShapeError, match="3 numbers"):
        draw_boxes(axes, [[1, 2, 3]])
