"""The history of a loop of one's own, kept as the trainer keeps its history."""

from __future__ import annotations

from collections.abc import Sequence

from gluon_course.base.run import RunOptions
from gluon_course.train.callbacks.history import write_history
from gluon_course.viz.curves import curves


def save_history(history: Sequence[dict], run: RunOptions) -> None:
    """Write ``history.jsonl`` and ``curves.png`` of a section that loops by hand.

    Parameters
    ----------
    history : sequence of dict
        One row per epoch, with the keys of the trainer's rows.
    run : RunOptions
        Nothing is written where ``run.out`` is None.

    Raises
    ------
    DataError
        If the folder cannot be written or no row holds a number.

    Section: 3.6 softmax回归的从零开始实现
    (chapter_deep-learning-basics/softmax-regression-scratch)
    """
    if run.out is not None:
        write_history(run.path("history.jsonl"), list(history))
        curves(history, run.path("curves.png"))
