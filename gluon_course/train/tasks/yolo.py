"""YOLO's loss: objectness of every prior, place, size and class of those that count."""

from __future__ import annotations

from gluon_course.base.errors import ConfigError
from gluon_course.nn import corner_to_centre, decode_yolo, iou, yolo_places, yolo_target
from gluon_course.nn.offsets import MOST_GROWTH
from gluon_course.train.tasks.base import Task, count, pack
from gluon_course.train.tasks.detection import binary_cross_entropy, check_labels


class YOLO(Task):
    """The loss of YOLOv3, summed over the priors of a picture.

    Objectness and classes are binary cross-entropies. So is the centre within its
    cell; the logarithms of width and height have half the squared error. Both are
    weighted by 2 - w * h, so that small objects count. A prior without object whose
    box overlaps one well nevertheless has no loss of objectness.

    Parameters
    ----------
    ignore_above : float
        The overlap from which a box counts as such, 0..1.

    Inputs
    ------
    X : shape (N, 3, H, W)
    labels : shape (N, M, 5)
        Class from 0, corner box as fractions; rows of -1 are padding.

    Figures, per picture: ``loss`` and its parts ``object_loss``, ``box_loss`` and
    ``class_loss``; and ``mean_iou``, 0..1, of the boxes of priors that have an object.

    Source: Redmon and Farhadi (2018), YOLOv3: an incremental improvement
    """

    counters = (
        *("loss", "samples", "object_loss", "box_loss", "class_loss"),
        *("objects", "overlap"),
    )

    def __init__(self, ignore_above: float = 0.5):
        if not 0 < ignore_above <= 1:
            raise ConfigError(
                f"Overlaps above {ignore_above} are ignored",
                "an overlap lies between 0 and 1",
                "for example YOLO(ignore_above=0.5)",
            )
        self.ignore_above = ignore_above

    def check(self, net, X, labels):
        check_labels(X, labels)

    def forward(self, F, net, X, labels):
        priors, predictions = net(X)
        places, mask, classes = yolo_target(priors, labels)
        predicted = F.slice_axis(predictions, axis=2, begin=0, end=4)
        boxes = F.stop_gradient(decode_yolo(priors, yolo_places(predictions)))

        objectness = F.slice_axis(predictions, axis=2, begin=4, end=5)
        counted = F.maximum(mask, _best_overlap(F, boxes, labels) <= self.ignore_above)
        object_loss = (binary_cross_entropy(F, objectness, mask) * counted).sum()

        truth = decode_yolo(priors, places)
        box_loss = _box_loss(F, predicted, places)
        weight = mask * (2 - _area(F, truth))
        box_loss = F.broadcast_mul(box_loss, weight).sum()

        logits = F.slice_axis(predictions, axis=2, begin=5, end=None)
        kinds = F.one_hot(classes, depth=net.num_classes)  # zeros for class -1
        class_loss = binary_cross_entropy(F, logits, kinds)
        class_loss = F.broadcast_mul(class_loss, mask).sum()

        head = object_loss + box_loss + class_loss
        samples = count(F, F.slice_axis(labels, axis=1, begin=0, end=1)) / 5
        hits = _overlap(F, boxes, truth) * mask
        return head, pack(
            *(F, head, samples, object_loss, box_loss, class_loss),
            *(mask.sum(), hits.sum()),
        )

    def figures(self, totals):
        samples = totals["samples"]
        parts = ("loss", "object_loss", "box_loss", "class_loss")
        figures = {name: totals[name] / samples for name in parts}
        figures["mean_iou"] = totals["overlap"] / max(totals["objects"], 1)
        return figures

    def describe(self):
        return {"name": "YOLO", "ignore_above": self.ignore_above}


def _best_overlap(F, boxes, labels):
    """IoU of each box with the object it overlaps most; (N, P, 1), -1 without any."""
    is_object = F.slice_axis(labels, axis=2, begin=0, end=1) >= 0  # (N, M, 1)
    overlaps = iou(F.slice_axis(labels, axis=2, begin=1, end=5), boxes)  # (N, M, P)
    overlaps = F.broadcast_mul(overlaps + 1, is_object) - 1
    return F.expand_dims(F.max(overlaps, axis=1), 2)


def _box_loss(F, predicted, places):
    """Loss of centre and size of each prior; (N, P, 1)."""
    logits, inside = (
        F.slice_axis(e, axis=2, begin=0, end=2) for e in (predicted, places)
    )
    found, growth = (
        F.slice_axis(e, axis=2, begin=2, end=4) for e in (predicted, places)
    )
    # half the square; straight from MOST_GROWTH on, where it would become infinite
    misses = F.smooth_l1(found - growth, scalar=MOST_GROWTH**-0.5) * MOST_GROWTH
    losses = binary_cross_entropy(F, logits, inside) + misses
    return F.sum(losses, axis=2, keepdims=True)


def _area(F, boxes):
    size = F.slice_axis(corner_to_centre(boxes), axis=2, begin=2, end=4)
    return F.prod(size, axis=2, keepdims=True)


def _overlap(F, a, b):
    """IoU of box i of ``a`` with box i of ``b``; (N, P, 4) twice gives (N, P, 1)."""
    rows = [F.reshape(each, (-1, 1, 4)) for each in (a, b)]
    return F.reshape_like(iou(*rows), F.slice_axis(a, axis=2, begin=0, end=1))
