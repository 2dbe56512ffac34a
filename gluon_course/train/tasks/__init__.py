"""Tasks: what is computed from a batch, a small object for each kind of training."""

from gluon_course.train.tasks.base import Task
from gluon_course.train.tasks.classification import Classification
from gluon_course.train.tasks.regression import Regression

__all__ = ["Classification", "Regression", "Task"]
