"""Data of detection and instance segmentation: pictures with boxes and masks."""

from gluon_course.data.detection.composed import composed_voc, write_voc
from gluon_course.data.detection.composing import (
    COMPOSED_CLASSES,
    ComposedPicture,
    compose,
)

__all__ = [
    "COMPOSED_CLASSES",
    "ComposedPicture",
    "compose",
    "composed_voc",
    "write_voc",
]
