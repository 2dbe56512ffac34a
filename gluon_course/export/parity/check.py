"""One net in all its forms: do they compute the same, and if not, since which layer?"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import mxnet as mx
import numpy as np

from gluon_course.base.errors import ConfigError, CourseError, reason_of
from gluon_course.base.registry import nearest
from gluon_course.base.tracing import describe, flatten
from gluon_course.export.difference import (
    BATCH_SIZES,
    TOLERANCES,
    sample_batch,
)
from gluon_course.export.model import runnable
from gluon_course.export.parity.forms import Form, exported_form, hybrid_form, onnx_form
from gluon_course.export.parity.layers_inside import (
    compare,
    first_difference,
    in_mode,
    inner_layers,
    limit,
)
from gluon_course.export.parity.report import FORMS, FormParity, Parity


def check_parity(
    net: mx.gluon.HybridBlock,
    shape: Sequence,
    *,
    dtype: str = "float32",
    forms: Sequence[str] = FORMS,
    folders: Mapping[str, Path] | None = None,
    normalisation: tuple[Sequence[float], Sequence[float]] = ((), ()),
    tolerance: float | None = None,
    batch_sizes: Sequence[int] = BATCH_SIZES,
) -> Parity:
    """Run a net in all its forms on the same batches and compare the outputs.

    Imperative (operator by operator), hybridized (one graph in this process), exported
    (symbol files, written to a temporary folder and loaded again) and ONNX (run by
    onnxruntime; the extra ``onnx``). Where a form differs, the layers inside of it are
    compared in the order of computation, and the first that differs is named.

    Parameters
    ----------
    net : HybridBlock
        Initialised; afterwards it is as it was.
    shape : sequence of int, or nested sequence of Input
        One sample without the batch axis, as for
        :func:`~gluon_course.export.export_model`.
    dtype : str
        Type of the one input where a shape is given.
    forms : sequence of str
        Those of :data:`FORMS` that are compared.
    folders : mapping of str to path, optional
        Exports that exist, by form (``exported``, ``onnx``): they are compared in the
        place of new ones.
    normalisation : (mean, std)
        Per channel: the inputs are as the data's, not merely random.
    tolerance : float, optional
        Largest difference that counts as equal, relative to the largest value of the
        output; by default that of the type in :data:`TOLERANCES`, and ten times as
        much for ONNX, where another program sums in another order.
    batch_sizes : sequence of int
        Each is tried; free axes are once as described, then longer.

    Returns
    -------
    Parity
        A form that cannot be made is part of it, with the reason.

    Raises
    ------
    ConfigError
        If there is no such form.
    ExportError
        If the net itself has no parameters yet or does not run on such a batch.

    Section: 8.1 命令式和符号式混合编程 (chapter_computational-performance/hybridize)
    """
    for form in (*forms, *(folders or {})):
        if form not in FORMS:
            raise ConfigError(f"There is no form {form!r}", nearest(form, FORMS))
    with in_mode(net, is_hybrid=False):
        inputs, ctx, _ = runnable(net, shape, dtype)
    flat = flatten(inputs)
    usual = TOLERANCES.get(flat[0].dtype, TOLERANCES["float32"])
    limits = dict.fromkeys(FORMS, usual if tolerance is None else tolerance)
    if tolerance is None:
        limits["onnx"] *= 10
    batches = [
        sample_batch(inputs, size, ctx, normalisation, i, (0, 3, 1)[i % 3])
        for i, size in enumerate(batch_sizes)
    ]
    with in_mode(net, is_hybrid=False), mx.autograd.pause():
        wants = [_arrays(net(*batch)) for batch in batches]
    with tempfile.TemporaryDirectory() as temporary:
        work = _Work(net, inputs, ctx, Path(temporary), dict(folders or {}))
        found = [
            _compared(form, work, batches, wants, limits[form])
            for form in FORMS
            if form in forms
        ]
    return Parity(describe(net), tuple(flat), tuple(batch_sizes), (*found,))


@dataclasses.dataclass(frozen=True)
class _Work:
    """What the forms are made of."""

    net: mx.gluon.HybridBlock
    inputs: list
    ctx: mx.Context
    temporary: Path
    folders: Mapping[str, Path]

    def form(self, name: str) -> Form:
        """The form of that name.

        Raises whatever its making raises.
        """
        if name == "imperative":
            return Form(self.net)
        if name == "hybridized":
            return hybrid_form(self.net, self.inputs)
        make: Callable = exported_form if name == "exported" else onnx_form
        folder = self.folders.get(name)
        return make(self.net, self.inputs, self.ctx, self.temporary, folder)


def _compared(form: str, work: _Work, batches, wants, tolerance: float) -> FormParity:
    try:
        made = work.form(form)
        is_hybrid = form == "hybridized"
        with in_mode(work.net, is_hybrid=is_hybrid), mx.autograd.pause():
            gots = [_arrays(made.call(*batch)) for batch in batches]
    except Exception as error:  # whatever a net's code or a converter raises
        return FormParity(form, None, reason=_reason(error))
    difference, size, is_equal, reason, worst = 0.0, 0.0, True, "", 0
    for i, (want, got) in enumerate(zip(wants, gots)):
        shapes = [[each.shape for each in side] for side in (want, got)]
        if shapes[0] != shapes[1]:
            size, reason = max(size, _largest(want)), f"it returns shapes {shapes[1]}"
            reason += f", the imperative net {shapes[0]}"
            difference, is_equal, worst = float("inf"), False, i
            break
        for one, other in zip(want, got):
            distance, largest = compare(one, other)
            size = max(size, largest)
            if distance > difference:
                difference, worst = distance, i
            is_equal = is_equal and distance <= limit(tolerance, largest)
    first = None
    if not is_equal:
        first, note = _look_inside(work, made, batches[worst], tolerance)
        reason = reason or note
    return FormParity(form, difference, size, tolerance, is_equal, reason, first)


def _look_inside(work: _Work, made: Form, batch, tolerance: float) -> tuple:
    """The first layer that differs, or None and why none can be named."""
    try:
        layers = inner_layers(work.net, batch, work.inputs)
        values_of = made.values_of
        if values_of is None:  # the imperative net: once more
            again = iter(inner_layers(work.net, batch, work.inputs))

            def values_of(_):
                return [x for layer in again for side in layer.arrays for x in side]

            first = first_difference(layers, values_of, tolerance)
            return first, "two runs differ: it draws random numbers, or remembers"
        arguments = flatten(batch)
        first = first_difference(layers, lambda s: values_of(s, arguments), tolerance)
    except Exception as error:  # whatever a net's code or a converter raises
        return None, f"no look inside: {_reason(error)}"
    return first, "" if first else "each layer for itself is within the tolerance"


def _arrays(outputs) -> list[np.ndarray]:
    return [each.asnumpy() for each in flatten(outputs)]


def _largest(arrays: Sequence[np.ndarray]) -> float:
    return max((float(np.abs(each).max(initial=0)) for each in arrays), default=0.0)


def _reason(error: Exception) -> str:
    if isinstance(error, CourseError):
        return " ".join(str(error).split())
    return f"{type(error).__name__}: {reason_of(error)}"
