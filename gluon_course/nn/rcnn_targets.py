"""Targets of the R-CNN family: which anchors and regions are trained, and on what."""

from __future__ import annotations

from gluon_course.nn.boxes import iou
from gluon_course.nn.matching import match_anchors
from gluon_course.nn.offsets import STDS, encode_offsets
from gluon_course.nn.operators import operators_of, rows_of
from gluon_course.nn.roi import roi_align
from gluon_course.nn.rpn import UNIT


def some_of(mask, most):
    """At most ``most`` of each row's ones, drawn at random.

    Parameters
    ----------
    mask : NDArray or Symbol, shape (N, A)
        0 or 1.
    most : int, or NDArray or Symbol of shape (N, 1)

    Returns
    -------
    shape (N, A)
        0 or 1.
    """
    F = operators_of(mask)
    order = F.random.uniform_like(mask) + mask  # ones before zeros
    rank = F.argsort(F.argsort(order, axis=1, is_ascend=False), axis=1)
    is_early = rank < most if isinstance(most, int) else F.broadcast_lesser(rank, most)
    return mask * is_early


def rpn_target(
    anchors,
    labels,
    max_objects: int,
    num_samples: int = 64,
    positive_above: float = 0.6,
    negative_below: float = 0.3,
):
    """What the region proposal network should say of the anchors drawn for training.

    An anchor is positive if it overlaps an object enough, or is the object's own (see
    :func:`~gluon_course.nn.match_anchors`); negative if it overlaps none much. At most
    half of those drawn are positive.

    Parameters
    ----------
    anchors : NDArray or Symbol, shape (1, A, 4)
    labels : NDArray or Symbol, shape (N, M, 5)
        Class from 0 and corner box; class -1 is padding.
    max_objects : int
        Most objects of a picture, M or less.
    num_samples : int
        Anchors of each picture that are drawn.
    positive_above, negative_below : float
        Overlaps, 0..1.

    Returns
    -------
    positive, negative : shape (N, A)
        1 for anchors that were drawn.
    offsets : shape (N, A, 4)
        0 where there is no object.

    Source: Ren et al. (2015), Faster R-CNN, sections 3.1.2 and 3.1.3
    """
    F = operators_of(labels)
    boxes, overlaps = _overlaps(F, labels, anchors)
    match = match_anchors(overlaps, max_objects, positive_above)  # (N, A)
    is_object = match >= 0
    is_ground = (F.max(overlaps, axis=1) < negative_below) * (1 - is_object)
    positive = some_of(is_object, num_samples // 2)
    left = num_samples - F.sum(positive, axis=1, keepdims=True)
    offsets = encode_offsets(anchors, rows_of(boxes, F.relu(match)), UNIT)
    return (
        F.stop_gradient(positive),
        F.stop_gradient(some_of(is_ground, left)),
        F.stop_gradient(_where(F, is_object, offsets)),
    )


def sample_rois(
    proposals,
    labels,
    num_samples: int,
    num_positive: int,
    iou_threshold: float = 0.5,
    stds=STDS,
):
    """The regions drawn for training, those with an object first, and their targets.

    They are drawn from the proposals and the objects' own boxes.

    Parameters
    ----------
    proposals : NDArray or Symbol, shape (N, R, 4)
        Corner boxes; rows of -1 are none.
    labels : NDArray or Symbol, shape (N, M, 5)
    num_samples : int
        S, at most R + M.
    num_positive : int
        Most regions with an object among them.
    iou_threshold : float
        From this overlap on a region has the object.
    stds : sequence of 4 floats
        See :func:`~gluon_course.nn.encode_offsets`.

    Returns
    -------
    rois : shape (N, S, 4)
    classes : shape (N, S)
        0 for background, class + 1 otherwise; -1 for regions that do not count, where
        fewer than S could be drawn.
    objects : shape (N, S)
        Row of ``labels`` that each region has; 0 where it has none.
    offsets : shape (N, S, 4)
        0 where there is no object.

    Source: Girshick (2015), Fast R-CNN, section 2.3
    """
    F = operators_of(labels)
    rois = F.concat(proposals, F.slice_axis(labels, axis=2, begin=1, end=5), dim=1)
    boxes, overlaps = _overlaps(F, labels, rois)  # (N, M, R + M)
    low, high = (F.slice_axis(rois, axis=2, begin=i, end=i + 1) for i in (0, 2))
    is_roi = F.reshape(high > low, (0, -1))
    is_near = F.max(overlaps, axis=1) >= iou_threshold
    positive = some_of(is_near * is_roi, num_positive)
    left = num_samples - F.sum(positive, axis=1, keepdims=True)
    negative = some_of((1 - is_near) * is_roi, left)
    drawn = F.topk(positive * 2 + negative, axis=1, k=num_samples)  # (N, S)
    positive, negative = rows_of(positive, drawn), rows_of(negative, drawn)
    objects = rows_of(F.argmax(overlaps, axis=1), drawn) * positive
    rois, boxes = rows_of(rois, drawn), rows_of(boxes, objects)
    kinds = rows_of(F.slice_axis(labels, axis=2, begin=0, end=1), objects)
    classes = (F.reshape(kinds, (0, -1)) + 1) * positive
    classes = F.where(positive + negative, classes, F.zeros_like(classes) - 1)
    offsets = _where(F, positive, encode_offsets(rois, boxes, stds))
    return tuple(map(F.stop_gradient, (rois, classes, objects, offsets)))


def mask_target(masks, rois, objects, size: int):
    """The part of each region's object mask that lies in the region.

    Parameters
    ----------
    masks : NDArray or Symbol, shape (N, M, H, W)
        1 where the object of that row of the labels is seen, 0 elsewhere.
    rois : NDArray or Symbol, shape (N, S, 4)
        Corner boxes as fractions of the picture.
    objects : NDArray or Symbol, shape (N, S)
        Rows of the labels.
    size : int
        Height and width of the result.

    Returns
    -------
    shape (N * S, size, size)
        0 or 1.

    Source: He et al. (2017), Mask R-CNN, section 3
    """
    F = operators_of(masks)
    most = F.reshape(F.sum(F.ones_like(F.contrib.arange_like(masks, axis=1))), (1, 1))
    pictures = F.reshape(F.contrib.arange_like(masks, axis=0), (-1, 1))
    numbers = F.broadcast_add(F.broadcast_mul(pictures, most), objects)
    each = F.expand_dims(F.reshape(masks, (-3, -2)), 1)  # (N * M, 1, H, W)
    inside = roi_align(each, rois, (size, size), numbers)  # (N * S, 1, size, size)
    return F.stop_gradient(F.reshape(inside >= 0.5, (0, size, size)))


def _overlaps(F, labels, boxes):
    """The objects' boxes, and their IoU with ``boxes``, -1 in the rows of padding."""
    is_object = F.slice_axis(labels, axis=2, begin=0, end=1) >= 0
    objects = F.slice_axis(labels, axis=2, begin=1, end=5)
    overlaps = F.broadcast_mul(iou(objects, boxes), is_object)
    return objects, F.broadcast_minus(overlaps, 1 - is_object)


def _where(F, mask, offsets):
    """Offsets where the mask is 1, else 0: those of no object may be infinite."""
    column = F.broadcast_mul(F.expand_dims(mask, 2), F.ones_like(offsets))
    return F.where(column, offsets, F.zeros_like(offsets))
