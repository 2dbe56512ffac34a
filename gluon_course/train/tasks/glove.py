"""The weighted square loss of GloVe (10.5)."""

from __future__ import annotations

from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.train.tasks.base import Task, count, pack


class WeightedSquares(Task):
    """h(x) (estimate - log x)^2, with h(x) = (x / c)^a below c and 1 above.

    Parameters
    ----------
    largest : float
        c, above 0: the count from which a pair has full weight.
    power : float
        a, above 0.

    Inputs
    ------
    centers, contexts : shape (N,)
        Words.
    counts : shape (N,)
        x, above 0: how often they meet.

    Figures: ``loss``, per pair.

    Section: 10.5 全局向量的词嵌入（GloVe） (chapter_natural-language-processing/glove)
    """

    counters = ("loss", "samples", "outside")

    def __init__(self, largest: float = 100.0, power: float = 0.75):
        if not (largest > 0 and power > 0):
            raise ConfigError(
                f"Weights with c = {largest} and power {power}",
                action="choose numbers above 0, such as 100 and 0.75",
            )
        self.largest, self.power = largest, power

    def check(self, net, centers, contexts, counts):
        if not centers.shape == contexts.shape == counts.shape:
            raise ShapeError(
                f"Pairs of shapes {centers.shape} and {contexts.shape} with counts of"
                f" shape {counts.shape}",
                action="give two words and a count for each pair",
            )

    def forward(self, F, net, centers, contexts, counts):
        losses = self.losses(F, net(centers, contexts), counts)
        head = losses.sum()
        return head, pack(F, head, count(F, losses), (counts <= 0).sum())

    def losses(self, F, estimates, counts):
        """The loss of each pair, shape (N,); 0 for counts that are not above 0."""
        weights = F.minimum(F.relu(counts) / self.largest, 1) ** self.power
        logs = F.log(F.maximum(counts, 1e-30))
        return weights * F.square(estimates - logs)

    def verify(self, totals):
        if totals["outside"]:
            raise DataError(
                f"{totals['outside']:.0f} of the first {totals['samples']:.0f} pairs"
                " have a count that is not above 0",
                "GloVe learns from pairs that occur",
                "leave the others out",
            )

    def describe(self):
        return {
            "name": "WeightedSquares",
            "largest": self.largest,
            "power": self.power,
        }
