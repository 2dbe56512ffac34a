"""Pictures: the only room that touches matplotlib. Each function returns the figure."""

from gluon_course.viz.architecture import architecture
from gluon_course.viz.boxes import box_grid, box_patch, box_picture, draw_boxes
from gluon_course.viz.confusion import confusion
from gluon_course.viz.curves import compare, curves
from gluon_course.viz.detections import detection_grid
from gluon_course.viz.grid import image_grid
from gluon_course.viz.heatmaps import show_heatmaps
from gluon_course.viz.judged import judged_boxes
from gluon_course.viz.masks import (
    class_colors,
    classes_png,
    instance_overlay,
    overlay,
    pixels_png,
    save_classes,
    save_pixels,
)
from gluon_course.viz.plot import loglog, plot, scatter, semilogy
from gluon_course.viz.precision_recall import precision_recall
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
    "architecture",
    "box_grid",
    "box_patch",
    "box_picture",
    "chinese_font",
    "class_colors",
    "classes_png",
    "compare",
    "confusion",
    "curves",
    "detection_grid",
    "draw_boxes",
    "image_grid",
    "instance_overlay",
    "judged_boxes",
    "landmarks",
    "loglog",
    "overlay",
    "pixels_png",
    "plot",
    "precision_recall",
    "roofline",
    "save",
    "save_classes",
    "save_pixels",
    "scatter",
    "semilogy",
    "show_heatmaps",
    "show_trace_1d",
    "show_trace_2d",
    "surface",
    "trials",
]
