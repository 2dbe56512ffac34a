"""Learning-rate schedules at work."""

from __future__ import annotations

from gluon_course.base.errors import ConfigError
from gluon_course.train.callbacks.base import Callback


class LearningRate(Callback):
    """Sets the learning rate from a schedule.

    Parameters
    ----------
    schedule : gluon_course.optim.Schedule or function
        Learning rate by time in epochs; time 0 is the start of training.
    per_step : bool
        Also move inside an epoch, step by step; needs an iterator with a length.

    Raises
    ------
    ConfigError
        When training starts, if ``per_step`` and the iterator has no length.
    """

    def __init__(self, schedule, per_step: bool = False):
        self._schedule, self._per_step = schedule, per_step
        self._steps = 0

    def on_fit_start(self, trainer):
        if self._per_step and not hasattr(trainer.train_iter, "__len__"):
            raise ConfigError(
                f"The learning rate cannot move inside an epoch of a"
                f" {type(trainer.train_iter).__name__}, which has no length",
                "its number of batches is not known beforehand",
                "pass a BatchLoader or a list, or per_step=False",
            )

    def on_epoch_start(self, trainer):
        self._steps = 0
        trainer.set_learning_rate(self._schedule(trainer.state.epoch - 1))

    def on_batch_end(self, trainer, is_news):
        if self._per_step:
            self._steps += 1
            fraction = self._steps / trainer.num_steps
            if fraction < 1:
                trainer.set_learning_rate(
                    self._schedule(trainer.state.epoch - 1 + fraction)
                )
