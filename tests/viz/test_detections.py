"""What a detector finds, drawn: which boxes, where, and what stands on them."""

import numpy as np
import pytest
from matplotlib.patches import Rectangle
from mxnet import nd

from gluon_course.base.errors import ShapeError
from gluon_course.viz import detection_grid

NAMES = ("cat", "dog")


@pytest.mark.parametrize("kind", [np.array, nd.array])
def test_boxes_of_fractions_stand_in_the_pictures_pixels(kind, tmp_path):
    images = [np.zeros((20, 40, 3), np.uint8), np.zeros((3, 40, 20))]
    found = np.full((2, 3, 6), -1.0)
    found[0, 0] = [1, 0.92, 0.25, 0.5, 0.75, 1]
    found[0, 2] = [0, 0.5, 0, 0, 0.5, 0.5]
    found[1, 1] = [0, 1, 0.25, 0.5, 0.75, 1]
    drawn = detection_grid(images, kind(found), NAMES, tmp_path / "found.png")
    first, second = drawn.axes  # no room is left for pictures that are not there
    places = [
        [
            each.get_bbox().extents.tolist()
            for each in panel.patches
            if isinstance(each, Rectangle)
        ]
        for panel in (first, second)
    ]
    assert places == [[[10, 10, 30, 20], [0, 0, 20, 10]], [[5, 20, 15, 40]]]
    said = [[text.get_text() for text in panel.texts] for panel in (first, second)]
    assert said == [["dog 0.9", "cat 0.5"], ["cat 1.0"]]
    assert (tmp_path / "found.png").is_file()


def test_pictures_without_detections_are_refused():
    with pytest.raises(ShapeError, match="2 pictures for boxes of 1"):
        detection_grid([np.zeros((8, 8, 3))] * 2, np.zeros((1, 4, 6)), NAMES)
