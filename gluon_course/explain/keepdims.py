"""Why ``keepdims``: a sum that keeps its axis can divide what was summed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mxnet import nd
from mxnet.base import MXNetError

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.explain.axes import trace_reduction
from gluon_course.explain.broadcasting import broadcast_shape
from gluon_course.explain.topic import Answer, Check, Table, register_topic


def normalize(X: nd.NDArray, axis: int | Sequence[int] = -1) -> nd.NDArray:
    """Divide X by its sum over ``axis``, so that the sum over it becomes 1.

    Parameters
    ----------
    X : NDArray, any shape
        Where a sum is 0 the result is nan or inf.
    axis : int or sequence of int
        The axes over which the result sums to 1.

    Returns
    -------
    NDArray, shape of X

    Raises
    ------
    ShapeError
        If X has no such axis.

    Section: 3.6 softmax回归的从零开始实现, v2:2.3 线性代数
    """
    trace_reduction(X.shape, axis)  # refuses a wrong axis in plain words
    return X / X.sum(axis=axis, keepdims=True)


def standardize(
    X: nd.NDArray, axis: int | Sequence[int] = 0, eps: float = 1e-5
) -> nd.NDArray:
    """Subtract the mean over ``axis`` and divide by the standard deviation.

    Parameters
    ----------
    X : NDArray, any shape
    axis : int or sequence of int
        Axis 0 of a table (samples, features) treats every feature by itself; axes
        (0, 2, 3) of pictures (N, C, H, W) treat every channel by itself.
    eps : float, 0 or more
        Added to the variance, so that a constant column becomes 0 and not nan.

    Returns
    -------
    NDArray, shape of X
        Mean 0 over ``axis``; variance v / (v + eps) where X has variance v.

    Raises
    ------
    ShapeError
        If X has no such axis.
    ConfigError
        If ``eps`` is negative.

    Section: 3.16 实战Kaggle比赛：房价预测, 5.10 批量归一化
    """
    trace_reduction(X.shape, axis)
    if eps < 0:
        raise ConfigError(f"eps is {eps}", action="pass 0 or a small positive number")
    centred = X - X.mean(axis=axis, keepdims=True)
    variance = (centred**2).mean(axis=axis, keepdims=True)
    return centred / (variance + eps).sqrt()


@register_topic("keepdims", "What is keepdims=True good for?", "2.2, 3.6, v2:2.3")
def keepdims() -> Answer:
    """Dividing by sums with and without ``keepdims``, on a 2 x 3 and a 3 x 3 array."""
    wide = nd.array([[1, 2, 3], [4, 5, 6]])
    square = nd.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    rows = [
        _row("X / X.sum(axis=1, keepdims=True)", wide, 1, True),
        _row("X / X.sum(axis=1)", wide, 1, False),
        _row("X / X.sum(axis=0, keepdims=True)", wide, 0, True),
        _row("X / X.sum(axis=0)", wide, 0, False),
        _row("X / X.sum(axis=1, keepdims=True)", square, 1, True),
        _row("X / X.sum(axis=1)", square, 1, False),
    ]
    wrong = (square / square.sum(axis=1)).sum(axis=1).asnumpy()
    ours = normalize(square, axis=1)
    return Answer(
        "With keepdims=True the summed axis stays, with length 1, and every row (or "
        "column) is divided by its own sum. Without it the sum has one axis less, and "
        "broadcasting lines up axes from the right: dividing by row sums then fails if "
        "rows and columns differ in number. If they do not, it is worse: nothing "
        "fails, and column j is divided by the sum of row j.",
        tables=[Table(("code", "X", "sum", "quotient", "sums to 1 over"), rows)],
        checks=[
            Check(
                "normalize(X, axis=1) makes every row sum to 1",
                _is_one(ours.sum(axis=1)),
            ),
            Check(
                "the square array without keepdims gives rows that do not sum to 1",
                abs(wrong - 1).max() > 0.1,
                ", ".join(f"{each:.2f}" for each in wrong),
            ),
            Check(
                "the 2 x 3 array without keepdims is refused",
                _is_refused(lambda: wide / wide.sum(axis=1)),
            ),
            Check(
                "standardize(X, axis=0) gives columns of mean 0 and variance 1",
                _is_one(standardize(wide, 0).mean(axis=0) + 1)
                and _is_one((standardize(wide, 0) ** 2).mean(axis=0)),
            ),
        ],
    )


def _row(code: str, X: nd.NDArray, axis: int, keep: bool) -> tuple:
    total = trace_reduction(X.shape, axis, keep).shape
    try:
        shape = broadcast_shape(X.shape, total)
    except ShapeError:
        return (code, X.shape, total, "refused", None)
    quotient = X / X.sum(axis=axis, keepdims=keep)
    ones = [i for i in (0, 1) if _is_one(quotient.sum(axis=i))]
    return (code, X.shape, total, shape, f"axis {ones[0]}" if ones else "none!")


def _is_refused(operation: Callable[[], nd.NDArray]) -> bool:
    try:
        operation()
    except MXNetError:
        return True
    return False


def _is_one(sums: nd.NDArray) -> bool:
    return bool(((sums - 1).abs() < 1e-4).min().asscalar())
