"""Hierarchical softmax: the turns of a path through a tree (10.2)."""

from __future__ import annotations

from gluon_course.train.tasks.negative_sampling import NegativeSampling


class HierarchicalSoftmax(NegativeSampling):
    """Minus the log probability of each context word, by its path.

    The probability of a word is the product of those of its turns, a sigmoid each, and
    the probabilities of all words add up to 1.

    Inputs
    ------
    *inputs
        What the net takes, samples on axis 0; it returns scores of nodes (N, 1, L).
    masks : shape (N, L)
        1 where the path has a node.
    labels : shape (N, L)
        1 where the path goes on to the left.

    Figures: ``loss``, per context word.

    Section: 10.2 近似训练 (chapter_natural-language-processing/approx-training)
    """

    def reduced(self, F, losses, masks):
        """The sum over the nodes of each path."""
        return F.sum(losses, axis=1)
