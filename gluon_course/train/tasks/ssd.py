"""Single-shot detection: classes and offsets of anchors."""

from __future__ import annotations

from gluon_course.base.errors import ConfigError
from gluon_course.nn import multibox_target
from gluon_course.train.tasks.base import Task, count, pack
from gluon_course.train.tasks.detection import check_labels

LEAST_NEGATIVES = 8  # of a picture without objects: it trains as background


class SSD(Task):
    """Cross-entropy of the anchors' classes and L1 loss of their offsets.

    Parameters
    ----------
    max_objects : int
        Most objects of a picture; labels may be padded to more.
    negatives : float, optional
        Background anchors that count for each anchor with an object: those with the
        greatest loss. By default all anchors count, as in the text, and losses are
        means over the anchors; with it they are divided by the anchors that have an
        object, and the L1 loss is smooth.
    iou_threshold : float
        See :func:`~gluon_course.nn.multibox_target`.

    Inputs
    ------
    X : shape (N, 3, H, W)
    labels : shape (N, M, 5)
        Class from 0, corner box as fractions; rows of -1 are padding.

    Figures: ``loss`` (per picture), ``class_err`` (share of anchors with the wrong
    class) and ``box_mae`` (mean absolute error of the offsets, background counted as
    right), as the text prints them.

    Section: 9.7 单发多框检测（SSD） (chapter_computer-vision/ssd)
    """

    counters = ("loss", "samples", "anchors", "wrong", "box_error")

    def __init__(
        self,
        max_objects: int,
        negatives: float | None = None,
        iou_threshold: float = 0.5,
    ):
        if max_objects < 1 or (negatives is not None and negatives <= 0):
            raise ConfigError(
                f"{max_objects} objects with {negatives} negatives for each anchor",
                "both are above 0",
                "for example SSD(max_objects=8, negatives=3)",
            )
        self.max_objects, self.negatives = max_objects, negatives
        self.iou_threshold = iou_threshold

    def check(self, net, X, labels):
        check_labels(X, labels)

    def forward(self, F, net, X, labels):
        anchors, scores, offsets = net(X)
        targets, mask, classes = multibox_target(
            anchors, labels, self.max_objects, self.iou_threshold
        )
        losses = -F.pick(F.log_softmax(scores, axis=-1), classes, axis=-1)  # (N, A)
        misses = F.broadcast_mul(offsets - targets, mask)  # (N, A, 4)
        if self.negatives is None:
            per_picture = F.mean(losses, axis=1) + F.mean(F.abs(misses), axis=(1, 2))
            head = per_picture.sum()
        else:
            head = self._mined(F, losses, misses, F.reshape(mask, (0, -1)))
        wrong = F.argmax(scores, axis=-1) != classes
        samples = count(F, F.slice_axis(losses, axis=1, begin=0, end=1))
        return head, pack(
            F, head, samples, count(F, losses), wrong.sum(), F.abs(misses).sum()
        )

    def _mined(self, F, losses, misses, mask):
        found = F.sum(mask, axis=1, keepdims=True)  # (N, 1)
        # rank 0 is the background anchor with the greatest loss
        hardness = F.where(mask, F.zeros_like(losses) - 1, F.stop_gradient(losses))
        rank = F.argsort(F.argsort(hardness, axis=1, is_ascend=False), axis=1)
        kept = F.broadcast_lesser(
            rank, F.maximum(found * self.negatives, LEAST_NEGATIVES)
        )
        counted = F.maximum(kept, mask)
        total = (losses * counted).sum() + F.smooth_l1(misses, scalar=1.0).sum()
        samples = F.sum(F.ones_like(found))
        return total * samples / F.maximum(found.sum(), 1)

    def figures(self, totals):
        anchors = totals["anchors"]
        return {
            "loss": totals["loss"] / totals["samples"],
            "class_err": totals["wrong"] / anchors,
            "box_mae": totals["box_error"] / (4 * anchors),
        }

    def describe(self):
        return {
            "name": "SSD",
            "max_objects": self.max_objects,
            "negatives": self.negatives,
            "iou_threshold": self.iou_threshold,
        }
