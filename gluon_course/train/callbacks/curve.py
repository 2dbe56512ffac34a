"""The curves of a run: live in a notebook, and saved as PNG."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from gluon_course.train.callbacks.base import Callback
from gluon_course.viz.curves import curves


class Curve(Callback):
    """Draws loss and accuracy.

    Parameters
    ----------
    path : Path, optional
        PNG file; replaced while training goes on, and at its end.
    is_live : bool, optional
        Show the figure in the notebook's cell, below what is printed; by default where
        there is a notebook.
    every_s : float
        Seconds between two drawings: an epoch of a small net is quicker than one.
    """

    def __init__(self, path=None, is_live=None, every_s: float = 10.0):
        self._path = None if path is None else Path(path)
        self._is_live = "ipykernel" in sys.modules if is_live is None else is_live
        self._every_s = every_s
        self._drawn = time.monotonic()
        self._shown = None

    def on_fit_start(self, trainer):
        self._shown = None

    def on_epoch_end(self, trainer):
        if time.monotonic() - self._drawn >= self._every_s:
            self._draw(trainer)

    def on_interrupt(self, trainer):
        self._draw(trainer)

    def on_fit_end(self, trainer):
        self._draw(trainer)

    def _draw(self, trainer):
        if not trainer.state.history:
            return
        figure = curves(trainer.state.history, self._path)
        self._drawn = time.monotonic()
        if self._is_live:
            from IPython import display

            if self._shown is None:
                self._shown = display.display(figure, display_id=True)
            else:
                self._shown.update(figure)
