"""From anchors and objects to targets, from predictions to boxes: as SSD does it."""

from __future__ import annotations

from gluon_course.nn.boxes import iou
from gluon_course.nn.matching import match_anchors
from gluon_course.nn.offsets import STDS, decode_offsets, encode_offsets
from gluon_course.nn.operators import operators_of, rows_of


def multibox_target(anchors, labels, max_objects: int, iou_threshold=0.5, stds=STDS):
    """What a detector should say of each anchor, as ``contrib.MultiBoxTarget``.

    Parameters
    ----------
    anchors : NDArray or Symbol, shape (1, A, 4)
        Corner boxes.
    labels : NDArray or Symbol, shape (B, M, 5)
        Class from 0, then the corner box of each object; class -1 is padding. A
        picture may have no object at all.
    max_objects : int
        Most objects of a picture, M or less.
    iou_threshold : float
        An anchor that overlaps an object more is to find it.
    stds : sequence of 4 floats
        See :func:`~gluon_course.nn.encode_offsets`.

    Returns
    -------
    offsets : shape (B, A, 4)
        0 for background.
    mask : shape (B, A, 1)
        1 where an anchor has an object.
    classes : shape (B, A)
        0 for background, class + 1 otherwise.

    Section: 9.4 锚框 (chapter_computer-vision/anchor)
    """
    F = operators_of(labels)
    kinds = F.slice_axis(labels, axis=2, begin=0, end=1)  # (B, M, 1)
    boxes = F.slice_axis(labels, axis=2, begin=1, end=5)
    is_object = kinds >= 0
    # (B, M, A), -1 in the rows of padding
    overlaps = F.broadcast_mul(iou(boxes, anchors), is_object)
    overlaps = F.broadcast_minus(overlaps, 1 - is_object)
    match = match_anchors(overlaps, max_objects, iou_threshold)
    mask = match >= 0
    rows = rows_of(labels, F.relu(match))  # (B, A, 5)
    offsets = encode_offsets(anchors, F.slice_axis(rows, axis=2, begin=1, end=5), stds)
    classes = F.reshape(F.slice_axis(rows, axis=2, begin=0, end=1), (0, -1))
    column = F.expand_dims(mask, 2)
    # where, not a product: the offset of an anchor without object may be infinite
    offsets = F.where(
        F.broadcast_mul(column, F.ones_like(offsets)), offsets, F.zeros_like(offsets)
    )
    return F.stop_gradient(offsets), column, F.stop_gradient((classes + 1) * mask)


def multibox_detection(
    scores,
    offsets,
    anchors,
    iou_threshold: float = 0.5,
    score_threshold: float = 0.01,
    top: int = -1,
    stds=STDS,
):
    """Boxes from predictions, without duplicates, as ``contrib.MultiBoxDetection``.

    Parameters
    ----------
    scores : NDArray or Symbol, shape (B, C + 1, A)
        Probabilities; class 0 is background.
    offsets : NDArray or Symbol, shape (B, A, 4)
    anchors : NDArray or Symbol, shape (1, A, 4)
        Corner boxes.
    iou_threshold : float
        Of two boxes of a class that overlap more, the less probable goes.
    score_threshold : float
        Boxes below are left out.
    top : int
        Boxes that go into the comparison, the best of a picture; -1 for all.
    stds : sequence of 4 floats

    Returns
    -------
    shape (B, A, 6)
        Class from 0, score, corner box within 0..1, by falling score; class -1 where
        there is no box.

    Section: 9.4 锚框
    """
    F = operators_of(scores)
    of_objects = F.slice_axis(scores, axis=1, begin=1, end=None)  # (B, C, A)
    kind = F.expand_dims(F.argmax(of_objects, axis=1), 2)  # (B, A, 1)
    score = F.expand_dims(F.max(of_objects, axis=1), 2)
    is_box = score > score_threshold
    boxes = F.clip(decode_offsets(anchors, offsets, stds), 0, 1)
    kind = F.where(is_box, kind, F.ones_like(kind) * -1)
    return F.contrib.box_nms(
        F.concat(kind, score, boxes, dim=2),
        overlap_thresh=iou_threshold,
        valid_thresh=score_threshold,
        topk=top,
        coord_start=2,
        score_index=1,
        id_index=0,
        background_id=-1,
    )
