"""Numbers that say how good a model is: pure functions of predictions and labels.

They take NDArrays, NumPy arrays and lists, and import no MXNet themselves.
"""

from gluon_course.metrics.accuracy import accuracy, top_k_accuracy
from gluon_course.metrics.confusion import (
    ClassScore,
    class_scores,
    confusion_matrix,
    worst_mistakes,
)
from gluon_course.metrics.detection import MeanAveragePrecision
from gluon_course.metrics.regression import log_rmse, rmse
from gluon_course.metrics.segmentation import SegmentationScore

__all__ = [
    "ClassScore",
    "MeanAveragePrecision",
    "SegmentationScore",
    "accuracy",
    "class_scores",
    "confusion_matrix",
    "log_rmse",
    "rmse",
    "top_k_accuracy",
    "worst_mistakes",
]
