"""Which axis an operation takes away: shapes of sums, joins and transposes, traced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mxnet import nd

from gluon_course.base.errors import ShapeError
from gluon_course.explain.topic import Answer, Check, Table, register_topic


class Trace(NamedTuple):
    """What becomes of the axes.

    Attributes
    ----------
    shape : tuple of int
        Shape of the result.
    says : str
        One sentence: which axis vanished, grew, came or moved.
    """

    shape: tuple[int, ...]
    says: str


def trace_reduction(
    shape: Sequence[int],
    axis: int | Sequence[int] | None = None,
    keepdims: bool = False,
) -> Trace:
    """The shape of ``X.sum(axis, keepdims)``; mean, max, min and prod do the same.

    Parameters
    ----------
    shape : sequence of int
        Shape of X, every length 1 or more.
    axis : int, sequence of int or None
        The axes to sum over; negative ones count from the end; None and () are all.
    keepdims : bool
        Keep each summed axis with length 1?

    Returns
    -------
    Trace
        An NDArray has one axis at least: where NumPy gives shape (), it is (1,).

    Raises
    ------
    ShapeError
        If X has no such axis, or an axis is named twice.

    Section: 2.2 数据操作, v2:2.3 线性代数
    """
    shape = _shape(shape)
    if axis is None or (not isinstance(axis, int) and not len(axis)):
        axis = range(len(shape))
    axes = _axes([axis] if isinstance(axis, int) else axis, len(shape))
    named, stay, vanish = (
        ("axes", "stay", "vanish") if len(axes) > 1 else ("axis", "stays", "vanishes")
    )
    named += " " + ", ".join(map(str, sorted(axes)))
    if keepdims:
        kept = tuple(1 if i in axes else n for i, n in enumerate(shape))
        return Trace(kept, f"{named} {stay}, length 1")
    rest = tuple(n for i, n in enumerate(shape) if i not in axes)
    return Trace(rest or (1,), f"{named} {vanish}")


def trace_concat(shapes: Sequence[Sequence[int]], axis: int) -> Trace:
    """The shape of ``nd.concat(*arrays, dim=axis)``: one axis grows, none comes.

    Parameters
    ----------
    shapes : sequence of sequences of int
        Shapes of the arrays, equal but for ``axis``.
    axis : int
        The axis along which they are joined. ``nd.concat`` takes 1 if it is left out,
        ``np.concatenate`` takes 0.

    Raises
    ------
    ShapeError
        If the shapes differ elsewhere; the message names the axis.

    Section: 2.2 数据操作 (chapter_prerequisite/ndarray)
    """
    shapes = _shapes(shapes)
    (axis,) = _axes([axis], len(shapes[0]))
    for other in shapes[1:]:
        _must_agree(shapes[0], other, but=axis)
    lengths = [shape[axis] for shape in shapes]
    result = (*shapes[0][:axis], sum(lengths), *shapes[0][axis + 1 :])
    added = " + ".join(map(str, lengths))
    return Trace(result, f"axis {axis} grows to {added} = {sum(lengths)}")


def trace_stack(shapes: Sequence[Sequence[int]], axis: int = 0) -> Trace:
    """The shape of ``nd.stack(*arrays, axis=axis)``: a new axis comes.

    Parameters
    ----------
    shapes : sequence of sequences of int
        Shapes of the arrays, all equal.
    axis : int
        Where the new axis stands in the result.

    Raises
    ------
    ShapeError
        If the shapes differ.

    Section: 2.2 数据操作 (chapter_prerequisite/ndarray)
    """
    shapes = _shapes(shapes)
    for other in shapes[1:]:
        _must_agree(shapes[0], other)
    (axis,) = _axes([axis], len(shapes[0]) + 1)
    result = (*shapes[0][:axis], len(shapes), *shapes[0][axis:])
    return Trace(result, f"a new axis {axis} counts the {len(shapes)} arrays")


def trace_transpose(shape: Sequence[int], axes: Sequence[int] | None = None) -> Trace:
    """The shape of ``nd.transpose(X, axes)``: axes change places, none vanishes.

    Parameters
    ----------
    shape : sequence of int
        Shape of X.
    axes : sequence of int, optional
        Each axis of X once, 0 or more, in its new order; reversed by default.

    Raises
    ------
    ShapeError
        If ``axes`` is no such order. ``nd.transpose`` itself does not check: with
        (0, 0, 1) it gives no useful numbers, or ends the process later.

    Section: 2.2 数据操作, v2:2.3 线性代数
    """
    shape = _shape(shape)
    order = tuple(reversed(range(len(shape)))) if axes is None else tuple(axes)
    if sorted(order) != list(range(len(shape))):
        raise ShapeError(
            f"{order} is no order of the {len(shape)} axes of {shape}",
            "every axis must stand in it once, and none is counted from the end",
            f"write an order of {tuple(range(len(shape)))}",
        )
    result = tuple(shape[i] for i in order)
    return Trace(result, f"in the order {', '.join(map(str, order))}")


@register_topic("axes", "Which axis does sum(axis=...) take away?", "2.2, 3.6, v2:2.3")
def axes() -> Answer:
    """The tracers beside what NDArray does with an array of shape (2, 3, 4)."""
    X = nd.arange(24).reshape((2, 3, 4))
    rows, agree = [], True
    for code, trace, result in _examples(X):
        rows.append((code, trace.shape, trace.says))
        agree &= trace.shape == result().shape
    A = nd.array([[1, 2, 3], [10, 20, 30]])
    down, across = A.sum(axis=0).asnumpy(), A.sum(axis=1).asnumpy()
    return Answer(
        "The axis you name is the one that vanishes; the other lengths are the shape "
        "of the result. keepdims=True leaves it with length 1, so that the result "
        "still broadcasts against X. Axis 0 runs down from row to row, so sum(axis=0) "
        "gives one number for each column, and sum(axis=1) one for each row. concat "
        "makes an axis longer, stack adds one, transpose only moves them.",
        tables=[Table(("X is (2, 3, 4)", "result", "axes"), rows)],
        checks=[
            Check("NDArray gives every shape of the table", agree),
            Check(
                "[[1, 2, 3], [10, 20, 30]] summed over axis 0 has a number a column",
                down.tolist() == [11, 22, 33],
                _numbers(down),
            ),
            Check(
                "summed over axis 1 it has a number a row",
                across.tolist() == [6, 60],
                _numbers(across),
            ),
        ],
    )


def _examples(X: nd.NDArray) -> list[tuple[str, Trace, Callable[[], nd.NDArray]]]:
    s = X.shape
    return [
        ("X.sum(axis=0)", trace_reduction(s, 0), lambda: X.sum(axis=0)),
        ("X.sum(axis=1)", trace_reduction(s, 1), lambda: X.sum(axis=1)),
        ("X.mean(axis=(0, 2))", trace_reduction(s, (0, 2)), lambda: X.mean((0, 2))),
        (
            "X.max(axis=1, keepdims=True)",
            trace_reduction(s, 1, True),
            lambda: X.max(axis=1, keepdims=True),
        ),
        ("X.sum()", trace_reduction(s), lambda: X.sum()),
        ("nd.concat(X, X, dim=0)", trace_concat([s, s], 0), lambda: _join(X, 0)),
        ("nd.concat(X, X, dim=2)", trace_concat([s, s], 2), lambda: _join(X, 2)),
        (
            "nd.stack(X, X, axis=1)",
            trace_stack([s, s], 1),
            lambda: nd.stack(X, X, axis=1),
        ),
        ("X.T", trace_transpose(s), lambda: X.T),
        (
            "X.transpose((1, 0, 2))",
            trace_transpose(s, (1, 0, 2)),
            lambda: X.transpose((1, 0, 2)),
        ),
    ]


def _join(X: nd.NDArray, axis: int) -> nd.NDArray:
    return nd.concat(X, X, dim=axis)


def _numbers(values) -> str:
    return ", ".join(f"{value:g}" for value in values)


def _shape(shape: Sequence[int]) -> tuple[int, ...]:
    shape = tuple(shape)
    if not shape or any(not isinstance(n, int) or n < 1 for n in shape):
        raise ShapeError(
            f"{shape} is no shape of an NDArray",
            "it has one axis at least, and every axis has a length of 1 or more",
            "write it like (2, 3)",
        )
    return shape


def _shapes(shapes: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    if not shapes:
        raise ShapeError("There is no array to join", action="name one shape or more")
    return [_shape(shape) for shape in shapes]


def _axes(axes: Sequence[int], rank: int) -> list[int]:
    """The axes counted from 0, each checked."""
    found = []
    for axis in axes:
        if not -rank <= axis < rank:
            raise ShapeError(
                f"There is no axis {axis} among {rank} axes",
                "axes are counted from 0",
                f"name one from {-rank} to {rank - 1}",
            )
        if axis % rank in found:
            raise ShapeError(f"Axis {axis} is named twice in {tuple(axes)}")
        found.append(axis % rank)
    return found


def _must_agree(a: tuple[int, ...], b: tuple[int, ...], but: int | None = None) -> None:
    if len(a) != len(b):
        raise ShapeError(
            f"Shapes {a} and {b} cannot be joined: {len(a)} and {len(b)} axes",
            action="reshape one so that both have as many",
        )
    for axis, (m, n) in enumerate(zip(a, b)):
        if m != n and axis != but:
            raise ShapeError(
                f"Shapes {a} and {b} cannot be joined: axis {axis} has length "
                f"{m} and {n}",
                "all axes but the one along which arrays are joined must be equal",
            )
