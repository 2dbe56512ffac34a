"""The names of 9.3 and 9.4: boxes on pictures."""

from __future__ import annotations

from gluon_course.viz.boxes import box_patch, draw_boxes


def bbox_to_rect(bbox, color):
    """The outline of a corner box (x1, y1, x2, y2) in pixels, a matplotlib patch.

    Section: 9.3 目标检测和边界框 (chapter_computer-vision/bounding-box)
    """
    return box_patch(bbox, color)


def show_bboxes(axes, bboxes, labels=None, colors=None):
    """Draw corner boxes in pixels, NDArray (n, 4), with labels, in colours in turn.

    Section: 9.4 锚框 (chapter_computer-vision/anchor)
    """
    draw_boxes(axes, bboxes, labels, colors)
