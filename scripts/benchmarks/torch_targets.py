"""What a detector should say of each anchor (9.4), for whole batches, in PyTorch.

The same assignment as :func:`gluon_course.nn.multibox_target`, which a test compares.
"""

from __future__ import annotations

import torch

STDS = (0.1, 0.1, 0.2, 0.2)


def targets_of(anchors, labels, iou_threshold=0.5):
    """Offsets (N, A, 4), mask (N, A, 1) and classes (N, A) of anchors (A, 4).

    ``labels`` (N, M, 5): class from 0 and corner box; rows of -1 are padding.
    """
    overlaps = iou(labels[:, :, None, 1:], anchors)  # (N, M, A)
    overlaps = torch.where(labels[:, :, :1] >= 0, overlaps, -1.0)
    best, nearest = overlaps.max(dim=1)
    match = torch.where(best > iou_threshold, nearest, -1)  # (N, A)
    rows, left = torch.arange(len(labels)), overlaps
    for _ in range(labels.shape[1]):
        # the greatest overlap of all pairs that are left: an anchor of its own
        value, place = left.flatten(1).max(dim=1)
        thing, anchor = place // len(anchors), place % len(anchors)
        is_some = value > 1e-6
        now = torch.where(is_some, thing, match[rows, anchor])
        match = match.index_put((rows, anchor), now)
        is_struck = torch.arange(left.shape[1])[None] == thing[:, None]
        is_taken = torch.arange(left.shape[2])[None] == anchor[:, None]
        struck = is_struck[:, :, None] | is_taken[:, None]
        left = torch.where(struck & is_some[:, None, None], -1.0, left)
    mask = match >= 0
    objects = labels.gather(1, match.clamp(min=0)[..., None].expand(-1, -1, 5))
    offsets = encoded(anchors, objects[..., 1:]) * mask[..., None]
    classes = (objects[..., 0].long() + 1) * mask
    return offsets, mask[..., None].float(), classes


def iou(a, b):
    """Intersection over union of corner boxes, which are broadcast."""
    low = torch.maximum(a[..., :2], b[..., :2])
    high = torch.minimum(a[..., 2:], b[..., 2:])
    shared = (high - low).clamp(min=0).prod(dim=-1)
    areas = [(each[..., 2:] - each[..., :2]).prod(dim=-1) for each in (a, b)]
    return shared / (areas[0] + areas[1] - shared).clamp(min=1e-12)


def encoded(anchors, boxes):
    """Shift of the centre by the anchor's size, logarithm of the growth; (N, A, 4)."""
    size, grown = (each[..., 2:] - each[..., :2] + 1e-12 for each in (anchors, boxes))
    centres = [(each[..., 2:] + each[..., :2]) / 2 for each in (anchors, boxes)]
    shift = (centres[1] - centres[0]) / size
    growth = (grown / size).clamp(min=1e-12).log()
    return torch.cat([shift, growth], dim=-1) / torch.tensor(STDS)
