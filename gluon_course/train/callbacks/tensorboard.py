"""TensorBoard events, through tensorboardX (extra ``tensorboard``)."""

from __future__ import annotations

from gluon_course.base.errors import StackError
from gluon_course.train.callbacks.base import Callback


class TensorBoard(Callback):
    """Writes the figures of every epoch as scalars to ``folder``.

    Raises
    ------
    StackError
        If tensorboardX is not installed.
    """

    def __init__(self, folder):
        try:
            from tensorboardX import SummaryWriter
        except ImportError as error:
            raise StackError(
                "tensorboardX is not installed",
                action="pip install 'gluon_course[tensorboard]'",
            ) from error
        self._writer = SummaryWriter(str(folder))

    def on_epoch_end(self, trainer):
        row = trainer.state.history[-1]
        for name, value in row.items():
            if isinstance(value, (int, float)) and name != "epoch":
                self._writer.add_scalar(name.replace("_", "/", 1), value, row["epoch"])
        self._writer.flush()

    def on_fit_end(self, trainer):
        self._writer.close()
