"""The record of a run: what was trained, on what, with which settings."""

from __future__ import annotations

import dataclasses
import datetime
import platform
from pathlib import Path

import mxnet as mx
import numpy as np

from gluon_course import __version__
from gluon_course.base import files, threads
from gluon_course.train.callbacks.base import Callback


class Record(Callback):
    """Writes ``config.json`` when training starts; a resumed run keeps its first one.

    Its keys: model (name and options, or null), data, task, optimizer, section,
    command, settings, run, versions, threads, threads_reason, started.
    """

    def __init__(self, path):
        self._path = Path(path)

    def on_fit_start(self, trainer):
        if trainer.run.resume and self._path.exists():
            return
        files.write_json(self._path, describe(trainer))


def describe(trainer) -> dict:
    """The record of a trainer as JSON."""
    run = dataclasses.asdict(trainer.run)
    run["out"] = None if run["out"] is None else str(run["out"])
    section, command = run.pop("section"), list(run.pop("command"))
    info = getattr(trainer.train_iter, "info", None)
    optimizer, options = trainer.optimizer
    return {
        "model": getattr(trainer.net, "spec", None),
        "data": info.as_dict() if info is not None else None,
        "task": trainer.task.describe(),
        "optimizer": {"name": optimizer, **options},
        "section": section,
        "command": command,
        "settings": {**run.pop("settings"), "num_epochs": trainer.num_epochs},
        "run": run,
        "versions": {
            "gluon_course": __version__,
            "mxnet": mx.__version__,
            "numpy": np.__version__,
            "python": platform.python_version(),
        },
        "threads": threads.current().count,
        "threads_reason": threads.current().reason,
        "started": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
    }
