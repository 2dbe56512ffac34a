"""Negative sampling: context words against noise words (10.3)."""

from __future__ import annotations

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.train.tasks.base import Task, count, pack
from gluon_course.train.tasks.detection import binary_cross_entropy


class NegativeSampling(Task):
    """Logistic loss of scores that are masked, a mean over the words of each row.

    Inputs
    ------
    *inputs
        What the net takes, samples on axis 0; it returns scores (N, 1, L) or (N, L).
    masks : shape (N, L)
        1 where a word stands, 0 for padding.
    labels : shape (N, L)
        1 for context words, 0 for noise words.

    Figures: ``loss``, per centre word: for each row the sum over its words divided by
    their number, as the text's ``loss(...) * mask.shape[1] / mask.sum(axis=1)``. A row
    without words costs nothing.

    Section: 10.3 word2vec的实现 (chapter_natural-language-processing/word2vec-gluon)
    """

    counters = ("loss", "samples", "empty")

    def check(self, net, *batch):
        shapes = [each.shape for each in batch]
        if len(batch) < 3 or shapes[-1] != shapes[-2] or len(shapes[-1]) != 2:
            raise ShapeError(
                f"A batch of arrays of shapes {shapes}",
                "masks and labels come last and say of each word whether it stands"
                " there, and whether it is a context",
                "give batches as text.word_vectors.batchify makes them",
            )

    def forward(self, F, net, *batch):
        *inputs, masks, labels = batch
        losses = self.losses(F, net(*inputs), masks, labels)
        head = losses.sum()
        is_empty = F.sum(masks, axis=1) == 0
        return head, pack(F, head, count(F, losses), is_empty.sum())

    def losses(self, F, scores, masks, labels):
        """The loss of each row, shape (N,).

        Parameters
        ----------
        F : module
            ``mxnet.ndarray`` or ``mxnet.symbol``.
        scores : shape (N, 1, L), (N, L, 1) or (N, L)
            Before the sigmoid.
        masks, labels : shape (N, L)
        """
        scores = F.reshape_like(scores, labels)
        losses = binary_cross_entropy(F, scores, labels) * masks
        return self.reduced(F, losses, masks)

    def reduced(self, F, losses, masks):
        """The mean over the words of each row: (N, L) to (N,)."""
        return F.sum(losses, axis=1) / F.maximum(F.sum(masks, axis=1), 1)

    def verify(self, totals):
        if totals["empty"]:
            raise DataError(
                f"{totals['empty']:.0f} of the first {totals['samples']:.0f} rows have"
                " no word",
                "their mask is 0 everywhere",
                "leave out centres without contexts",
            )

    def figures(self, totals):
        return {"loss": totals["loss"] / totals["samples"]}
