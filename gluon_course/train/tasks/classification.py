"""Classification: softmax cross-entropy and accuracy."""

from __future__ import annotations

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.base.shapes import check_input
from gluon_course.train.tasks.base import Task, count, pack


class Classification(Task):
    """Softmax cross-entropy of integer labels, with accuracy.

    Parameters
    ----------
    loss : gluon.loss.Loss, optional
        Loss per sample of scores (N, C) and labels (N,); by default
        ``SoftmaxCrossEntropyLoss()``.

    Figures: ``loss`` (summed over samples / samples) and ``acc``. Labels that are not
    0..C-1 are counted on the device: MXNet would take the nearest class for them
    without a word.

    Section: 3.7 softmax回归的简洁实现
    (chapter_deep-learning-basics/softmax-regression-gluon)
    """

    counters = ("loss", "samples", "correct", "outside")

    def __init__(self, loss=None):
        if loss is None:
            from mxnet.gluon.loss import SoftmaxCrossEntropyLoss

            loss = SoftmaxCrossEntropyLoss()
        self.loss = loss

    def check(self, net, X, y):
        check_input(net, X.shape)
        if y.shape != X.shape[:1]:
            raise ShapeError(
                f"Labels of shape {y.shape} for inputs of shape {X.shape}",
                "a label is the number of a class, one for each sample",
                f"give labels of shape {X.shape[:1]}",
            )

    def forward(self, F, net, X, y):
        y_hat = net(X)
        losses = self.loss(y_hat, y)
        # MXNet compares float32 with float32 only, and argmax is float32.
        y = F.cast(y, "float32")
        hits = F.argmax(y_hat, axis=1) == y
        last_class = F.contrib.arange_like(y_hat, axis=1).max()
        outside = (y < 0) + F.broadcast_greater(y, last_class)
        head = losses.sum()
        return head, pack(F, head, count(F, losses), hits.sum(), outside.sum())

    def verify(self, totals):
        if totals["outside"]:
            raise DataError(
                f"{totals['outside']:.0f} of the first {totals['samples']:.0f} labels "
                "are no class of the net",
                "labels count from 0, and the net has one output for each class",
                "number the classes 0, 1, 2, ..., or give the net as many outputs",
            )

    def figures(self, totals):
        samples = totals["samples"]
        return {"loss": totals["loss"] / samples, "acc": totals["correct"] / samples}

    def describe(self):
        return {"name": "Classification", "loss": type(self.loss).__name__}
