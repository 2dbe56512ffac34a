"""Classification with soft labels: a probability for each class."""

from __future__ import annotations

from gluon_course.base.errors import ShapeError
from gluon_course.base.shapes import check_input
from gluon_course.train.tasks.base import Task, count, pack


class SoftLabels(Task):
    """Softmax cross-entropy of soft labels, with accuracy against the likeliest class.

    Inputs
    ------
    X : shape (N, ...)
    labels : shape (N, C)
        Rows of 0 or more that sum to 1, as mixup and CutMix give them. For a test set
        with ordinary labels wrap its loader:
        ``AugmentedLoader(test_iter, mixing=OneHot(C))``.

    Figures: ``loss`` (per sample) and ``acc``, the share of samples whose largest score
    is that of the largest label.

    Paper: Zhang, Cisse, Dauphin, Lopez-Paz 2018, mixup: Beyond Empirical Risk
    Minimization
    """

    counters = ("loss", "samples", "correct")

    def check(self, net, X, labels):
        check_input(net, X.shape)
        if len(labels.shape) != 2 or labels.shape[0] != X.shape[0]:
            raise ShapeError(
                f"Soft labels of shape {labels.shape} for inputs of shape {X.shape}",
                "a soft label has a number for each class",
                "for labels that are numbers of classes wrap the loader with OneHot, "
                "or take the task Classification",
            )

    def forward(self, F, net, X, labels):
        y_hat = net(X)
        losses = -F.sum(F.log_softmax(y_hat, axis=-1) * labels, axis=-1)
        hits = F.argmax(y_hat, axis=1) == F.argmax(labels, axis=1)
        head = losses.sum()
        return head, pack(F, head, count(F, losses), hits.sum())

    def figures(self, totals):
        samples = totals["samples"]
        return {"loss": totals["loss"] / samples, "acc": totals["correct"] / samples}
