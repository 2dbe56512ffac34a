"""Which anchor is to find which object: the assignment that training needs."""

from __future__ import annotations

from gluon_course.nn.operators import operators_of

LEAST_OVERLAP = 1e-6  # an object is given no anchor that does not touch it


def match_anchors(overlaps, max_objects: int, iou_threshold: float = 0.5):
    """The object of each anchor, or -1 for background.

    First every object gets an anchor of its own: the pair with the greatest overlap is
    taken, both are struck out, and so on. Then each free anchor gets the object it
    overlaps most, if that is more than the threshold.

    Parameters
    ----------
    overlaps : NDArray or Symbol, shape (B, M, A)
        IoU of M objects with A anchors, 0..1; -1 in the rows of padding.
    max_objects : int
        Rounds of the first step: M, or what no picture has more of; at most A.
    iou_threshold : float
        0..1.

    Returns
    -------
    shape (B, A)
        Numbers of objects, 0..M-1, or -1. No gradient flows through them.

    Section: 9.4 锚框 (chapter_computer-vision/anchor)
    """
    F = operators_of(overlaps)
    overlaps = F.stop_gradient(overlaps)
    nearest = F.argmax(overlaps, axis=1)  # (B, A)
    is_near = F.pick(overlaps, nearest, axis=1) > iou_threshold
    own = _anchors_of_their_own(F, overlaps, max_objects)  # (B, M)
    anchors = F.reshape(F.contrib.arange_like(overlaps, axis=2), (1, 1, -1))
    is_own = F.broadcast_equal(anchors, F.expand_dims(own, 2))  # (B, M, A)
    numbers = F.contrib.arange_like(overlaps, axis=1) + 1  # 1..M
    # an anchor is nobody's own or one object's, so that the sum is its number
    numbers = F.broadcast_mul(F.expand_dims(numbers, 0), F.ones_like(own))
    number = F.batch_dot(F.expand_dims(numbers, 1), is_own)  # (B, 1, A)
    number = F.reshape(number, (0, -1))
    otherwise = F.where(is_near, nearest, F.ones_like(nearest) * -1)
    return F.where(number > 0, number - 1, otherwise)


def _anchors_of_their_own(F, overlaps, rounds: int):
    """The anchor that each object is given for itself, or -1; shape (B, M).

    Each round strikes out one anchor, so that an object's ``rounds`` best suffice.
    """
    best = F.topk(overlaps, axis=2, k=rounds, ret_typ="both")
    left, anchors = best[0], best[1]  # (B, M, rounds)
    objects = F.expand_dims(F.contrib.arange_like(overlaps, axis=1), 0)  # (1, M)
    own = F.max(anchors, axis=2) * 0 - 1
    for _ in range(rounds):
        of_object = F.max(left, axis=2)  # (B, M)
        chosen = F.argmax(of_object, axis=1, keepdims=True)  # (B, 1)
        anchor = F.pick(anchors, F.argmax(left, axis=2), axis=2)  # (B, M)
        anchor = F.pick(anchor, chosen, axis=1, keepdims=True)  # (B, 1)
        is_some = F.max(of_object, axis=1, keepdims=True) > LEAST_OVERLAP
        is_chosen = F.broadcast_equal(objects, chosen)  # (B, M)
        is_chosen = F.broadcast_mul(is_chosen, is_some)
        own = F.where(is_chosen, F.broadcast_add(anchor, own * 0), own)
        is_struck = F.broadcast_maximum(
            F.expand_dims(is_chosen, 2),
            F.broadcast_equal(anchors, F.expand_dims(anchor, 2)),
        )
        left = F.where(is_struck, F.ones_like(left) * -1, left)
    return own
