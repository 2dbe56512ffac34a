"""What autograd computes: gradients through while and if, modes, summed heads."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import numpy as np
from mxnet import autograd, nd
from mxnet.base import MXNetError

from gluon_course.base.errors import ShapeError
from gluon_course.explain.topic import Answer, Check, Table, register_topic


def gradient(f: Callable[[nd.NDArray], nd.NDArray], x, heads=None) -> nd.NDArray:
    """The gradient of ``f`` at ``x`` by autograd, leaving ``x`` as it is.

    Parameters
    ----------
    f : callable
        From an NDArray of x's shape to an NDArray of any shape; it may branch and loop
        on values.
    x : array, any shape
        Where; converted to float32 unless it is an NDArray.
    heads : array, shape of f(x), optional
        Weights of the outputs; 1 each by default, so that outputs are summed.

    Returns
    -------
    NDArray, shape of x
        The sum over all outputs of weight times slope.

    Raises
    ------
    ShapeError
        If ``heads`` has another shape than the output, or the output does not depend
        on x.

    Section: 2.3 自动求梯度 (chapter_prerequisite/autograd)
    """
    x = x.copy() if isinstance(x, nd.NDArray) else nd.array(x)
    x.attach_grad()
    with autograd.record():
        y = f(x)
    if heads is not None:
        heads = nd.array(heads, ctx=y.context, dtype=y.dtype)
        if heads.shape != y.shape:
            raise ShapeError(
                f"The heads have shape {heads.shape}, the output {y.shape}",
                action="pass one weight for each output",
            )
    try:
        y.backward(heads)
    except MXNetError:
        raise ShapeError(
            "The output does not depend on x",
            "it was detached, went through NumPy, or was made of something else",
            "compute it from x by NDArray operations",
        ) from None
    return x.grad


def numeric_gradient(
    f: Callable[[nd.NDArray], nd.NDArray], x, step: float = 1e-4
) -> np.ndarray:
    """The gradient of the sum of ``f`` at ``x`` by central differences, in float64.

    Parameters
    ----------
    f : callable
        From an NDArray of x's shape to an NDArray of any shape.
    x : array, any shape
        Where ``f`` has a slope; a jump within ``step`` spoils the result.
    step : float, above 0

    Returns
    -------
    numpy.ndarray, shape of x
        ``(f(x + step) - f(x - step)) / (2 * step)`` for each entry by itself.

    Section: v2:2.4 微积分 (chapter_preliminaries/calculus)
    """
    if isinstance(x, nd.NDArray):
        x = x.asnumpy()
    x = np.array(x, dtype="float64")
    slopes = np.empty_like(x)
    for at in np.ndindex(x.shape):
        ends = []
        for signed in (step, -step):
            moved = x.copy()
            moved[at] += signed
            ends.append(f(nd.array(moved, dtype="float64")).sum().asscalar())
        slopes[at] = (ends[0] - ends[1]) / (2 * step)
    return slopes


def control_flow(a: nd.NDArray) -> nd.NDArray:
    """A function with a loop and a branch that depend on values.

    ``2 * a`` is doubled until its norm is 1000 or more; then it is taken times 100
    unless its sum is above 0. For one a it is ``factor * a``, so its gradient is
    ``f(a) / a``.

    Parameters
    ----------
    a : NDArray, any shape
        Not all zero: 0 never reaches the norm.

    Raises
    ------
    ShapeError
        If all entries are 0.

    Section: 2.3 自动求梯度 (chapter_prerequisite/autograd)
    """
    if not a.norm().asscalar():
        raise ShapeError(
            "All entries of a are 0",
            "doubling 0 never reaches the norm 1000",
            "pass another a",
        )
    b = a * 2
    while b.norm().asscalar() < 1000:
        b = b * 2
    return b if b.sum().asscalar() > 0 else 100 * b


@register_topic("gradients", "What does backward() compute?", "2.3, v2:2.5")
def gradients() -> Answer:
    """Gradients beside differences, autograd's modes, and how gradients are kept."""
    x = nd.array([0.0, 1.0, 2.0, 3.0])
    examples = [
        ("2 * (x * x).sum()", lambda x: 2 * (x * x).sum(), x),
        ("x * x (four outputs)", lambda x: x * x, x),
        ("x.detach() * x", lambda x: x.detach() * x, x),
        ("control_flow(x), x = [3]", control_flow, nd.array([3.0])),
        ("control_flow(x), x = [-3]", control_flow, nd.array([-3.0])),
    ]
    rows, worst = [], 0.0
    for code, f, at in examples:
        found, measured = gradient(f, at).asnumpy(), numeric_gradient(f, at)
        if "detach" not in code:  # differences see the detached x move as well
            worst = max(worst, (np.abs(found - measured) / (1 + np.abs(found))).max())
        rows.append((code, _numbers(found), _numbers(measured)))
    return Answer(
        "It follows the operations that were recorded for these values back to x, so "
        "loops and branches need no special care. If there are several outputs, they "
        "are summed first; heads weigh them. A detached value counts as a constant. "
        "record() also switches to training mode, in which dropout drops and batch "
        "normalization uses the batch. Each backward overwrites x.grad unless "
        "grad_req='add' was asked for.",
        tables=[
            Table(("f(x)", "autograd", "differences"), rows),
            Table(("inside", "is_recording", "is_training"), _modes()),
        ],
        checks=[
            Check(
                "autograd and differences agree but for detach",
                worst < 1e-4,
                f"{worst:.0e}",
            ),
            Check(
                "heads (1, 0, 0, 2) weigh the outputs of x * x",
                _numbers(gradient(lambda x: x * x, x, [1, 0, 0, 2]).asnumpy())
                == "0 0 0 12",
            ),
            Check(
                "a second backward replaces the gradient, with grad_req='add' it adds",
                (_after_two_passes("write"), _after_two_passes("add")) == (6, 12),
            ),
        ],
    )


def _modes() -> list[tuple[str, str, str]]:
    inside = [
        ("no block", contextlib.nullcontext()),
        ("autograd.pause()", autograd.pause()),
        ("autograd.record()", autograd.record()),
        ("autograd.record(train_mode=False)", autograd.record(train_mode=False)),
        ("autograd.train_mode()", autograd.train_mode()),
    ]
    rows = []
    for code, block in inside:
        with block:
            states = autograd.is_recording(), autograd.is_training()
        rows.append((code, *("yes" if each else "no" for each in states)))
    return rows


def _after_two_passes(grad_req: str) -> float:
    x = nd.array([3.0])
    x.attach_grad(grad_req)
    for _ in range(2):
        with autograd.record():
            y = x * x
        y.backward()
    return x.grad.asscalar()


def _numbers(values) -> str:
    return " ".join(f"{value + 0.0:.6g}" for value in values)
