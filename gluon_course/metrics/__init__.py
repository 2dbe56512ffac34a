"""Numbers that say how good a model is: pure functions of predictions and labels.

They take NDArrays, NumPy arrays and lists, and import no MXNet themselves.
"""

from gluon_course.metrics.accuracy import accuracy, top_k_accuracy
from gluon_course.metrics.bleu import bleu, corpus_bleu, exact_matches
from gluon_course.metrics.coco import CocoAP
from gluon_course.metrics.coco_tools import pycocotools_ap
from gluon_course.metrics.confusion import (
    ClassScore,
    class_scores,
    confusion_matrix,
    worst_mistakes,
)
from gluon_course.metrics.detection import MeanAveragePrecision
from gluon_course.metrics.judging import Judged, judge_boxes
from gluon_course.metrics.masks import MaskScore
from gluon_course.metrics.overlaps import box_overlaps, mask_overlaps
from gluon_course.metrics.regression import log_rmse, rmse
from gluon_course.metrics.segmentation import SegmentationScore
from gluon_course.metrics.stride_bound import through_stride

__all__ = [
    "ClassScore",
    "CocoAP",
    "Judged",
    "MaskScore",
    "MeanAveragePrecision",
    "SegmentationScore",
    "accuracy",
    "bleu",
    "box_overlaps",
    "class_scores",
    "confusion_matrix",
    "corpus_bleu",
    "exact_matches",
    "judge_boxes",
    "log_rmse",
    "mask_overlaps",
    "pycocotools_ap",
    "rmse",
    "through_stride",
    "top_k_accuracy",
    "worst_mistakes",
]
