"""Average precision as COCO defines it: the mean over ten overlaps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.metrics.arrays import as_boxes, as_numpy
from gluon_course.metrics.overlaps import box_overlaps

THRESHOLDS = np.linspace(0.5, 0.95, 10)
"""Least overlaps: 0.5, 0.55, ..., 0.95."""

_RECALLS = np.linspace(0, 1, 101)  # at which the precision is read
_MOST = 100  # detections of a picture and class that count
_ALMOST = 1 - 1e-10  # an overlap that counts as whole, as pycocotools has it


class CocoAP:
    """Collects detections and objects of pictures; boxes or masks alike.

    Going through the detections of a class on a picture by falling score, each takes
    the object it overlaps most of those that are free, if that is enough. Precision,
    made to fall, is read at 101 recalls. The mean is over ten overlaps and all classes
    with objects. pycocotools computes the same: see
    :func:`~gluon_course.metrics.pycocotools_ap`.

    Parameters
    ----------
    class_names : sequence of str
        Class i of the labels is ``class_names[i]``.

    Source: Lin et al. (2014), Microsoft COCO: common objects in context
    """

    def __init__(self, class_names: Sequence[str]):
        self.class_names = tuple(class_names)
        count = len(self.class_names)
        # of each class: scores, right at each overlap, and left out at each overlap
        self._scores: list[list] = [[] for _ in range(count)]
        self._right: list[list] = [[] for _ in range(count)]
        self._ignored: list[list] = [[] for _ in range(count)]
        self._counts = np.zeros(count, int)

    def update(self, detections, labels, size: tuple[int, int]) -> None:
        """Add the boxes of a batch; parameters and errors as those of
        :meth:`MeanAveragePrecision.update`, but a box ends behind its last pixel.
        """
        batch = as_boxes(detections, labels, len(self.class_names))
        scale = np.array([*size, *size], np.float64)
        for rows, objects, is_difficult in zip(*batch):
            is_object = objects[:, 0] >= 0
            rows, objects = rows[rows[:, 0] >= 0], objects[is_object]
            overlaps = box_overlaps(rows[:, 2:] * scale, objects[:, 1:5] * scale)
            hard = is_difficult[is_object]
            self.add(rows[:, 0], rows[:, 1], overlaps, objects[:, 0], hard)

    def add(self, classes, scores, overlaps, true_classes, is_difficult=None) -> None:
        """Add one picture.

        Parameters
        ----------
        classes, scores : array, shape (K,)
            Class from 0 and probability of what was found.
        overlaps : array, shape (K, M)
            With each object, 0..1: of boxes, masks or whatever is compared.
        true_classes : array, shape (M,)
        is_difficult : array of bool, shape (M,), optional
            Objects that do not count, and what finds them neither.

        Raises
        ------
        ShapeError
            If the arrays do not fit each other, or a class has no name.
        """
        kinds, scores, overlaps, owners = map(
            as_numpy, (classes, scores, overlaps, true_classes)
        )
        if overlaps.shape != (len(kinds), len(owners)) or len(scores) != len(kinds):
            raise ShapeError(
                f"Overlaps of shape {overlaps.shape} for {len(kinds)} detections with"
                f" {len(scores)} scores and {len(owners)} objects",
                action="give (K, M), K scores and M classes",
            )
        ignored = np.zeros(len(owners), bool)
        if is_difficult is not None:
            ignored = as_numpy(is_difficult).astype(bool)
        for kind in np.union1d(kinds, owners).astype(int):
            if not 0 <= kind < len(self.class_names):
                raise ShapeError(
                    f"Class {kind} has no name among {len(self.class_names)}",
                    "the labels belong to another set of classes",
                )
            mine = np.flatnonzero(kinds == kind)
            mine = mine[np.argsort(-scores[mine], kind="stable")][:_MOST]
            own = owners == kind
            right, left_out = _matched(overlaps[mine][:, own], ignored[own])
            self._scores[kind].append(scores[mine])
            self._right[kind].append(right)
            self._ignored[kind].append(left_out)
            self._counts[kind] += (own & ~ignored).sum()

    def result(self) -> dict:
        """``ap``, mean over all overlaps; ``ap50`` and ``ap75``, at 0.5 and 0.75; and
        ``classes``, ``ap`` by class name (nan without objects); 0..1.

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
        table = np.array([self._averages(kind) for kind in range(len(self._counts))])
        means = np.nanmean(table, axis=0)  # (10,)
        return {
            "ap": float(means.mean()),
            "ap50": float(means[0]),
            "ap75": float(means[5]),
            "classes": dict(zip(self.class_names, table.mean(axis=1).tolist())),
        }

    def _averages(self, kind: int) -> np.ndarray:
        """Average precision of a class at each overlap, shape (10,)."""
        total = self._counts[kind]
        if not total:
            return np.full(len(THRESHOLDS), np.nan)
        order = np.argsort(-np.concatenate(self._scores[kind]), kind="stable")
        right = np.concatenate(self._right[kind], axis=1)[:, order]
        counted = ~np.concatenate(self._ignored[kind], axis=1)[:, order]
        hits = np.cumsum(right & counted, axis=1)
        precision = hits / np.maximum(np.cumsum(counted, axis=1), 1)
        # at a recall counts the best precision at that recall or above
        best = np.maximum.accumulate(precision[:, ::-1], axis=1)[:, ::-1]
        best = np.pad(best, ((0, 0), (0, 1)))  # 0 at recalls that are not reached
        return np.array(
            [
                row[np.searchsorted(recall, _RECALLS, side="left")].mean()
                for row, recall in zip(best, hits / total)
            ]
        )


def _matched(overlaps: np.ndarray, ignored: np.ndarray) -> tuple:
    """Which detections, best first, find an object, and which do not count.

    Overlaps (K, M) of one picture and class; two arrays of bool (10, K).
    """
    right = np.zeros((len(THRESHOLDS), len(overlaps)), bool)
    left_out = np.zeros_like(right)
    if not overlaps.size:
        return right, left_out
    greatest = overlaps.max(axis=1)
    for t, least in enumerate(np.minimum(THRESHOLDS, _ALMOST)):
        is_free = np.ones(len(ignored), bool)
        for k in np.flatnonzero(greatest >= least):
            row = overlaps[k]
            is_fit = is_free & (row >= least)
            # an object that counts comes before one that does not
            for some in (is_fit & ~ignored, is_fit & ignored):
                if some.any():
                    chosen = np.flatnonzero(some)
                    # of equal overlaps the last, as pycocotools takes it
                    m = chosen[len(chosen) - 1 - row[chosen][::-1].argmax()]
                    is_free[m] = False
                    right[t, k], left_out[t, k] = not ignored[m], ignored[m]
                    break
    return right, left_out
