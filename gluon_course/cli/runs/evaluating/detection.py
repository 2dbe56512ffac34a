"""How well a detector finds objects, and Mask R-CNN also their masks."""

from __future__ import annotations

import functools

import mxnet as mx
import numpy as np

from gluon_course import metrics, viz
from gluon_course.base.devices import parse_devices
from gluon_course.base.masks import paste_masks
from gluon_course.cli.runs.evaluating.boxes import BoxFigures, boxes_text
from gluon_course.cli.runs.evaluating.parts import boxes_part, described, pixels_of
from gluon_course.cli.runs.evaluating.report import (
    Asked,
    Report,
    known,
    recorded_row,
)
from gluon_course.cli.runs.trained import Trained

BATCH_SIZE = 16


def evaluate(trained: Trained, asked: Asked) -> Report:
    """Average precision of boxes and of masks, curves, and the worst pictures.

    Parameters
    ----------
    trained : Trained
    asked : Asked

    Raises
    ------
    ConfigError
        If the run's data are not described, or have no boxes or masks.
    ExportError, CheckpointError
        If the net cannot be had: see :meth:`Trained.net`.
    StackError
        If pycocotools is asked for and not installed.
    """
    info = described(trained, "ssd")
    boxes = BoxFigures(info.class_names, asked.has_tools)
    net, checkpoint = trained.net(asked.checkpoint, asked.device)
    has_masks = hasattr(net, "mask_detector")
    detector = net.mask_detector() if has_masks else net.detector()
    detector.hybridize()
    masks = MaskFigures(info.class_names) if has_masks else None
    part = boxes_part(info, asked.batch_size or BATCH_SIZE, has_masks)
    ctx = parse_devices(asked.device)[0]
    for X, labels, *truth in part.batches:
        with mx.autograd.pause():
            outputs = detector(X.as_in_context(ctx))
        pixels = pixels_of(X, info)
        if masks is None:
            boxes.add(pixels, labels.asnumpy(), outputs.asnumpy())
            continue
        found, parts = (each.asnumpy() for each in outputs)
        masks.add(found, parts, labels.asnumpy(), truth[0].asnumpy())
        overlay = functools.partial(_with_masks, pixels, found, parts)
        boxes.add(pixels, labels.asnumpy(), found, overlay)
    figures = {"checkpoint": checkpoint.name, "data": part.facts, **boxes.as_dict()}
    text = boxes_text(figures)
    row = recorded_row(checkpoint)
    if masks is not None:
        masks.write_into(figures)
        text = boxes_text(figures, [("mask-AP50", "mask_ap50")])
        text += f"\n{masks.text(figures)}"
    if "test_map" in row:
        figures["recorded"] = {
            key: row[key]
            for key in ("test_map", "test_mask_ap", "test_mask_iou")
            if key in row
        }
        text += (
            f"\nthe run's history has a VOC07 mAP of {row['test_map']:.4f} for that"
            " epoch"
        )
        if part.facts["part"] == "fresh":
            text += ",\non the part that training looked at"
    return Report(
        title=part.title,
        checkpoint=checkpoint.name,
        figures=figures,
        text=text,
        files=boxes.draw(asked.folder),
        notice=info.notice,
    )


class MaskFigures:
    """Collects the masks that Mask R-CNN draws on the pictures of a test part.

    Parameters
    ----------
    class_names : sequence of str
    """

    def __init__(self, class_names):
        self.score = metrics.MaskScore(class_names)
        self.coco = metrics.CocoAP(class_names)

    def add(self, found, parts, labels, truth) -> None:
        """Add a batch: boxes (N, K, 6) and their masks (N, K, s, s), labels
        (N, M, 5) and masks (N, M, H, W) of the objects."""
        size = truth.shape[:1:-1]
        for rows, masks, objects, owners in zip(found, parts, labels, truth):
            is_box, is_object = rows[:, 0] >= 0, objects[:, 0] >= 0
            rows, objects = rows[is_box], objects[is_object]
            owners = owners[is_object].astype(bool)
            pasted = paste_masks(masks[is_box], rows[:, 2:], size)
            pair = rows[:, 0], rows[:, 1]
            self.score.update(*pair, pasted, objects[:, 0], owners)
            overlaps = metrics.mask_overlaps(pasted, owners)
            self.coco.add(*pair, overlaps, objects[:, 0])

    def write_into(self, figures: dict) -> None:
        """Add ``masks`` and, to each class, ``mask_ap50``."""
        result, coco = self.score.result(), self.coco.result()
        figures["masks"] = {
            "ap50": result["map"],
            "mean_iou": result["mean_iou"],
            "coco_ap": coco["ap"],
        }
        for each in figures["classes"]:
            each["mask_ap50"] = known(result[each["name"]])

    @staticmethod
    def text(figures: dict) -> str:
        """The means in a line."""
        masks = figures["masks"]
        return (
            f"masks: AP at overlap 0.5 {masks['ap50']:.4f}, mean IoU "
            f"{masks['mean_iou']:.4f}, COCO AP {masks['coco_ap']:.4f}"
        )


def _with_masks(pixels, found, parts, number: int, rows) -> np.ndarray:
    """Pixels of a picture with the masks of some boxes over it, the best on top."""
    size = pixels.shape[2:0:-1]
    pasted = paste_masks(parts[number, rows], found[number, rows, 2:], size)
    return viz.instance_overlay(pixels[number], pasted)
