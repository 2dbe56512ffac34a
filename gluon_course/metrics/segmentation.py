"""How well a map of classes fits: pixel accuracy and mean intersection over union."""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.metrics.arrays import as_numpy

IGNORED = -1
"""Label of pixels that do not count, as gluoncv has it: borders of VOC's objects."""


class SegmentationScore:
    """Collects predicted and true classes of the pixels of pictures.

    Parameters
    ----------
    num_classes : int
        C, the background among them.
    ignore_label : int
        Pixels of this label do not count.

    Attributes
    ----------
    matrix : numpy.ndarray of int64, shape (C, C)
        Pixels by true class (row) and predicted class (column).

    Raises
    ------
    ConfigError
        If there is no class, or the label to be ignored is one.

    Section: 9.10 全卷积网络（FCN） (chapter_computer-vision/fcn)
    """

    def __init__(self, num_classes: int, ignore_label: int = IGNORED):
        if num_classes < 1 or 0 <= ignore_label < num_classes:
            raise ConfigError(
                f"{num_classes} classes, and label {ignore_label} is ignored",
                "an ignored label is no class",
                "give 1 class or more, and ignore -1 or 255",
            )
        self.num_classes, self.ignore_label = num_classes, ignore_label
        self.reset()

    def reset(self) -> None:
        """Forget all pictures."""
        self.matrix = np.zeros((self.num_classes, self.num_classes), np.int64)

    def update(self, y_hat, y) -> None:
        """Add pictures.

        Parameters
        ----------
        y_hat : array, shape (N, C, H, W) or that of ``y``
            Scores, of which the largest counts, or predicted classes.
        y : array, shape (N, H, W) or any other
            Classes 0..C-1 and the ignored label.

        Raises
        ------
        ShapeError
            If the shapes do not fit or a label is no class.
        """
        y_hat, y = as_numpy(y_hat), as_numpy(y)
        if y_hat.ndim == 4 and y.ndim == 3 and y_hat.shape[1] == self.num_classes:
            y_hat = y_hat.argmax(axis=1)
        if y_hat.shape != y.shape:
            raise ShapeError(
                f"Predictions of shape {y_hat.shape} for labels of shape {y.shape}",
                "the masks are of other pictures or have another size",
                f"give scores (N, {self.num_classes}, H, W) or classes, and labels "
                "(N, H, W)",
            )
        is_counted = y != self.ignore_label
        predicted, labels = (each[is_counted].astype(np.int64) for each in (y_hat, y))
        for kind, classes in (("label", labels), ("prediction", predicted)):
            if classes.size and not 0 <= classes.min() <= classes.max() < len(
                self.matrix
            ):
                wrong = classes.min() if classes.min() < 0 else classes.max()
                raise ShapeError(
                    f"A {kind} is class {wrong}, but there are {len(self.matrix)}",
                    "the masks belong to another set of classes",
                )
        places = labels * self.num_classes + predicted
        counts = np.bincount(places, minlength=self.matrix.size)
        self.matrix += counts.reshape(self.matrix.shape)

    @property
    def iou(self) -> np.ndarray:
        """Intersection over union of each class, shape (C,); nan for absent ones."""
        both = np.diag(self.matrix)
        union = self.matrix.sum(axis=0) + self.matrix.sum(axis=1) - both
        return np.divide(both, union, out=np.full(len(both), np.nan), where=union > 0)

    def result(self) -> dict[str, float]:
        """``acc``, share of the pixels that are right, and ``miou``; 0..1.

        The mean is over the classes that are there or were predicted. gluoncv's
        ``SegmentationMetric`` counts the others as 0.

        Raises
        ------
        DataError
            If no pixel counts.
        """
        total = int(self.matrix.sum())
        if not total:
            raise DataError(
                "There is no pixel to judge",
                "no picture was given, or all of its pixels are ignored",
                "evaluate on pictures with labels",
            )
        return {
            "acc": float(np.trace(self.matrix) / total),
            "miou": float(np.nanmean(self.iou)),
        }
