"""Ctrl-C as a request: the batch is finished, then training stops."""

from __future__ import annotations

import signal
import threading


class TrainingInterrupted(KeyboardInterrupt):
    """Ctrl-C stopped training in ``epoch``, after the weights were saved."""

    def __init__(self, epoch: int):
        self.epoch = epoch
        super().__init__(f"interrupted in epoch {epoch}")


class InterruptRequest:
    """Context in which the first Ctrl-C only sets ``is_asked``.

    A second Ctrl-C raises KeyboardInterrupt at once. Outside the main thread, where
    Python delivers no signals, nothing is changed.
    """

    def __init__(self):
        self.is_asked = False
        self._previous = None

    def __enter__(self):
        if threading.current_thread() is threading.main_thread():
            self._previous = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *exc):
        if self._previous is not None:
            signal.signal(signal.SIGINT, self._previous)
        return False

    def _note(self, signum, frame):
        if self.is_asked:
            raise KeyboardInterrupt
        self.is_asked = True
