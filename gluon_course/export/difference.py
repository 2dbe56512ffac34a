"""Do two forms of one model compute the same, for several batch sizes?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import mxnet as mx
import numpy as np

from gluon_course.base.errors import ExportError, reason_of
from gluon_course.base.inputs import Input, map_inputs
from gluon_course.base.tracing import flatten

BATCH_SIZES = (2, 1, 5)
TOLERANCES = {"float16": 1e-2, "float32": 1e-5, "float64": 1e-10}
"""Largest difference that counts as equal, relative to the largest output (or to 1)."""


def largest_difference(
    net: Callable,
    other: Callable,
    inputs: Sequence,
    dtype: str = "float32",
    ctx: mx.Context | None = None,
    normalisation: tuple[Sequence[float], Sequence[float]] = ((), ()),
    batch_sizes: Sequence[int] = BATCH_SIZES,
    slack: float = 1,
) -> float:
    """Compare two forms of a model in inference mode.

    Parameters
    ----------
    net : callable
        From NDArrays with a batch axis to NDArrays, in lists where it has several.
    other : callable
        The same, but all arguments are arrays, in the order of ``inputs``.
    inputs : sequence of int, or nested sequence of Input
        Shape of one sample of the one input, without the batch axis; or the inputs
        of the net, in lists where its arguments are.
    dtype : str
        Type of the one input where a shape is given.
    ctx : Context, optional
        Where to compute; the CPU by default.
    normalisation : (mean, std)
        Per channel: the inputs are as the data's, not merely random.
    batch_sizes : sequence of int
        Each is tried, so a batch axis that is not free is found. Free axes are once
        as described, then longer.
    slack : float
        How many times :data:`TOLERANCES` counts as equal: more than 1 for another
        program, which adds up in another order.

    Returns
    -------
    float
        The largest absolute difference.

    Raises
    ------
    ExportError
        If the outputs differ by more than :data:`TOLERANCES`, in number or in shape,
        or are not finite.
    """
    inputs = as_inputs(inputs, dtype)
    flat = flatten(inputs)
    dtype = flat[0].dtype
    axes = sorted({each.batch_axis for each in flat})
    worst, first = 0.0, None
    for i, batch_size in enumerate(batch_sizes):
        longer = (0, 3, 1)[i % 3]  # never shorter: lengths among the inputs must fit
        arrays = sample_batch(inputs, batch_size, ctx, normalisation, i, longer)
        with mx.autograd.pause():
            wants = _outputs(net, arrays, batch_size)
            gots = _outputs(other, flatten(arrays), batch_size)
        if len(wants) != len(gots):
            raise ExportError(
                f"The exported model has {len(gots)} outputs, the net {len(wants)}"
            )
        follows = [
            any(want.shape[axis : axis + 1] == (batch_size,) for axis in axes)
            for want in wants
        ]
        first = first or follows
        if any(did and not does for did, does in zip(first, follows)):
            raise batch_axis_error(f"returns shape {wants[0].shape}", batch_size)
        for want, got in zip(wants, gots):
            worst = max(worst, _difference(want, got, batch_size, dtype, slack))
    return worst


def as_inputs(inputs, dtype: str = "float32") -> list:
    """The inputs of a net as a nested list; a shape is that of one called ``data``."""
    if isinstance(inputs, Input):
        return [inputs]
    if any(isinstance(each, (Input, list, tuple)) for each in inputs):
        return map_inputs(lambda each: each, inputs)
    return [Input("data", tuple(inputs), dtype)]


def sample_batch(
    inputs, batch_size, ctx, normalisation=((), ()), seed=0, longer=0
) -> list:
    """A batch for each input, in lists nested as the inputs are.

    Numbers of a span, or pixels drawn evenly from [0, 1] and normalised, as integers 0
    and 1. MXNet's random state is neither read nor changed.
    """
    rng = np.random.RandomState(seed)

    def sample(each: Input):
        shape = each.batch_shape(batch_size, longer)
        if each.span is not None:
            low, high = each.span
            X = rng.randint(low, high + 1, shape)
            return mx.nd.array(X, ctx=ctx or mx.cpu(), dtype=each.dtype)
        return _pixels(rng, shape, each.dtype, ctx, normalisation)

    return map_inputs(sample, inputs)


def _pixels(rng, shape, dtype: str, ctx, normalisation) -> mx.nd.NDArray:
    X = rng.uniform(size=shape)
    mean, std = (np.array(values) for values in normalisation)
    if mean.size:
        axes = (-1,) + (1,) * (len(shape) - 2)
        X = (X - mean.reshape(axes)) / std.reshape(axes)
    if np.issubdtype(np.dtype(dtype), np.integer):
        X = X.round()
    return mx.nd.array(X, ctx=ctx or mx.cpu(), dtype=dtype)


def _outputs(net: Callable, arrays: list, batch_size: int) -> list[np.ndarray]:
    try:
        return [each.asnumpy() for each in flatten(net(*arrays))]
    except mx.MXNetError as error:
        raise batch_axis_error(f"fails: {reason_of(error)}", batch_size) from error


def batch_axis_error(what: str, batch_size: int) -> ExportError:
    """The error for a model that knows one size of batch only."""
    return ExportError(
        f"For a batch of {batch_size} the model {what}",
        "its batch axis is not free: a reshape or a constant fixes its size",
        "write reshapes with 0 or -1 in the place of the batch size",
    )


def _difference(
    want: np.ndarray, got: np.ndarray, batch_size: int, dtype: str, slack: float
) -> float:
    if want.shape != got.shape:
        raise ExportError(
            f"The exported model returns shape {got.shape}, the net {want.shape}",
            f"a batch of {batch_size} is treated differently",
        )
    if not (np.isfinite(want).all() and np.isfinite(got).all()):
        raise ExportError(
            "The net's output is not finite for pixels from 0 to 1",
            "its weights are too large, or it divides by zero",
            "train with a smaller learning rate",
        )
    if not want.size:
        return 0.0
    want, got = want.astype(np.float64), got.astype(np.float64)
    difference = float(np.abs(want - got).max())
    limit = slack * TOLERANCES.get(dtype, 1e-5) * max(1.0, float(np.abs(want).max()))
    if difference > limit:
        raise ExportError(
            f"The exported model differs from the net by {difference:.3g}",
            "the net computes with random numbers, or differently once hybridized",
            "compare net(X) before and after net.hybridize() (section 8.1)",
        )
    return difference
