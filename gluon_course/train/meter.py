"""Counters that add up on the device and are read late.

Reading a value waits for everything that it depends on. The meter therefore closes a
window every ``every`` steps, adds it up on the device, at once, and reads a window only
when the next one is full: the queue of work never runs dry, and never grows past two
windows.
"""

from __future__ import annotations

import itertools
import math

from mxnet import nd

from gluon_course.base.errors import TrainingError


class Meter:
    """Adds up the counters of one epoch.

    Parameters
    ----------
    names : tuple of str
        Names of the counters; the first is a sum of losses and must stay finite.
    every : int
        Steps in a window.
    """

    def __init__(self, names, every: int = 50):
        self.names, self.every = names, every
        self.totals = dict.fromkeys(names, 0.0)
        self.steps_read = 0
        self._steps = 0
        self._window: list = []
        self._closed: tuple | None = None

    def add(self, *counters) -> bool:
        """Add the counters of one step, one vector per device, without waiting.

        Returns
        -------
        bool
            True when a window has been read, so that ``totals`` are news.

        Raises
        ------
        TrainingError
            If a window that is read holds a loss that is not finite.
        """
        self._window.append(counters)
        self._steps += 1
        if self._steps % self.every:
            return False
        return self._close()

    def finish(self) -> dict[str, float]:
        """Wait for all steps and return the totals of the epoch by name."""
        self._close()
        self._read()
        return self.totals

    def _close(self) -> bool:
        is_read = self._read()
        if self._window:
            # a batch of fewer samples than devices has fewer vectors
            by_device = itertools.zip_longest(*self._window)
            sums = [nd.add_n(*filter(_is_there, each)) for each in by_device]
            self._closed = (self._steps, sums)
            self._window = []
        return is_read

    def _read(self) -> bool:
        if self._closed is None:
            return False
        last_step, sums = self._closed
        self._closed = None
        first_step, self.steps_read = self.steps_read + 1, last_step
        for vector in sums:
            for name, value in zip(self.names, vector.asnumpy().tolist()):
                self.totals[name] += value
        if not math.isfinite(self.totals[self.names[0]]):
            raise NotFiniteError(first_step, last_step)
        return True


def _is_there(vector) -> bool:
    return vector is not None


class NotFiniteError(TrainingError):
    """A loss that is not finite, somewhere in a range of steps of this epoch."""

    def __init__(self, first_step: int, last_step: int):
        self.first_step, self.last_step = first_step, last_step
        super().__init__(f"The loss is not finite in steps {first_step}-{last_step}")
