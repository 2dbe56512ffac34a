"""Classification: softmax cross-entropy and accuracy."""

from __future__ import annotations

from gluon_course.base.errors import ShapeError
from gluon_course.base.shapes import check_input
from gluon_course.train.tasks.base import Task, count, pack


class Classification(Task):
    """Softmax cross-entropy of integer labels, with accuracy.

    Parameters
    ----------
    loss : gluon.loss.Loss, optional
        Loss per sample of scores (N, C) and labels (N,); by default
        ``SoftmaxCrossEntropyLoss()``.

    Figures: ``loss`` (summed over samples / samples) and ``acc``.

    Section: 3.7 softmax回归的简洁实现
    (chapter_deep-learning-basics/softmax-regression-gluon)
    """

    counters = ("loss", "samples", "correct")

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
        hits = F.argmax(y_hat, axis=1) == F.cast(y, "float32")
        head = losses.sum()
        return head, pack(F, head, count(F, losses), hits.sum())

    def figures(self, totals):
        samples = totals["samples"]
        return {"loss": totals["loss"] / samples, "acc": totals["correct"] / samples}

    def describe(self):
        return {"name": "Classification", "loss": type(self.loss).__name__}
