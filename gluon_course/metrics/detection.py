"""How good detections are: mean average precision as Pascal VOC defines it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.metrics.arrays import as_boxes

RULES = ("voc07", "voc12")
"""Mean of the precision at 11 recalls (2007), or area below the curve (2010 on)."""


class MeanAveragePrecision:
    """Collects detections and objects of pictures, computed by gluoncv's metric.

    Going through all detections of a class by falling score, one is right if it
    overlaps an object of its class that no earlier one has found. Average precision
    is the precision over all recalls; the mean is over the classes.

    Parameters
    ----------
    class_names : sequence of str
        Class i of the labels is ``class_names[i]``.
    rule : {"voc07", "voc12"}
        How precision is averaged over the recalls.
    iou_threshold : float
        Least overlap with an object, 0..1.

    Raises
    ------
    ConfigError
        If the rule is unknown or the threshold out of range.

    Source: Everingham et al. (2010), The Pascal visual object classes challenge
    """

    def __init__(
        self,
        class_names: Sequence[str],
        rule: str = "voc07",
        iou_threshold: float = 0.5,
    ):
        if rule not in RULES:
            raise ConfigError(f"The rule is {rule!r}", "", f"choose from {RULES}")
        if not 0 < iou_threshold < 1:
            raise ConfigError(
                f"The least overlap is {iou_threshold}", "", "choose from 0 to 1"
            )
        self.class_names, self.rule = tuple(class_names), rule
        self.iou_threshold = iou_threshold
        self.reset()

    def reset(self) -> None:
        """Forget all pictures."""
        from gluoncv.utils.metrics import VOCMApMetric

        self._metric = VOCMApMetric(self.iou_threshold, list(self.class_names))
        if self.rule == "voc07":
            self._metric._average_precision = _eleven_points
        self.num_objects = 0

    def update(self, detections, labels, size: tuple[int, int]) -> None:
        """Add the pictures of a batch.

        Parameters
        ----------
        detections : array, shape (N, K, 6)
            Class from 0 (-1 for none), score, corner box as fractions of the picture.
        labels : array, shape (N, M, 5 or 6)
            Class (-1 for padding) and corner box of each object; in a sixth column 1
            for difficult ones. They need not be found, and who finds one is neither
            right nor wrong.
        size : (int, int)
            Width and height of the pictures in pixels: VOC compares boxes of whole
            pixels, whose last column and row belong to them.

        Raises
        ------
        ShapeError
            If the arrays have other shapes, or classes that have no name.
        """
        found, truth, is_difficult = as_boxes(detections, labels, len(self.class_names))
        self.num_objects += int(((truth[..., 0] >= 0) & ~is_difficult).sum())
        self._metric.update(
            _pixels(found[..., 2:], size),
            found[..., 0],
            found[..., 1],
            _pixels(truth[..., 1:5], size),
            truth[..., 0],
            is_difficult,
        )

    def result(self) -> dict[str, float]:
        """Average precision by class name (nan without objects), and ``map``, 0..1.

        Raises
        ------
        DataError
            If the pictures had no object.
        """
        if not self.num_objects:
            raise DataError(
                "There is no object to find",
                "no picture was given, or none has an object",
                "evaluate on pictures with objects",
            )
        names, values = self._metric.get()
        return dict(zip([*names[:-1], "map"], map(float, values)))

    def curves(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Recall and precision of each class after 1, 2, ... detections, best first.

        Only classes with objects; the arrays are empty where nothing was found.
        """
        if not self.num_objects:
            return {}
        # gluoncv's lists end at the greatest class that was met
        pairs = zip(self.class_names, *self._metric._recall_prec())
        return {
            name: (recall, np.nan_to_num(precision, nan=1.0))
            for name, recall, precision in pairs
            if recall is not None
        }


def _eleven_points(recall, precision) -> float:
    """Mean of the greatest precision at recalls 0, 0.1, ..., 1 and above.

    gluoncv's own takes 0.1 * 3, which is above 3 / 10, and so loses a point where a
    recall is such a tenth.
    """
    if recall is None or precision is None:
        return float("nan")
    tops = (precision[recall >= tenth / 10 - 1e-9] for tenth in range(11))
    return sum(np.nan_to_num(each).max(initial=0.0) for each in tops) / 11


def _pixels(boxes: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Fractions to pixels with VOC's convention for the last column and row."""
    scale = np.array([*size, *size], np.float64)
    return boxes * scale - np.array([0, 0, 1, 1])
