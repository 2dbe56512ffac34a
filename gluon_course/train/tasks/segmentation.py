"""Semantic segmentation: cross-entropy of every pixel, with accuracy and mean IoU."""

from __future__ import annotations

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
            *("loss", "samples", "pixels", "correct", "outside"),
            *(f"both_{each}" for each in range(num_classes)),
            *(f"sum_{each}" for each in range(num_classes)),
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
        scores, y = net(X), F.cast(y, "float32")
        is_counted = y != self.ignore_label  # (N, H, W)
        is_class = is_counted * (y >= 0) * (y < self.num_classes)
        known = F.where(is_class, y, F.zeros_like(y))
        losses = -F.pick(F.log_softmax(scores, axis=1), known, axis=1)
        pixels = F.sum(is_counted, axis=(1, 2))  # (N,)
        per_picture = F.sum(losses * is_counted, axis=(1, 2)) / F.maximum(pixels, 1)
        head = per_picture.sum()

        predicted = F.where(is_counted, F.argmax(scores, axis=1), y)
        hits = (predicted == y) * is_counted
        outside = (is_counted - is_class).sum()
        # what is right keeps its class, all else becomes no class
        right = F.where(hits, y, F.zeros_like(y) - 1)
        classes = range(self.num_classes)
        both = [(right == each).sum() for each in classes]
        sums = [(predicted == each).sum() + (y == each).sum() for each in classes]
        total = (pixels.sum(), hits.sum(), outside)
        return head, pack(F, head, count(F, per_picture), *total, *both, *sums)

    def verify(self, totals):
        if totals["outside"]:
            raise DataError(
                f"{totals['outside']:.0f} of the first {totals['pixels']:.0f} pixels "
                f"have a label that is none of the {self.num_classes} classes",
                "classes count from 0; borders have the label that is ignored, "
                f"{self.ignore_label}",
                "convert the masks, or set ignore_label and num_classes to fit them",
            )

    def figures(self, totals):
        overlaps = []
        for each in range(self.num_classes):
            both = totals[f"both_{each}"]
            union = totals[f"sum_{each}"] - both
            if union:
                overlaps.append(both / union)
        return {
            "loss": totals["loss"] / totals["samples"],
            "acc": totals["correct"] / max(totals["pixels"], 1),
            "miou": sum(overlaps) / max(len(overlaps), 1),
        }

    def describe(self):
        return {
            "name": "Segmentation",
            "num_classes": self.num_classes,
            "ignore_label": self.ignore_label,
        }
