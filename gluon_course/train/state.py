"""What training knows about itself, and what comes out of it."""

from __future__ import annotations

import dataclasses

from gluon_course.base.errors import CheckpointError

MOST = 2**53
"""The largest whole number here: all that JSON can say without loss."""


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
    loss_scale : dict or None
        Of training in float16: the scale and its counters.
    """

    seed: int = 0
    epoch: int = 0
    step: int = 0
    best: dict | None = None
    history: list[dict] = dataclasses.field(default_factory=list)
    stop_reason: str = ""
    loss_scale: dict | None = None

    @classmethod
    def restored(cls, saved: dict) -> TrainState:
        """The state that :func:`dataclasses.asdict` made, after a look at each value.

        Raises
        ------
        CheckpointError
            If a value is missing or none that a training can have.
        """
        best, rows = saved.get("best"), saved.get("history")
        checks = {
            "seed": is_whole(saved.get("seed"), 0, 2**31 - 1),
            "epoch": is_whole(saved.get("epoch"), 0, MOST),
            "step": is_whole(saved.get("step"), 0, MOST),
            "best": best is None or (isinstance(best, dict) and _is_best(best)),
            "history": isinstance(rows, list) and all(map(_is_row, rows)),
            "stop_reason": isinstance(saved.get("stop_reason"), str),
            "loss_scale": _is_loss_scale(saved.get("loss_scale")),
        }
        for name, is_sound in checks.items():
            if not is_sound:
                raise unsound(name, saved.get(name))
        return cls(**{name: saved.get(name) for name in checks})

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


def is_whole(value: object, least: int, most: int) -> bool:
    """Whether ``value`` is a whole number from ``least`` to ``most``."""
    return type(value) is int and least <= value <= most


def is_number(value: object) -> bool:
    """Whether ``value`` is a number, nan and infinity included."""
    return type(value) is float or is_whole(value, -MOST, MOST)


def unsound(name: str, value: object) -> CheckpointError:
    """The error for a value that no training saves."""
    return CheckpointError(
        f"The state of the checkpoint has {name} {str(value)[:60]!r}",
        "state.json was edited or written by another version",
        "delete this checkpoint; --resume then takes the one before it",
    )


def _is_loss_scale(value) -> bool:
    if value is None:
        return True  # float32, or a checkpoint of before
    return (
        isinstance(value, dict)
        and set(value) == {"scale", "good", "skipped"}
        and isinstance(value["scale"], float)
        and 0 < value["scale"] <= 2.0**24
        and all(is_whole(value[name], 0, MOST) for name in ("good", "skipped"))
    )


def _is_best(best: dict) -> bool:
    figure = best.get("figure")
    is_named = isinstance(figure, str) and is_whole(best.get("epoch"), 1, MOST)
    return is_named and is_number(best.get("value"))


def _is_row(row: object) -> bool:
    return (
        isinstance(row, dict)
        and is_whole(row.get("epoch"), 1, MOST)
        and all(value is None or is_number(value) for value in row.values())
    )


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
