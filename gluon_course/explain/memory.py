"""Which statements write into the memory that is there, and which take new memory."""

from __future__ import annotations

import ctypes
import operator
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from mxnet import autograd, nd
from mxnet.base import _LIB, MXNetError, NotImplementedForSymbol, check_call
from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError
from gluon_course.explain.topic import Answer, Check, Table, register_topic


class Update(NamedTuple):
    """What a statement did to its target.

    Attributes
    ----------
    same_object : bool
        Is the name bound to the object it was bound to before (the same ``id``)?
    same_buffer : bool or None
        Do its numbers begin at the same address? None for what has no buffer.
    """

    same_object: bool
    same_buffer: bool | None


def buffer_address(array: nd.NDArray | np.ndarray) -> int:
    """Where the numbers of an array begin in memory.

    Parameters
    ----------
    array : NDArray or numpy.ndarray
        A dense array; work that is queued on it is waited for. The address of an array
        on a GPU is one of the GPU's memory.

    Raises
    ------
    ConfigError
        If it is neither, or sparse.

    Section: 2.2 数据操作 (chapter_prerequisite/ndarray)
    """
    if isinstance(array, np.ndarray):
        return array.__array_interface__["data"][0]
    if not isinstance(array, nd.NDArray) or array.stype != "default":
        raise ConfigError(
            f"There is no buffer to look at in a {type(array).__name__}",
            action="pass a dense NDArray or a NumPy array",
        )
    array.wait_to_read()  # memory may be taken only when the work is done
    address = ctypes.c_void_p()
    check_call(_LIB.MXNDArrayGetData(array.handle, ctypes.byref(address)))
    return address.value or 0


def shares_memory(a: nd.NDArray | np.ndarray, b: nd.NDArray | np.ndarray) -> bool:
    """Do two arrays have numbers in common, so that a change of one shows in the other?

    Parameters
    ----------
    a, b : NDArray or numpy.ndarray
        An NDArray lies in memory without gaps; a NumPy array must do so here.

    Raises
    ------
    ConfigError
        If one has no buffer, or is a NumPy array with gaps.

    Section: 2.2 数据操作 (chapter_prerequisite/ndarray)
    """
    (first_a, end_a), (first_b, end_b) = _stretch(a), _stretch(b)
    return first_a < end_b and first_b < end_a


def watch_update(statement: Callable, target, *others) -> Update:
    """Run a statement and see whether its target kept its object and its buffer.

    Parameters
    ----------
    statement : callable
        Called with the target and the others; returns what the name is bound to
        afterwards. For ``X += Y``: ``def add(X, Y): X += Y; return X``, or
        ``operator.iadd``.
    target, *others : object
        The target may be anything: an NDArray, a NumPy array, a number, a list.

    Returns
    -------
    Update

    Section: 2.2 数据操作 (chapter_prerequisite/ndarray)

    Examples
    --------
    >>> X = nd.ones(3)
    >>> watch_update(lambda X: X + 1, X)
    Update(same_object=False, same_buffer=False)
    """
    has_buffer = isinstance(target, (nd.NDArray, np.ndarray))
    before = buffer_address(target) if has_buffer else None
    after = statement(target, *others)  # target lives on: its memory stays taken
    same_buffer = buffer_address(after) == before if has_buffer else None
    return Update(after is target, same_buffer)


@register_topic("memory", "Which statements take new memory?", "2.2, 8.1, v2:2.1")
def memory() -> Answer:
    """Statements on arrays and on Python's own values, each watched."""
    rows, as_expected = [], True
    for code, of, statement, values, expected in _statements():
        update = watch_update(statement, *values)
        as_expected &= update == expected
        buffer = None if update.same_buffer is None else _word(update.same_buffer)
        rows.append((code, of, _word(update.same_object), buffer))
    A, C = nd.ones(3), nd.ones(3)
    B, D = A, C
    A += 1
    C = C + 1
    return Answer(
        "X = X + Y takes new memory and binds the name to a new array. X += Y, "
        "X[:] = ... and out=X write into the memory that X has, so every other name of "
        "the same array sees the change. NDArray, NumPy and PyTorch agree in this. In "
        "plain Python += keeps the object where it can be changed (a list) and makes a "
        "new one where it cannot (a number, a tuple, a string).",
        tables=[
            Table(
                ("statement", "of", "same object", "same buffer"),
                rows,
                "Z[:] = X + Y first puts the sum into new memory and then copies it; "
                "out=Z saves that.",
            ),
        ],
        checks=[
            Check("every row is as the text and Python's rules say", as_expected),
            Check(
                "after B = A, the statement A += 1 shows in B",
                B.asnumpy().tolist() == [2, 2, 2],
            ),
            Check(
                "after D = C, the statement C = C + 1 does not show in D",
                D.asnumpy().tolist() == [1, 1, 1] and C[0].asscalar() == 2,
            ),
            Check(
                "X += 1 is refused inside autograd.record() if X has a gradient",
                _is_refused_when_recording(),
            ),
            Check(
                "x += 1 is refused inside a hybridized block",
                _is_refused_in_hybrid_block(),
            ),
        ],
    )


def _statements() -> list[tuple[str, str, Callable, tuple, Update]]:
    """Rows (code, what the target is, function, values, what must come of it)."""
    X, Y = nd.arange(4), nd.ones(4)
    a, b = np.arange(4.0), np.ones(4)
    new, kept = Update(False, False), Update(True, True)
    return [
        ("Y = Y + X", "NDArray", operator.add, (Y.copy(), X), new),
        ("Z[:] = X + Y", "NDArray", _assign_sum, (nd.zeros(4), X, Y), kept),
        (
            "nd.elemwise_add(X, Y, out=Z)",
            "NDArray",
            _add_out,
            (nd.zeros(4), X, Y),
            kept,
        ),
        ("X += Y", "NDArray", operator.iadd, (X.copy(), Y), kept),
        ("X *= 2", "NDArray", operator.imul, (X.copy(), 2), kept),
        ("X[1:3] = 0", "NDArray", _assign_part, (X.copy(),), kept),
        ("a = a + b", "NumPy array", operator.add, (a.copy(), b), new),
        ("a += b", "NumPy array", operator.iadd, (a.copy(), b), kept),
        ("n += 1", "int", operator.iadd, (1000, 1), Update(False, None)),
        ("t += (3,)", "tuple", operator.iadd, ((1, 2), (3,)), Update(False, None)),
        ("s += 'c'", "str", operator.iadd, ("ab", "c"), Update(False, None)),
        ("l += [3]", "list", operator.iadd, ([1, 2], [3]), Update(True, None)),
        ("l = l + [3]", "list", operator.add, ([1, 2], [3]), Update(False, None)),
    ]


def _assign_sum(Z, X, Y):
    Z[:] = X + Y  # the sum is written elsewhere first, then copied
    return Z


def _add_out(Z, X, Y):
    return nd.elemwise_add(X, Y, out=Z)


def _assign_part(X):
    X[1:3] = 0
    return X


def _is_refused_when_recording() -> bool:
    X = nd.ones(3)
    X.attach_grad()
    try:
        with autograd.record():
            X += 1
    except MXNetError:
        return True
    return False


class _AddsInPlace(nn.HybridBlock):
    def hybrid_forward(self, F, x):
        x += 1
        return x


def _is_refused_in_hybrid_block() -> bool:
    block = _AddsInPlace()
    block.hybridize()
    try:
        block(nd.ones(3))
    except NotImplementedForSymbol:
        return True
    return False


def _stretch(array: nd.NDArray | np.ndarray) -> tuple[int, int]:
    """First address of an array's numbers and the one behind its last."""
    first = buffer_address(array)
    if isinstance(array, np.ndarray) and not array.flags.forc:
        raise ConfigError(
            "A NumPy array with gaps cannot be compared",
            "it is a view of some columns or of every second row",
            "ask np.shares_memory about two NumPy arrays",
        )
    return first, first + array.size * np.dtype(array.dtype).itemsize


def _word(is_so: bool) -> str:
    return "yes" if is_so else "no"
