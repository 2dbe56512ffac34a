"""Which of the boxes found on one picture are right, and which objects were missed."""

from __future__ import annotations

import dataclasses

import numpy as np

from gluon_course.metrics.arrays import as_numpy
from gluon_course.metrics.overlaps import box_overlaps


@dataclasses.dataclass(frozen=True)
class Judged:
    """What was found on one picture, and what was not.

    Attributes
    ----------
    found : numpy.ndarray, shape (K, 6)
        Class, score and corner box of what is probable enough, best first.
    is_right : numpy.ndarray of bool, shape (K,)
        Whether it is an object of that class which no better one has found.
    objects : numpy.ndarray, shape (M, 5)
        Class and corner box of the objects that count.
    is_missed : numpy.ndarray of bool, shape (M,)
        Whether nothing right was found there.
    rows : numpy.ndarray of int, shape (K,)
        Which rows of the detections ``found`` are.
    """

    found: np.ndarray
    is_right: np.ndarray
    objects: np.ndarray
    is_missed: np.ndarray
    rows: np.ndarray

    @property
    def mistakes(self) -> int:
        """Boxes that are wrong and objects that were missed."""
        return int((~self.is_right).sum() + self.is_missed.sum())


def judge_boxes(
    detections, labels, least_score: float = 0.3, least_overlap: float = 0.5
) -> Judged:
    """Judge the boxes found on one picture as Pascal VOC does.

    Parameters
    ----------
    detections : array, shape (K, 6)
        Class from 0 (-1 for none), score, corner box.
    labels : array, shape (M, 5 or 6)
        Class (-1 for padding), corner box; in a sixth column 1 for difficult objects,
        which are left out together with what finds them.
    least_score : float
        Less probable boxes are left out, 0..1.
    least_overlap : float
        With an object of its class, for a box to be right, above 0 and up to 1.

    Returns
    -------
    Judged

    Source: Everingham et al. (2010), The Pascal visual object classes challenge
    """
    found, objects = as_numpy(detections), as_numpy(labels)
    rows = np.flatnonzero((found[:, 0] >= 0) & (found[:, 1] >= least_score))
    rows = rows[np.argsort(-found[rows, 1], kind="stable")]
    objects = objects[objects[:, 0] >= 0]
    is_hard = objects[:, 5] > 0 if objects.shape[1] > 5 else objects[:, 0] < 0
    overlaps = box_overlaps(found[rows, 2:], objects[:, 1:5])
    overlaps *= found[rows, :1] == objects[:, 0]
    is_right, is_kept = np.zeros(len(rows), bool), np.ones(len(rows), bool)
    is_missed = np.ones(len(objects), bool)
    for k, row in enumerate(overlaps):
        m = int(row.argmax()) if len(row) else -1
        if m < 0 or row[m] < least_overlap:
            continue
        is_kept[k] = not is_hard[m]
        is_right[k] = is_kept[k] and is_missed[m]
        is_missed[m] = False
    return Judged(
        found[rows[is_kept]],
        is_right[is_kept],
        objects[~is_hard, :5],
        is_missed[~is_hard],
        rows[is_kept],
    )
