"""Learning-rate schedules at work."""

from __future__ import annotations

from gluon_course.train.callbacks.base import Callback


class LearningRate(Callback):
    """Sets the learning rate from a schedule.

    Parameters
    ----------
    schedule : gluon_course.optim.Schedule or function
        Learning rate by time in epochs; time 0 is the start of training.
    per_step : bool
        Also move inside an epoch, step by step; needs an iterator with a length.
    """

    def __init__(self, schedule, per_step: bool = False):
        self._schedule, self._per_step = schedule, per_step
        self._steps = 0

    def on_epoch_start(self, trainer):
        self._steps = 0
        trainer.set_learning_rate(self._schedule(trainer.state.epoch - 1))

    def on_batch_end(self, trainer, is_news):
        if self._per_step:
            self._steps += 1
            fraction = self._steps / len(trainer.train_iter)
            if fraction < 1:
                trainer.set_learning_rate(
                    self._schedule(trainer.state.epoch - 1 + fraction)
                )
