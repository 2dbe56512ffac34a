"""Semantic segmentation: cross-entropy of every pixel, with accuracy and mean IoU."""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.base.shapes import check_input
from gluon_course.train.tasks.base import Task, count, pack


class Segmentation(Task):
    """Softmax cross-entropy over the classes of each pixel.

    Parameters
    ----------
    num_classes : int
        C, the background among them.
    ignore_label : int
        Pixels of this label count neither in the loss nor in the figures.

    Inputs
    ------
    X : shape (N, channels, H, W)
    y : shape (N, H, W)
        Classes 0..C-1 and ``ignore_label``.

    Figures: ``loss`` (mean over the pixels of a picture, then over pictures), ``acc``
    (share of the pixels) and ``miou``, the mean of intersection over union of the
    classes that are there or were predicted. A picture without a pixel that counts
    has loss 0.

    Section: 9.10 全卷积网络（FCN） (chapter_computer-vision/fcn)
    """

    def __init__(self, num_classes: int, ignore_label: int = -1):
        if num_classes < 1 or 0 <= ignore_label < num_classes:
            raise ConfigError(
                f"{num_classes} classes, and label {ignore_label} is ignored",
                "an ignored label is no class",
                "give 1 class or more, and ignore -1 or 255",
            )
        self.num_classes, self.ignore_label = num_classes, ignore_label
        self.counters = (
            *("loss", "samples", "outside"),
            *(f"pixels_{each}" for each in range(num_classes**2)),
        )

    def check(self, net, X, y):
        check_input(net, X.shape)
        wanted = (X.shape[0], *X.shape[2:])
        if y.shape != wanted:
            raise ShapeError(
                f"Masks of shape {y.shape} for pictures of shape {X.shape}",
                "each pixel has a class: a mask has the size of its picture",
                f"give masks of shape {wanted}",
            )

    def forward(self, F, net, X, y):
        # over the last axis, where MXNet's softmax is four times as fast: (N, H, W, C)
        scores, y = F.transpose(net(X), axes=(0, 2, 3, 1)), F.cast(y, "float32")
        is_counted = y != self.ignore_label  # (N, H, W)
        is_class = is_counted * (y >= 0) * (y < self.num_classes)
        known = y * is_class
        losses = -F.pick(F.log_softmax(scores, axis=-1), known, axis=-1)
        pixels = F.sum(is_counted, axis=(1, 2))  # (N,)
        per_picture = F.sum(losses * is_counted, axis=(1, 2)) / F.maximum(pixels, 1)
        head = per_picture.sum()

        pairs = known * self.num_classes + F.argmax(scores, axis=-1)
        table = self._counted(F, pairs, is_class)
        outside = (is_counted - is_class).sum()
        return head, pack(F, head, count(F, per_picture), outside, table)

    def _counted(self, F, pairs, weights):
        """How often each number 0..C * C - 1 is among ``pairs``, shape (C * C,)."""
        # the gradient of a look-up adds up what was looked up: one pass for all
        # classes, where comparing with each class would take C passes
        return F._internal._backward_gather_nd(
            F.stop_gradient(F.reshape(weights, (-1,))),
            F.stop_gradient(F.reshape(pairs, (1, -1))),
            shape=(self.num_classes**2,),
        )

    def verify(self, totals):
        if totals["outside"]:
            total = totals["outside"] + self._table(totals).sum()
            raise DataError(
                f"{totals['outside']:.0f} of the first {total:.0f} pixels have a label "
                f"that is none of the {self.num_classes} classes",
                "classes count from 0; borders have the label that is ignored, "
                f"{self.ignore_label}",
                "convert the masks, or set ignore_label and num_classes to fit them",
            )

    def figures(self, totals):
        table = self._table(totals)
        right = np.diag(table)
        union = table.sum(axis=0) + table.sum(axis=1) - right
        overlaps = right[union > 0] / union[union > 0]
        return {
            "loss": totals["loss"] / totals["samples"],
            "acc": float(right.sum() / max(table.sum(), 1)),
            "miou": float(overlaps.mean()) if overlaps.size else 0.0,
        }

    def _table(self, totals) -> np.ndarray:
        """Pixels by true class (row) and predicted class (column)."""
        cells = [totals[f"pixels_{each}"] for each in range(self.num_classes**2)]
        return np.array(cells).reshape(self.num_classes, self.num_classes)

    def describe(self):
        return {
            "name": "Segmentation",
            "num_classes": self.num_classes,
            "ignore_label": self.ignore_label,
        }
