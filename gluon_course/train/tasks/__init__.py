"""Tasks: what is computed from a batch, a small object for each kind of training."""

from gluon_course.train.tasks.base import Task
from gluon_course.train.tasks.classification import Classification
from gluon_course.train.tasks.glove import WeightedSquares
from gluon_course.train.tasks.hierarchical_softmax import HierarchicalSoftmax
from gluon_course.train.tasks.language_model import LanguageModel
from gluon_course.train.tasks.mask_rcnn import MaskRCNN
from gluon_course.train.tasks.negative_sampling import NegativeSampling
from gluon_course.train.tasks.rcnn import RCNN
from gluon_course.train.tasks.regression import Regression
from gluon_course.train.tasks.segmentation import Segmentation
from gluon_course.train.tasks.soft_labels import SoftLabels
from gluon_course.train.tasks.ssd import SSD
from gluon_course.train.tasks.translation import Translation
from gluon_course.train.tasks.yolo import YOLO

__all__ = [
    "RCNN",
    "SSD",
    "YOLO",
    "Classification",
    "HierarchicalSoftmax",
    "LanguageModel",
    "MaskRCNN",
    "NegativeSampling",
    "Regression",
    "Segmentation",
    "SoftLabels",
    "Task",
    "Translation",
    "WeightedSquares",
]
