"""Boxes of nearly the same score: which stands first depends on the last bit.

A detector sorts its boxes. Two scores that differ by less than two programs do may
come out in either order; the boxes are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import mxnet as mx
import numpy as np

from gluon_course.base.tracing import flatten

TOLERANCE = 1e-4
"""Largest difference of scores, and of what belongs to them, that counts as a tie."""
_SORTS = "_contrib_box_nms"


def is_sorted(symbol: mx.sym.Symbol) -> bool:
    """Whether the rows of the outputs are boxes that the graph has sorted."""
    return f'"op": "{_SORTS}"' in symbol.tojson()


def in_order_of(net: Callable, other: Callable) -> Callable:
    """``other``, with boxes of tied scores in the order of ``net``.

    Parameters
    ----------
    net, other : callable
        From one NDArray to boxes (N, K, 6), class, score, corners, and perhaps a
        further array (N, K, ...) that belongs to them.

    Returns
    -------
    callable
        Its rows are those of ``other``, none twice and none left out.
    """

    def ordered(*arrays):
        wants = [each.asnumpy() for each in flatten(net(*arrays))]
        gots = [each.asnumpy() for each in flatten(other(*arrays))]
        if [each.shape for each in wants] != [each.shape for each in gots]:
            return [mx.nd.array(each, dtype=each.dtype) for each in gots]
        for i, (want, got) in enumerate(zip(wants[0], gots[0])):
            order = _order(want, got)
            for each in gots:
                each[i] = each[i][order]
        return [mx.nd.array(each, dtype=each.dtype) for each in gots]

    return ordered


def _order(want: np.ndarray, got: np.ndarray) -> np.ndarray:
    """Which row of ``got`` belongs in each place of ``want``."""
    order = np.arange(len(want))
    is_tied = np.abs(want[:, 1] - got[:, 1]) <= TOLERANCE
    is_other = np.abs(want - got).max(axis=1) > TOLERANCE
    moved = np.flatnonzero(is_tied & is_other)
    taken: list[int] = []
    for place in moved:
        row = _match(want[place], got, [each for each in moved if each not in taken])
        if row is None:
            return np.arange(len(want))
        order[place] = row
        taken.append(row)
    return order


def _match(row: np.ndarray, rows: np.ndarray, places: Sequence[int]) -> int | None:
    near = [i for i in places if np.abs(rows[i] - row).max() <= TOLERANCE]
    return near[0] if near else None
