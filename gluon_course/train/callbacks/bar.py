"""The progress bar, in a terminal and in a notebook."""

from __future__ import annotations

import importlib.util
import sys

from gluon_course.train.callbacks.base import Callback


class Bar(Callback):
    """A bar over the batches of an epoch, with the running figures.

    It moves when the counters of a window have been read, so it shows work that is
    done, not work that is queued. Without a terminal (a log file) there is no bar, nor
    in a notebook without ipywidgets, where each of its moves would be a line.
    """

    def __init__(self):
        self._bar = None

    def on_epoch_start(self, trainer):
        from tqdm.auto import tqdm

        is_notebook = "ipykernel" in sys.modules
        has_widgets = is_notebook and importlib.util.find_spec("ipywidgets") is not None
        is_shown = has_widgets or (sys.stderr.isatty() and not is_notebook)
        self._bar = tqdm(
            total=trainer.num_batches,
            desc=f"epoch {trainer.state.epoch}/{trainer.num_epochs}",
            unit="batch",
            leave=False,
            dynamic_ncols=True,
            disable=not is_shown,
        )

    def on_batch_end(self, trainer, is_news):
        if is_news:
            meter = trainer.meter
            self._bar.update(meter.steps_read - self._bar.n)
            figures = trainer.task.figures(meter.totals)
            self._bar.set_postfix({k: f"{v:.3f}" for k, v in figures.items()})

    def on_epoch_end(self, trainer):
        self._close()

    def on_interrupt(self, trainer):
        self._close()

    def _close(self):
        if self._bar is not None:
            self._bar.close()
            self._bar = None
