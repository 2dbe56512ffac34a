"""The history as JSON lines, one object per epoch."""

from __future__ import annotations

import json
from pathlib import Path

from gluon_course.base import files
from gluon_course.base.errors import DataError
from gluon_course.train.callbacks.base import Callback


class History(Callback):
    """Keeps ``history.jsonl`` equal to the rows of the finished epochs.

    The file is replaced whole after every epoch, so that it never holds half a line,
    and on resuming it holds the rows of the checkpoint, no more.
    """

    def __init__(self, path):
        self._path = Path(path)

    def on_fit_start(self, trainer):
        # a run killed between its last checkpoint and this file has no epoch left
        if trainer.state.history:
            write_history(self._path, trainer.state.history)

    def on_epoch_end(self, trainer):
        write_history(self._path, trainer.state.history)


def write_history(path, rows: list[dict]) -> None:
    """Write rows as JSON lines."""
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    files.write_text(path, "".join(lines))


def read_history(path) -> list[dict]:
    """Rows of a ``history.jsonl``; empty where there is none.

    Raises
    ------
    DataError
        If a line is not JSON.
    """
    path = Path(path)
    if not path.exists():
        return []
    try:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    except ValueError as error:
        raise DataError(
            f"{path} holds a line that is not JSON ({error})",
            "it was edited by hand or is damaged",
            "the newest checkpoint's state.json holds the same rows",
        ) from error
