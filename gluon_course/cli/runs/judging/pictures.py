"""Mean average precision of detectors, mean IoU of nets for segmentation."""

from __future__ import annotations

import mxnet as mx

from gluon_course import data, metrics
from gluon_course.base.run import RunOptions
from gluon_course.base.tracing import flatten
from gluon_course.cli.runs.evaluating.parts import boxes_part, described, pixels_part
from gluon_course.cli.runs.judging.samples import Samples
from gluon_course.cli.runs.trained import Trained
from gluon_course.data import detection
from gluon_course.export import Judge

BATCH_SIZE = 8
_OWN_SETS = {
    "pikachu": detection.pikachu_detection,
    "banana-detection": detection.banana_detection,
}


def samples_of(trained: Trained, num_samples: int) -> Samples:
    """Training pictures, and those that ``eval`` judges on.

    Raises
    ------
    ConfigError
        If the data are not described, or have nothing to judge by.
    DataError
        If they cannot be read again.
    """
    task = trained.config["task"]["name"]
    is_segmenter = task == "Segmentation"
    info = described(trained, "fcn" if is_segmenter else "ssd")
    count = max(num_samples, BATCH_SIZE)
    if is_segmenter:
        part = pixels_part(info, BATCH_SIZE)
        return Samples(_pixels(info, count), _mean_iou(info, part))
    part = boxes_part(info, BATCH_SIZE, has_masks=False)
    return Samples(_boxes(info, count), _mean_average_precision(info, part))


def _boxes(info, count: int):
    run, side = RunOptions(sample=False, limit=count), info.shape[1]
    if info.name == "composed":
        return detection.composed_detection(BATCH_SIZE, count, 1, side)[0]
    if info.name in _OWN_SETS:
        return _OWN_SETS[info.name](BATCH_SIZE, run=run)[0]
    return detection.load_boxes(info.name, BATCH_SIZE, side=side, run=run)[0]


def _pixels(info, count: int):
    if info.name == "composed":
        sizes = count, 1
        return data.load_composed_segmentation(BATCH_SIZE, num_sample=sizes)[0]
    crop = tuple(info.shape[1:])
    run = RunOptions(sample=False, limit=count)
    return data.load_voc_segmentation(BATCH_SIZE, crop, run)[0]


def _mean_average_precision(info, part) -> Judge:
    def measure(model) -> float:
        score = metrics.MeanAveragePrecision(info.class_names)
        for X, labels, *_ in part.batches:
            with mx.autograd.pause():
                found = flatten(model(X))[0].asnumpy()
            score.update(found, labels.asnumpy(), X.shape[:1:-1])
        return score.result()["map"]

    return Judge("VOC07 mAP", measure, part.title)


def _mean_iou(info, part) -> Judge:
    def measure(model) -> float:
        score = metrics.SegmentationScore(info.num_classes)
        for X, y in part.batches:
            with mx.autograd.pause():
                classes = mx.nd.argmax(model(X), axis=1).asnumpy()
            score.update(classes, y.asnumpy())
        return score.result()["miou"]

    return Judge("mean IoU", measure, part.title)
