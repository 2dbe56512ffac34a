"""Data of detection and instance segmentation: pictures with boxes and masks."""

from gluon_course.data.detection.arrays import DetectionArrays, in_memory
from gluon_course.data.detection.boxes import BoxCheck, as_labels
from gluon_course.data.detection.choosing import load_boxes, load_instances
from gluon_course.data.detection.composed import (
    FRESH_SEED,
    composed_voc,
    write_voc,
)
from gluon_course.data.detection.composing import (
    COMPOSED_CLASSES,
    ComposedPicture,
    compose,
)
from gluon_course.data.detection.instances import (
    InstanceLoader,
    composed_instances,
    read_owners,
)
from gluon_course.data.detection.loader import DetectionLoader
from gluon_course.data.detection.pictures import (
    BoxPictures,
    ListedPictures,
    listed_boxes,
)
from gluon_course.data.detection.records import record_boxes
from gluon_course.data.detection.sets import (
    banana_boxes,
    banana_detection,
    composed_detection,
    pikachu_detection,
    voc_detection,
)
from gluon_course.data.detection.transforms import flip_left_right, ssd_transform
from gluon_course.data.detection.voc import VOC_BOX_CLASSES, voc_boxes
from gluon_course.data.detection.voc_instances import voc_instances

__all__ = [
    "COMPOSED_CLASSES",
    "FRESH_SEED",
    "VOC_BOX_CLASSES",
    "BoxCheck",
    "BoxPictures",
    "ComposedPicture",
    "DetectionArrays",
    "DetectionLoader",
    "InstanceLoader",
    "ListedPictures",
    "as_labels",
    "banana_boxes",
    "banana_detection",
    "compose",
    "composed_detection",
    "composed_instances",
    "composed_voc",
    "flip_left_right",
    "in_memory",
    "listed_boxes",
    "load_boxes",
    "load_instances",
    "pikachu_detection",
    "read_owners",
    "record_boxes",
    "ssd_transform",
    "voc_boxes",
    "voc_detection",
    "voc_instances",
    "write_voc",
]
