"""Do two forms of one model compute the same, for several batch sizes?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import mxnet as mx
import numpy as np

from gluon_course.base.errors import ExportError, reason_of
from gluon_course.base.tracing import flatten

BATCH_SIZES = (2, 1, 5)
TOLERANCES = {"float16": 1e-2, "float32": 1e-5, "float64": 1e-10}
"""Largest difference that counts as equal, relative to the largest output (or to 1)."""


def largest_difference(
    net: Callable,
    other: Callable,
    shape: Sequence[int],
    dtype: str = "float32",
    ctx: mx.Context | None = None,
    normalisation: tuple[Sequence[float], Sequence[float]] = ((), ()),
    batch_sizes: Sequence[int] = BATCH_SIZES,
) -> float:
    """Compare two forms of a model in inference mode.

    Parameters
    ----------
    net, other : callable
        From an NDArray of shape (N, ...) to one NDArray or several.
    shape : sequence of int
        One sample, without the batch axis.
    dtype : str
        Type of the input.
    ctx : Context, optional
        Where to compute; the CPU by default.
    normalisation : (mean, std)
        Per channel: the inputs are as the data's, not merely random.
    batch_sizes : sequence of int
        Each is tried, so a batch axis that is not free is found.

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
    worst, first = 0.0, None
    for i, batch_size in enumerate(batch_sizes):
        X = sample_input(batch_size, shape, dtype, ctx, normalisation, seed=i)
        with mx.autograd.pause():
            wants, gots = _outputs(net, X), _outputs(other, X)
        if len(wants) != len(gots):
            raise ExportError(
                f"The exported model has {len(gots)} outputs, the net {len(wants)}"
            )
        follows = [want.shape[:1] == (batch_size,) for want in wants]
        first = first or follows
        if any(did and not does for did, does in zip(first, follows)):
            raise _batch_axis(f"returns shape {wants[0].shape}", batch_size)
        for want, got in zip(wants, gots):
            worst = max(worst, _difference(want, got, batch_size, dtype))
    return worst


def sample_input(
    batch_size: int, shape, dtype: str, ctx, normalisation=((), ()), seed: int = 0
) -> mx.nd.NDArray:
    """Pixels drawn evenly from [0, 1], normalised; integers are 0 and 1.

    MXNet's random state is neither read nor changed.
    """
    X = np.random.RandomState(seed).uniform(size=(batch_size, *shape))
    mean, std = (np.array(values) for values in normalisation)
    if mean.size:
        axes = (-1,) + (1,) * (len(shape) - 1)
        X = (X - mean.reshape(axes)) / std.reshape(axes)
    if np.issubdtype(np.dtype(dtype), np.integer):
        X = X.round()
    return mx.nd.array(X, ctx=ctx or mx.cpu(), dtype=dtype)


def _outputs(net: Callable, X: mx.nd.NDArray) -> list[np.ndarray]:
    try:
        return [each.asnumpy() for each in flatten(net(X))]
    except mx.MXNetError as error:
        raise _batch_axis(f"fails: {reason_of(error)}", len(X)) from error


def _batch_axis(what: str, batch_size: int) -> ExportError:
    return ExportError(
        f"For a batch of {batch_size} the model {what}",
        "its batch axis is not free: a reshape or a constant fixes its size",
        "write reshapes with 0 or -1 in the place of the batch size",
    )


def _difference(want: np.ndarray, got: np.ndarray, batch_size: int, dtype) -> float:
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
    limit = TOLERANCES.get(dtype, 1e-5) * max(1.0, float(np.abs(want).max()))
    if difference > limit:
        raise ExportError(
            f"The exported model differs from the net by {difference:.3g}",
            "the net computes with random numbers, or differently once hybridized",
            "compare net(X) before and after net.hybridize() (section 8.1)",
        )
    return difference
