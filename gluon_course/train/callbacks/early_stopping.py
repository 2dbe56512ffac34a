"""Early stopping."""

from __future__ import annotations

from gluon_course.base.errors import ConfigError
from gluon_course.train.callbacks.base import Callback


class EarlyStopping(Callback):
    """Stops when the best epoch lies ``patience`` epochs back.

    Parameters
    ----------
    patience : int
        Epochs without a better figure before training stops, 1 or more. The figure is
        test accuracy where there is one, else the lowest test or training loss.
    """

    def __init__(self, patience: int):
        if patience < 1:
            raise ConfigError(f"The patience is {patience}", action="choose 1 or more")
        self._patience = patience

    def on_epoch_end(self, trainer):
        state = trainer.state
        if state.best and state.epoch - state.best["epoch"] >= self._patience:
            state.stop_reason = (
                f"no better {state.best['figure']} since epoch {state.best['epoch']}"
            )
