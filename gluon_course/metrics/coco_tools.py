"""COCO's average precision by COCO's own program, pycocotools (extra ``coco``)."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence

import numpy as np

from gluon_course.base.errors import DataError, StackError
from gluon_course.metrics.arrays import as_numpy

_OUTSIDE = 1e11  # an area that COCOeval leaves out: it takes those up to 1e10


def pycocotools_ap(
    detections, labels, size: tuple[int, int], class_names: Sequence[str]
) -> dict:
    """What :class:`~gluon_course.metrics.CocoAP` computes, by pycocotools.

    Parameters
    ----------
    detections : array, shape (N, K, 6), or sequence of N arrays (K, 6)
        All pictures: class from 0 (-1 for none), score, corner box as fractions.
    labels : array, shape (N, M, 5 or 6), or sequence of N arrays
        Class (-1 for padding) and corner box of each object; in a sixth column 1 for
        those that do not count.
    size : (int, int)
        Width and height of the pictures in pixels.
    class_names : sequence of str

    Returns
    -------
    dict
        ``ap``, ``ap50``, ``ap75``, and ``classes``, ``ap`` by class name.

    Raises
    ------
    StackError
        If pycocotools is not installed.
    DataError
        If the pictures have no object.

    Source: Lin et al. (2014), Microsoft COCO: common objects in context
    """
    COCO, COCOeval = require_pycocotools()
    found, truth = ([as_numpy(x) for x in each] for each in (detections, labels))
    objects, results = _objects(truth, size), _results(found, size)
    if all(each["area"] == _OUTSIDE for each in objects):
        raise DataError(
            "There is no object to find",
            "no picture was given, or none has an object",
            "evaluate on pictures with objects",
        )
    with contextlib.redirect_stdout(io.StringIO()):  # it prints as it goes
        truth_set = COCO()
        truth_set.dataset = {
            "images": [{"id": i} for i in range(len(truth))],
            "annotations": objects,
            "categories": [{"id": k} for k in range(len(class_names))],
        }
        truth_set.createIndex()
        # loadRes() takes no empty list
        found_set = truth_set.loadRes(results) if results else COCO()
        evaluation = COCOeval(truth_set, found_set, "bbox")
        if not results:
            found_set.dataset = {"annotations": []}
            found_set.createIndex()
        evaluation.params.areaRng = evaluation.params.areaRng[:1]
        evaluation.params.areaRngLbl = evaluation.params.areaRngLbl[:1]
        evaluation.evaluate()
        evaluation.accumulate()
    # (10 overlaps, 101 recalls, classes); -1 for classes without objects
    table = evaluation.eval["precision"][..., 0, -1]
    table = np.where(table < 0, np.nan, table).mean(axis=1)  # (10, classes)
    means = np.nanmean(table, axis=1)
    return {
        "ap": float(means.mean()),
        "ap50": float(means[0]),
        "ap75": float(means[5]),
        "classes": dict(zip(class_names, table.mean(axis=0).tolist())),
    }


def require_pycocotools():
    """The classes ``COCO`` and ``COCOeval``.

    Raises
    ------
    StackError
        If pycocotools is not installed.
    """
    try:
        from pycocotools.coco import COCO
        from pycocotools.cocoeval import COCOeval
    except ImportError as error:
        raise StackError(
            "pycocotools, COCO's program of evaluation, is not installed",
            "it is not needed for the course's own figures, metrics.CocoAP",
            "pip install 'gluon_course[coco]'",
        ) from error
    return COCO, COCOeval


def _objects(truth: Sequence[np.ndarray], size) -> list[dict]:
    objects = []
    for i, rows in enumerate(truth):
        for row in rows[rows[:, 0] >= 0]:
            is_difficult = len(row) > 5 and row[5] > 0
            box = _corner_and_size(row[1:5], size)
            objects.append(
                {
                    "id": len(objects) + 1,
                    "image_id": i,
                    "category_id": int(row[0]),
                    "bbox": box,
                    "area": _OUTSIDE if is_difficult else box[2] * box[3],
                    "iscrowd": 0,
                }
            )
    return objects


def _results(found: Sequence[np.ndarray], size) -> list[dict]:
    return [
        {
            "image_id": i,
            "category_id": int(row[0]),
            "bbox": _corner_and_size(row[2:], size),
            "score": float(row[1]),
        }
        for i, rows in enumerate(found)
        for row in rows[rows[:, 0] >= 0]
    ]


def _corner_and_size(box: np.ndarray, size) -> list[float]:
    """x, y, width and height in pixels, as COCO writes boxes."""
    x1, y1, x2, y2 = (box.astype(np.float64) * [*size, *size]).tolist()
    return [x1, y1, x2 - x1, y2 - y1]
