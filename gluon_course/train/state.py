"""What training knows about itself, and what comes out of it."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass
class TrainState:
    """Where training stands; saved with every checkpoint.

    Attributes
    ----------
    epoch : int
        Epochs begun, from 1; 0 before the first.
    step : int
        Updates made, over all epochs.
    seed : int
        Seed of the run; epoch ``e`` is seeded from (seed, e).
    best : dict or None
        ``{"epoch": ..., "figure": ..., "value": ...}`` of the best epoch so far.
    history : list of dict
        One row per finished epoch.
    stop_reason : str
        Why training should stop or did stop early; empty otherwise.
    """

    seed: int = 0
    epoch: int = 0
    step: int = 0
    best: dict | None = None
    history: list[dict] = dataclasses.field(default_factory=list)
    stop_reason: str = ""

    def add_row(self, row: dict) -> None:
        """Append the row of a finished epoch and compare it with the best so far.

        The figure is ``test_acc`` where there is one, else the lowest ``test_loss``
        or ``train_loss``. Of equal epochs the earlier one is the best.
        """
        self.history.append(row)
        figure = next(
            (name for name in ("test_acc", "test_loss", "train_loss") if name in row),
            None,
        )
        if figure is None:
            return
        sign = 1 if figure.endswith("acc") else -1
        if self.best is None or sign * row[figure] > sign * self.best["value"]:
            self.best = {
                "epoch": row["epoch"],
                "figure": figure,
                "value": row[figure],
            }


@dataclasses.dataclass(frozen=True)
class TrainResult:
    """What ``Trainer.fit`` returns.

    Attributes
    ----------
    net : Block or function
        The trained net.
    history : list of dict
        One row per epoch: epoch, train_loss, train_acc, test_acc, lr, seconds,
        samples_per_s, or the figures of the task under such names.
    best : dict or None
        Epoch, figure and value of the best epoch.
    stop_reason : str
        Empty when all epochs were trained.
    """

    net: object
    history: list[dict]
    best: dict | None = None
    stop_reason: str = ""

    @property
    def final(self) -> dict:
        """The last row of the history; empty if no epoch was trained."""
        return self.history[-1] if self.history else {}
