"""Regression: a loss between predictions and targets of the same size."""

from __future__ import annotations

from gluon_course.base.shapes import check_input
from gluon_course.train.tasks.base import Task, count, pack


class Regression(Task):
    """Squared loss ``(y_hat - y)**2 / 2`` by default.

    Parameters
    ----------
    loss : gluon.loss.Loss, optional
        Loss per sample of predictions (N, ...) and targets of as many elements;
        by default ``L2Loss()``.

    Figures: ``loss``, summed over samples / samples.

    Section: 3.3 线性回归的简洁实现
    (chapter_deep-learning-basics/linear-regression-gluon)
    """

    def __init__(self, loss=None):
        if loss is None:
            from mxnet.gluon.loss import L2Loss

            loss = L2Loss()
        self.loss = loss

    def check(self, net, X, y):
        check_input(net, X.shape)

    def forward(self, F, net, X, y):
        losses = self.loss(net(X), y)
        head = losses.sum()
        return head, pack(F, head, count(F, losses))

    def describe(self):
        return {"name": "Regression", "loss": type(self.loss).__name__}
