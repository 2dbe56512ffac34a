"""Pictures: the only room that touches matplotlib. Each function returns the figure."""

from gluon_course.viz.boxes import box_patch, draw_boxes
from gluon_course.viz.confusion import confusion
from gluon_course.viz.curves import compare, curves
from gluon_course.viz.grid import image_grid
from gluon_course.viz.plot import plot, scatter, semilogy
from gluon_course.viz.roofline import roofline
from gluon_course.viz.style import Picture, chinese_font, save
from gluon_course.viz.traces import (
    landmarks,
    show_trace_1d,
    show_trace_2d,
    surface,
)
from gluon_course.viz.trials import trials

__all__ = [
    "Picture",
    "box_patch",
    "chinese_font",
    "compare",
    "confusion",
    "curves",
    "draw_boxes",
    "image_grid",
    "landmarks",
    "plot",
    "roofline",
    "save",
    "scatter",
    "semilogy",
    "show_trace_1d",
    "show_trace_2d",
    "surface",
    "trials",
]
