"""Checkpoints after every epoch, resuming, and the weights of an interrupted run."""

from __future__ import annotations

import dataclasses
import logging
import math
from pathlib import Path

from gluon_course.base import files, threads
from gluon_course.train import checkpoint
from gluon_course.train.callbacks.base import Callback
from gluon_course.train.state import TrainState, is_number, unsound

_log = logging.getLogger(__name__)


class Checkpoint(Callback):
    """Saves each epoch below ``folder``; keeps the best and the last two.

    Parameters
    ----------
    folder : Path
        Holds ``epoch-0001`` ... and ``interrupted``.
    resume : bool
        Go on from the newest whole checkpoint, if there is one.

    Attributes
    ----------
    last_saved : Path or None
        The newest checkpoint, for messages.
    """

    def __init__(self, folder, resume: bool = False):
        self._folder, self._resume = Path(folder), resume
        self.last_saved: Path | None = None

    def on_fit_start(self, trainer):
        files.remove_unfinished(self._folder)
        if self._resume:
            self.last_saved = restore(self._folder, trainer)
            self._discard_old(trainer)

    def on_epoch_end(self, trainer):
        self.last_saved = self._save(trainer, f"epoch-{trainer.state.epoch:04d}")
        self._discard_old(trainer)

    def on_interrupt(self, trainer):
        self._save(trainer, "interrupted")

    def _discard_old(self, trainer):
        state = trainer.state
        best = state.best and state.best["epoch"]
        checkpoint.discard_old(self._folder, state.epoch, best)

    def _save(self, trainer, name):
        state = {
            **dataclasses.asdict(trainer.state),
            "learning_rate": trainer.learning_rate,
            "threads": threads.current().count,
        }
        return checkpoint.save_checkpoint(self._folder / name, trainer.updates, state)


class Restore(Callback):
    """Goes on from the newest whole checkpoint in ``folder`` and writes nothing.

    For the workers of a distributed training that are not the first: all of them read
    the one checkpoint, which is of the whole net whatever their number.
    """

    def __init__(self, folder):
        self._folder = Path(folder)

    def on_fit_start(self, trainer):
        restore(self._folder, trainer)


def restore(folder: Path, trainer) -> Path | None:
    """Give the trainer the newest whole checkpoint in ``folder``; say which it was."""
    newest, passed = checkpoint.last_good(folder)
    for reason in passed:
        _log.warning("passed over a checkpoint: %s", reason)
    if newest is None:
        _log.warning("no checkpoint in %s: starting at epoch 1", folder)
        return None
    saved = checkpoint.load_checkpoint(newest, trainer.updates)
    trainer.state = TrainState.restored(saved)
    trainer.state.stop_reason = ""
    trainer.loss_scale.load(trainer.state.loss_scale)
    rate, count = saved.get("learning_rate"), saved.get("threads")
    if not (is_number(rate) and math.isfinite(rate) and rate >= 0):
        raise unsound("learning_rate", rate)
    trainer.set_learning_rate(rate)
    _warn_of_threads(count)
    return newest


def _warn_of_threads(before: int) -> None:
    now = threads.current().count
    if before != now:
        _log.warning(
            "the run was started with %s threads and goes on with %s: results will"
            " differ in the last digits. OMP_NUM_THREADS=%s makes them equal",
            before,
            now,
            before,
        )
