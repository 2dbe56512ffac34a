"""Gradients of several batches added up before one update."""

from __future__ import annotations

from collections.abc import Sequence


class Accumulation:
    """Adds up gradients in arrays of its own, one for each parameter and device.

    The parameters' gradients stay those of MXNet, written anew by every backward pass:
    so nets, plain arrays and sparse gradients are one case, and nothing is left behind
    in a net.
    """

    def __init__(self):
        self._sums: dict[int, tuple] = {}

    def keep(self, arrays: Sequence) -> None:
        """Take over the gradients that the last backward pass has written.

        Parameters
        ----------
        arrays : sequence of NDArray
            The trained arrays of all devices.
        """
        for array in arrays:
            if not array._fresh_grad:
                continue  # no part of what was computed
            held = self._sums.get(id(array))
            total = array.grad.copy() if held is None else held[1] + array.grad
            self._sums[id(array)] = (array, total)
            array._fresh_grad = False

    def give_back(self, arrays: Sequence) -> None:
        """Let the gradients of ``arrays`` be the sums, and begin anew."""
        self.keep(arrays)
        for array, total in self._sums.values():
            total.copyto(array.grad)
            array._fresh_grad = True
        self._sums.clear()
