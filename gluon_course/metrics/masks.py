"""How good the masks of objects are: average precision and mean overlap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.metrics.arrays import as_numpy
from gluon_course.metrics.overlaps import mask_overlaps


class MaskScore:
    """Collects the masks found on pictures, and the objects' own.

    Average precision is that of boxes, with the overlap of masks in place of boxes:
    going through all masks of a class by falling score, one is right if it overlaps an
    object of its class enough, and no earlier one has found that object. It is the
    area below the curve of precision over recall.

    Parameters
    ----------
    class_names : sequence of str
        Class i of the labels is ``class_names[i]``.
    iou_threshold : float
        Least overlap with an object, 0..1.

    Raises
    ------
    ConfigError
        If the threshold is out of range.

    Source: Everingham et al. (2010), The Pascal visual object classes challenge;
    Hariharan et al. (2014), Simultaneous detection and segmentation
    """

    def __init__(self, class_names: Sequence[str], iou_threshold: float = 0.5):
        if not 0 < iou_threshold < 1:
            raise ConfigError(
                f"The least overlap is {iou_threshold}", "", "choose from 0 to 1"
            )
        self.class_names, self.iou_threshold = tuple(class_names), iou_threshold
        self._found: list[list[tuple[float, bool]]] = [[] for _ in self.class_names]
        self._counts = np.zeros(len(self.class_names), int)
        self._overlap = 0.0

    def update(self, classes, scores, masks, true_classes, true_masks) -> None:
        """Add one picture.

        Parameters
        ----------
        classes, scores : array, shape (K,)
            Class from 0 and probability of each mask that was found.
        masks : array of bool, shape (K, H, W)
        true_classes : array, shape (M,)
            Class of each object.
        true_masks : array of bool, shape (M, H, W)

        Raises
        ------
        ShapeError
            If the arrays do not fit each other, or a class has no name.
        """
        kinds, scores, true_kinds = (
            as_numpy(each).ravel() for each in (classes, scores, true_classes)
        )
        masks, truth = (as_numpy(each).astype(bool) for each in (masks, true_masks))
        lengths = len(kinds) == len(scores) == len(masks), len(true_kinds) == len(truth)
        if masks.ndim != 3 or not all(lengths) or masks.shape[1:] != truth.shape[1:]:
            raise ShapeError(
                f"{len(kinds)} masks of shape {masks.shape} for {len(true_kinds)}"
                f" objects of shape {truth.shape}",
                "each has a mask of the picture's size",
                "give (K, H, W) and (M, H, W)",
            )
        for each in (kinds, true_kinds):
            if each.size and not 0 <= each.min() <= each.max() < len(self.class_names):
                raise ShapeError(
                    f"There is a class that has no name: {each.tolist()}",
                    f"the metric knows {len(self.class_names)} classes",
                    "leave out rows of padding",
                )
        for kind in np.union1d(kinds, true_kinds).astype(int):
            mine, own = kinds == kind, true_kinds == kind
            self._add(kind, scores[mine], mask_overlaps(masks[mine], truth[own]))

    def _add(self, kind: int, scores: np.ndarray, overlaps: np.ndarray) -> None:
        """One picture's masks of one class; overlaps (K, M)."""
        self._counts[kind] += overlaps.shape[1]
        if not overlaps.size:
            self._found[kind] += [(score, False) for score in scores.tolist()]
            return
        self._overlap += overlaps.max(axis=0).sum()
        is_taken = np.zeros(overlaps.shape[1], bool)
        for k in np.argsort(-scores, kind="stable"):
            m = overlaps[k].argmax()
            is_right = overlaps[k, m] >= self.iou_threshold and not is_taken[m]
            is_taken[m] |= is_right
            self._found[kind].append((float(scores[k]), bool(is_right)))

    def result(self) -> dict[str, float]:
        """Average precision by class name (nan without objects), ``map`` and
        ``mean_iou``; 0..1.

        ``mean_iou`` is the mean over all objects of the greatest overlap with a mask of
        their class; 0 for an object without one.

        Raises
        ------
        DataError
            If the pictures had no object.
        """
        if not self._counts.sum():
            raise DataError(
                "There is no object to find",
                "no picture was given, or none has an object",
                "evaluate on pictures with objects",
            )
        values = [self._average(kind) for kind in range(len(self.class_names))]
        result = dict(zip(self.class_names, values))
        result["map"] = float(np.nanmean(values))
        result["mean_iou"] = float(self._overlap / self._counts.sum())
        return result

    def _average(self, kind: int) -> float:
        if not self._counts[kind]:
            return float("nan")
        rows = sorted(self._found[kind], key=lambda row: -row[0])
        hits = np.array([is_right for _, is_right in rows], float)
        precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
        # at a recall counts the best precision at that recall or above
        best = np.maximum.accumulate(precision[::-1])[::-1]
        return float((best * hits).sum() / self._counts[kind])
