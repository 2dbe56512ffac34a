"""The pictures on which a net does worst, kept while it goes through all."""

from __future__ import annotations

import heapq
from collections.abc import Callable


class Worst:
    """Keeps the worst of all pictures that it is shown.

    Parameters
    ----------
    most : int
        How many are kept.
    """

    def __init__(self, most: int):
        self.most, self._heap, self._count = most, [], 0

    def show(self, badness: float, make: Callable[[], object]) -> None:
        """Keep what ``make()`` returns if few pictures are as bad.

        Of equally bad ones the earlier is kept.
        """
        self._count += 1
        key = (badness, -self._count)
        if len(self._heap) < self.most:
            heapq.heappush(self._heap, (key, make()))
        elif key > self._heap[0][0]:
            heapq.heapreplace(self._heap, (key, make()))

    @property
    def kept(self) -> list:
        """What was kept, the worst first."""
        return [each for _, each in sorted(self._heap, key=lambda e: e[0])[::-1]]
