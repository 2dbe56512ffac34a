"""Order, number and length of the passes over a detection set."""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import ConfigError
from gluon_course.data.loader import check_some_batch, checked_batch_size, permutation


class Passes:
    """What the loaders of a detection set share."""

    def begin(self, num_samples, batch_size, shuffle, last_batch, seed):
        """Set what the passes depend on; ConfigError if a value is out of range."""
        if last_batch not in ("keep", "discard"):
            raise ConfigError(f"last_batch is {last_batch!r}", "", "keep or discard")
        self.num_samples, self.batch_size = num_samples, checked_batch_size(batch_size)
        check_some_batch(num_samples, self.batch_size, last_batch)
        self.shuffle, self.last_batch, self.seed = shuffle, last_batch, seed
        self._next_epoch = 1

    def __len__(self) -> int:
        if self.last_batch == "discard":
            return self.num_samples // self.batch_size
        return -(-self.num_samples // self.batch_size)

    def set_epoch(self, epoch: int) -> None:
        """Make the next pass the one of ``epoch`` (1, 2, ...); later ones follow it."""
        self._next_epoch = int(epoch)

    def next_pass(self) -> tuple[int, list[np.ndarray]]:
        """Number of the pass that begins, and the samples of each of its batches."""
        epoch, self._next_epoch = self._next_epoch, self._next_epoch + 1
        order, size = np.arange(self.num_samples), self.batch_size
        if self.shuffle:
            order = permutation(self.num_samples, self.seed, epoch)
        return epoch, [order[i * size : (i + 1) * size] for i in range(len(self))]
