"""The functions of 9.3 and 9.4 as cells call them."""

import matplotlib.figure
import numpy as np
import pytest
from mxnet import nd

from gluon_course.d2lzh.boxes import bbox_to_rect, show_bboxes


def axes_of():
    return matplotlib.figure.Figure().subplots()


def test_a_rectangle_can_be_added_to_axes():
    rect = bbox_to_rect([60, 45, 378, 516], "blue")
    assert (rect.get_xy(), rect.get_width(), rect.get_height()) == ((60, 45), 318, 471)
    assert rect in axes_of().add_patch(rect).axes.patches


@pytest.mark.parametrize(
    ("labels", "colors"), [(None, None), (["a", "b"], None), (["a"], ["w"]), ("a", "g")]
)
def test_what_is_drawn_is_what_the_package_draws(labels, colors):
    reference = pytest.importorskip("d2lzh", reason="the extra bench is not installed")
    boxes = nd.array([[1, 2, 3, 5], [2, 2, 9, 9], [0, 0, 1, 1]])
    ours, theirs = axes_of(), axes_of()
    show_bboxes(ours, boxes, labels, colors)
    reference.show_bboxes(theirs, boxes, labels, colors)
    for a, b in zip(ours.patches, theirs.patches):
        np.testing.assert_allclose(a.get_bbox().extents, b.get_bbox().extents)
        assert a.get_edgecolor() == b.get_edgecolor()
        assert a.get_linewidth() == b.get_linewidth()
        assert a.get_fill() == b.get_fill()
    assert len(ours.patches) == len(theirs.patches)
    seen = [
        [
            (
                t.get_text(),
                t.get_position(),
                t.get_color(),
                t.get_ha(),
                t.get_fontsize(),
            )
            for t in axes.texts
        ]
        for axes in (ours, theirs)
    ]
    assert seen[0] == seen[1]
