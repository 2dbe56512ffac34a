"""Faster R-CNN: proposals and their classes, trained together."""

from __future__ import annotations

from gluon_course.base.errors import ConfigError
from gluon_course.nn import propose, rpn_target, sample_rois
from gluon_course.train.tasks.base import Task, count, pack
from gluon_course.train.tasks.detection import binary_cross_entropy, check_labels

_SHARP = 3.0  # the smooth L1 loss of proposals is straight beyond 1 / 9


class RCNN(Task):
    """Losses of the region proposal network and of the head, added.

    Both have a cross-entropy and a smooth L1 loss of the offsets of what has an
    object, divided by the anchors or regions drawn from a picture.

    Parameters
    ----------
    max_objects : int
        Most objects of a picture; labels may be padded to more.
    num_proposals : int
        Proposals from which regions are drawn.
    num_samples : int
        Regions drawn from a picture, at most ``num_proposals``; a quarter of them
        may have an object.
    num_anchors : int
        Anchors drawn from a picture.

    Inputs
    ------
    X : shape (N, 3, H, W)
    labels : shape (N, M, 5)
        Class from 0, corner box as fractions; rows of -1 are padding.

    Figures, per picture: ``loss`` and its parts ``rpn_loss``, ``rpn_box_loss``,
    ``class_loss`` and ``box_loss``; and ``class_acc``, the share of the drawn regions
    with the right class, background included.

    Source: Ren et al. (2015), Faster R-CNN; 9.8 区域卷积神经网络（R-CNN）系列
    """

    losses = ("rpn_loss", "rpn_box_loss", "class_loss", "box_loss")
    counters = ("loss", "samples", *losses, "rois", "right")

    def __init__(
        self,
        max_objects: int,
        num_proposals: int = 64,
        num_samples: int = 32,
        num_anchors: int = 64,
    ):
        numbers = (max_objects, num_proposals, num_samples, num_anchors)
        if min(max_objects, num_samples // 4, num_anchors // 2) < 1:
            raise ConfigError(
                f"The numbers of objects, proposals, samples and anchors are {numbers}",
                "a quarter of the samples and half of the anchors may have an object",
                "for example RCNN(8, 64, 32, 64)",
            )
        if num_samples > num_proposals:
            raise ConfigError(
                f"{num_samples} regions are to be drawn from {num_proposals} proposals",
                action="take more proposals, or fewer samples",
            )
        self.max_objects, self.num_proposals = max_objects, num_proposals
        self.num_samples, self.num_anchors = num_samples, num_anchors
        self.num_positive = num_samples // 4

    def check(self, net, X, labels):
        check_labels(X, labels)

    def forward(self, F, net, X, labels, *masks):
        samples = count(F, F.slice_axis(labels, axis=1, begin=0, end=1)) / 5
        fmap = net.base(X)
        rois, targets, losses = self._propose(F, net, fmap, labels)
        of_head, hits = self._classify(F, net, fmap, rois, *targets)
        losses += of_head + self._draw(F, net, fmap, rois, *targets, *masks)
        head = sum(losses[1:], losses[0])
        return head, pack(F, head, samples, *losses, *hits)

    def _propose(self, F, net, fmap, labels):
        """Regions, their targets, and the two losses of the proposals."""
        anchors, objectness, offsets = net.rpn(fmap)
        positive, negative, places = rpn_target(
            anchors, labels, self.max_objects, self.num_anchors
        )
        is_drawn = positive + negative
        loss = binary_cross_entropy(F, objectness, positive) * is_drawn
        misses = F.broadcast_mul(offsets - places, F.expand_dims(positive, 2))
        box_loss = F.smooth_l1(misses, scalar=_SHARP)
        proposals = propose(anchors, objectness, offsets, after=self.num_proposals)
        rois, *targets = sample_rois(
            proposals, labels, self.num_samples, self.num_positive
        )
        losses = [each.sum() / self.num_anchors for each in (loss, box_loss)]
        return rois, targets, losses

    def _classify(self, F, net, fmap, rois, classes, objects, places):
        """The two losses of the head; how many regions count and are right."""
        scores, offsets = net.classify(fmap, rois)
        is_counted = classes >= 0
        loss = -F.pick(F.log_softmax(scores, axis=-1), F.relu(classes), axis=-1)
        kinds = F.one_hot(classes - 1, depth=net.num_classes)  # zeros for background
        misses = F.broadcast_sub(offsets, F.expand_dims(places, 2))
        misses = F.broadcast_mul(misses, F.expand_dims(kinds, 3))
        box_loss = F.smooth_l1(misses, scalar=1.0)
        right = (F.argmax(scores, axis=-1) == classes).sum()
        losses = [loss * is_counted, box_loss]
        losses = [each.sum() / self.num_samples for each in losses]
        return losses, (is_counted.sum(), right)

    def _draw(self, F, net, fmap, rois, classes, objects, places):
        """Losses of masks: there are none."""
        return []

    def figures(self, totals):
        names = ("loss", *self.losses)
        figures = {name: totals[name] / totals["samples"] for name in names}
        figures["class_acc"] = totals["right"] / max(totals["rois"], 1)
        return figures

    def describe(self):
        return {
            "name": type(self).__name__,
            "max_objects": self.max_objects,
            "num_proposals": self.num_proposals,
            "num_samples": self.num_samples,
            "num_anchors": self.num_anchors,
        }
