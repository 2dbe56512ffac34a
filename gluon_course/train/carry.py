"""What one batch leaves to the next: the states of recurrent nets."""

from __future__ import annotations

from collections.abc import Sequence


class Carry:
    """Keeps, for each device, the arrays that a task carries through one epoch.

    Parameters
    ----------
    task : Task
        ``task.carried`` gives the first ones.
    net : Block or function
    data_iter : iterable
        Where it says ``keeps_state``, the arrays go on from batch to batch.
    """

    def __init__(self, task, net, data_iter):
        self._task, self._net = task, net
        self._goes_on = getattr(data_iter, "keeps_state", False)
        self._left: dict = {}

    def into(self, part: tuple) -> Sequence:
        """The arrays that go into a part of a batch, on its device."""
        features = part[0]
        size, left = self._left.get(features.context, (0, ()))
        if self._goes_on and size == features.shape[0]:
            return left
        return self._task.carried(self._net, *part)

    def keep(self, part: tuple, left: Sequence) -> None:
        """Remember what that part has left."""
        self._left[part[0].context] = (part[0].shape[0], left)
