"""Copy, view or detached: what shares memory, and where the gradient still flows."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import NamedTuple

import mxnet as mx
import numpy as np
from mxnet import autograd, nd
from mxnet.base import MXNetError

from gluon_course.explain.memory import shares_memory
from gluon_course.explain.topic import Answer, Check, Table, register_topic


class Copied(NamedTuple):
    """What an array made from X has in common with X.

    Attributes
    ----------
    same_object : bool
        Is it X itself?
    shares_memory : bool
        Does a change of one show in the other?
    passes_gradient : bool
        Does the gradient of its sum, if it was made while recording, reach X?
    """

    same_object: bool
    shares_memory: bool
    passes_gradient: bool


def inspect_copy(make: Callable[[nd.NDArray], nd.NDArray | np.ndarray]) -> Copied:
    """Make an array from X of shape (3, 4) and see what it has in common with X.

    Parameters
    ----------
    make : callable
        From X, float32, to an NDArray or a NumPy array; it must not change X. It is
        called twice, the second time inside ``autograd.record()``.

    Returns
    -------
    Copied

    Section: 2.2 数据操作, 4.6 GPU计算, 6.4 循环神经网络的从零开始实现

    Examples
    --------
    >>> inspect_copy(lambda X: X.detach())
    Copied(same_object=False, shares_memory=True, passes_gradient=False)
    """
    X = nd.arange(1, 13).reshape((3, 4))
    made = make(X)
    return Copied(made is X, shares_memory(made, X), _passes_gradient(make, X))


@register_topic("copies", "What copies, and what shares?", "2.2, 4.6, 6.4, v2:2.3")
def copies() -> Answer:
    """Ways to make an array from X, each inspected."""
    rows, as_expected = [], True
    for code, make, expected in _ways():
        found = inspect_copy(make)
        as_expected &= found == expected
        rows.append((code, *("yes" if each else "no" for each in found)))
    X, Y = nd.zeros(3), nd.zeros(3)
    X.copy()[:] = 1
    Y.detach()[:] = 1
    return Answer(
        "copy and copyto make an independent array: X.copy() is what PyTorch calls "
        "clone, and its gradient still reaches X. detach shares X's memory, so a "
        "change of either shows in both, and lets no gradient through. A slice of "
        "whole rows, a part of one row, and reshape share memory; columns, steps and "
        "lists of indices copy, and so do transpose, flatten, astype and asnumpy.",
        tables=[
            Table(
                ("array made of X", "is X", "shares memory", "gradient reaches X"), rows
            )
        ],
        checks=[
            Check("every row is as expected", as_expected),
            Check(
                "writing into X.copy() leaves X as it was",
                X.asnumpy().tolist() == [0, 0, 0],
            ),
            Check(
                "writing into X.detach() changes X",
                Y.asnumpy().tolist() == [1, 1, 1],
            ),
            Check(
                "with u = x * x and v = u.detach() * x, the gradient of v is u",
                _detached_counts_as_constant(),
            ),
        ],
    )


def _ways() -> list[tuple[str, Callable, Copied]]:
    itself, view = Copied(True, True, True), Copied(False, True, True)
    separate, cut = Copied(False, False, True), Copied(False, False, False)
    return [
        ("X", lambda X: X, itself),
        ("X[:]", lambda X: X[:], itself),
        ("X.as_in_context(its own)", lambda X: X.as_in_context(X.context), itself),
        ("X.astype('float32', copy=False)", _same_dtype, itself),
        ("X.detach()", lambda X: X.detach(), Copied(False, True, False)),
        ("X.reshape((4, 3))", lambda X: X.reshape((4, 3)), view),
        ("X[1]", lambda X: X[1], view),
        ("X[1:3]", lambda X: X[1:3], view),
        ("X[1, 0:2]", lambda X: X[1, 0:2], view),
        ("X[:, 1]", lambda X: X[:, 1], separate),
        ("X[::2]", lambda X: X[::2], separate),
        ("X[[0, 2]]", lambda X: X[[0, 2]], separate),
        ("X.copy()", lambda X: X.copy(), separate),
        ("X.copyto(Z)", lambda X: X.copyto(nd.zeros(X.shape)), separate),
        ("X.copyto(mx.cpu())", lambda X: X.copyto(mx.cpu()), separate),
        ("X.as_in_context(mx.cpu(1))", lambda X: X.as_in_context(mx.cpu(1)), separate),
        ("X.T", lambda X: X.T, separate),
        ("X.flatten()", lambda X: X.flatten(), separate),
        ("X.astype('float32')", lambda X: X.astype("float32"), separate),
        ("X.astype('float64')", lambda X: X.astype("float64"), separate),
        ("copy.deepcopy(X)", copy.deepcopy, cut),
        ("nd.array(X)", nd.array, separate),
        ("X.asnumpy()", lambda X: X.asnumpy(), cut),
    ]


def _same_dtype(X: nd.NDArray) -> nd.NDArray:
    return X.astype("float32", copy=False)


def _passes_gradient(make: Callable, X: nd.NDArray) -> bool:
    X.attach_grad()
    with autograd.record():
        made = make(X)
        if not isinstance(made, nd.NDArray):
            return False
        total = made.sum()
    try:
        total.backward()
    except MXNetError:  # it is no part of what was recorded
        return False
    return bool(X.grad.asnumpy().any())


def _detached_counts_as_constant() -> bool:
    x = nd.array([1.0, 2.0, 3.0])
    x.attach_grad()
    with autograd.record():
        u = x * x
        v = u.detach() * x
    v.backward()
    return x.grad.asnumpy().tolist() == u.asnumpy().tolist() == [1, 4, 9]
