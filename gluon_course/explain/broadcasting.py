"""Which shapes can be added: the rule of broadcasting, and the axis that breaks it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from mxnet import nd
from mxnet.base import MXNetError

from gluon_course.base.errors import ShapeError
from gluon_course.explain.topic import Answer, Check, Table, register_topic

PAIRS = (
    ((3, 1), (1, 2)),
    ((2, 3), (1, 3)),
    ((5, 4), (5, 1)),
    ((2, 3), (3, 2)),
    ((3, 1), (2, 3)),
    ((2, 3), (3,)),
    ((2, 3), (2,)),
)


def broadcast_shape(a: Sequence[int], b: Sequence[int]) -> tuple[int, ...]:
    """The shape of the sum of two arrays, by NumPy's rule.

    Shapes are compared from the last axis; a missing axis counts as 1; two lengths fit
    if they are equal or one of them is 1.

    Parameters
    ----------
    a, b : sequence of int
        Shapes; an axis may have length 0.

    Raises
    ------
    ShapeError
        If they do not fit; the message names the first axis, from the right, that
        does not.

    Section: 2.2 数据操作 (chapter_prerequisite/ndarray)
    """
    rank = max(len(a), len(b))
    result = []
    for axis in range(-1, -rank - 1, -1):
        m = a[axis] if -axis <= len(a) else 1
        n = b[axis] if -axis <= len(b) else 1
        if m != n and 1 not in (m, n):
            raise ShapeError(
                f"Shapes {tuple(a)} and {tuple(b)} do not broadcast: axis {axis} "
                f"has length {m} and {n}",
                "lengths must be equal, or one of them 1",
                f"reshape one array so that axis {axis} has length 1, or the other's",
            )
        result.append(n if m == 1 else m)
    return tuple(reversed(result))


@register_topic("broadcasting", "Which shapes can be added?", "2.2, v2:2.1")
def broadcasting() -> Answer:
    """The rule beside what NumPy and NDArray do with seven pairs."""
    rows, agree = [], True
    for a, b in PAIRS:
        try:
            ours = says = broadcast_shape(a, b)
        except ShapeError as error:
            ours, says = None, error.what.partition(": ")[2]
        agree &= ours == _added(np.zeros(a), np.zeros(b))
        agree &= ours == _added(nd.zeros(a), nd.zeros(b))
        rows.append((a, b, says))
    return Answer(
        "Compare the shapes from the last axis: two lengths fit if they are equal or "
        "one is 1, and the axis of length 1 is repeated. An axis that one array does "
        "not have counts as 1, so the shapes need not have the same number of axes.",
        tables=[Table(("a", "b", "a + b"), rows)],
        checks=[
            Check("the rule, NumPy and NDArray agree on all pairs of the table", agree),
        ],
    )


def _added(x, y) -> tuple[int, ...] | None:
    """Shape of the sum, or None where the arrays' own library refuses."""
    try:
        return (x + y).shape
    except (ValueError, MXNetError):
        return None
