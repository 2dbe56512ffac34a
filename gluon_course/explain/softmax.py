"""Softmax that cannot overflow, and its logarithm, beside the text's plain formula."""

from __future__ import annotations

from mxnet import nd

from gluon_course import scratch
from gluon_course.base.errors import ShapeError
from gluon_course.explain.topic import Answer, Check, Table, register_topic


def log_softmax(X: nd.NDArray, axis: int = -1) -> nd.NDArray:
    """Logarithm of the softmax, without computing the softmax first.

    ``x - m - log(sum(exp(x - m)))`` with m the largest entry: the exponents are at most
    0, and one of them is 0, so the sum lies between 1 and the number of entries.

    Parameters
    ----------
    X : NDArray, any shape, float
        Logits, finite.
    axis : int
        The axis over which the probabilities sum to 1.

    Returns
    -------
    NDArray, shape of X
        Never above 0, finite for finite logits.

    Raises
    ------
    ShapeError
        If X has no such axis.

    Section: 3.7 softmax回归的简洁实现, v2:3.7
    """
    shifted = _shifted(X, axis)
    return shifted - shifted.exp().sum(axis=axis, keepdims=True).log()


def softmax(X: nd.NDArray, axis: int = -1) -> nd.NDArray:
    """Exponentials divided by their sum, with the largest entry subtracted first.

    Subtracting one number from all entries leaves the quotient as it is.

    Parameters
    ----------
    X : NDArray, any shape, float
        Logits, finite.
    axis : int
        The axis over which the probabilities sum to 1.

    Returns
    -------
    NDArray, shape of X
        0..1; entries far below the largest may round to 0.

    Raises
    ------
    ShapeError
        If X has no such axis.

    Section: 3.4 softmax回归, 3.7 softmax回归的简洁实现
    """
    exp = _shifted(X, axis).exp()
    return exp / exp.sum(axis=axis, keepdims=True)


def cross_entropy(X: nd.NDArray, y: nd.NDArray) -> nd.NDArray:
    """``-log softmax(X)`` at each label, finite where ``-log(softmax(X))`` is not.

    Parameters
    ----------
    X : NDArray, shape (N, K)
        Logits, finite.
    y : NDArray, shape (N,)
        Labels, 0..K-1.

    Returns
    -------
    NDArray, shape (N,)

    Raises
    ------
    ShapeError
        If there is not one label for each row of logits.

    Section: 3.7 softmax回归的简洁实现
    """
    if X.ndim != 2 or y.shape != X.shape[:1]:
        raise ShapeError(
            f"Logits of shape {X.shape} and labels of shape {y.shape} do not fit",
            action="pass logits (N, K) and labels (N,)",
        )
    return -nd.pick(log_softmax(X), y)


@register_topic(
    "softmax", "Why not compute softmax as it is written?", "3.4, 3.6, 3.7, v2:3.7"
)
def softmax_topic() -> Answer:
    """Three ways on small, large and very negative logits, in float32."""
    rows = []
    for logits in ([1, 2, 3], [101, 102, 103], [-201, -202, -203], [0, 100, 200]):
        X = nd.array([logits])
        plain = scratch.softmax(X)
        by_log = scratch.cross_entropy(plain, nd.array([0]))
        rows.append(
            (
                _numbers(logits),
                _numbers(plain[0].asnumpy()),
                _numbers(softmax(X)[0].asnumpy()),
                _numbers(by_log.asnumpy()),
                _numbers(cross_entropy(X, nd.array([0])).asnumpy()),
            )
        )
    X = nd.array([[1, 2, 3], [101, 102, 103], [-201, -202, -203], [0, 100, 200]])
    same = (softmax(X) - nd.softmax(X)).abs().max().asscalar()
    same_log = (log_softmax(X) - nd.log_softmax(X)).abs().max().asscalar()
    largest = nd.array([88.7, 88.8]).exp().asnumpy()
    return Answer(
        "In float32 exp(x) is inf from about x = 88.7 on, and inf / inf is nan; far "
        "below zero all exponentials round to 0, and 0 / 0 is nan too. Subtracting the "
        "largest logit from all of them changes nothing in the quotient and keeps "
        "every exponential between 0 and 1. A probability may still round to 0, whose "
        "logarithm is -inf: so the loss is computed from the logits by log-softmax, as "
        "Gluon's SoftmaxCrossEntropyLoss does.",
        tables=[
            Table(
                ("logits", "exp / sum", "stable", "loss", "stable loss"),
                rows,
                "The loss is -log(exp / sum) and -log_softmax at the label, class 0.",
            )
        ],
        checks=[
            Check("exp(88.7) is finite and exp(88.8) is inf", _overflows(largest)),
            Check(
                "the plain formula gives nan for large and for very negative logits",
                all("nan" in rows[i][1] for i in (1, 2)),
            ),
            Check(
                "the stable one equals MXNet's own",
                same < 1e-6,
                f"difference {same:.0e}",
            ),
            Check(
                "and so does log-softmax", same_log < 1e-4, f"difference {same_log:.0e}"
            ),
        ],
    )


def _shifted(X: nd.NDArray, axis: int) -> nd.NDArray:
    if not -X.ndim <= axis < X.ndim:
        raise ShapeError(f"Logits of shape {X.shape} have no axis {axis}")
    return X - X.max(axis=axis, keepdims=True)


def _overflows(values) -> bool:
    return bool(values[0] < float("inf") == values[1])


def _numbers(values) -> str:
    return ", ".join(f"{value:.3g}" for value in values)
