"""How fast a net predicts here in each of its forms, beside the machine's peak."""

from __future__ import annotations

import dataclasses
import functools
import math
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import mxnet as mx
import numpy as np

from gluon_course.base.errors import ConfigError, CourseError, reason_of
from gluon_course.base.inputs import map_inputs
from gluon_course.base.layers import layer_rows
from gluon_course.base.registry import nearest
from gluon_course.base.timing import matrix_product, wait_all
from gluon_course.base.tracing import describe, flatten
from gluon_course.export.difference import as_inputs, sample_batch
from gluon_course.export.parity.layers_inside import compare, in_mode
from gluon_course.export.speed.forms import (
    APPROXIMATE,
    SPEED_FORMS,
    Subject,
    prepare,
)
from gluon_course.export.speed.report import Speed, SpeedReport

OPERATIONS = 2  # in a multiply-add
LIMIT = 1e-3
"""Largest difference of forms that compute the same, relative to the largest output.

Fusion and another runtime sum in another order; what is wrong is wrong by far more.
"""
MATRIX = 1024
LEAST_ROUNDS = 3


def measure_speed(
    net: mx.gluon.HybridBlock,
    shape: Sequence,
    *,
    forms: Sequence[str] = tuple(SPEED_FORMS),
    batch_sizes: Sequence[int] = (1, 64),
    rounds: int = 7,
    seconds: float = 1.0,
    progress: Callable[[str, float], None] | None = None,
) -> SpeedReport:
    """Measure how fast a net predicts in its forms.

    All forms compute the same batch first; one whose outputs differ is not measured
    (int8 and bf16 differ, and the report says how much). Then they take turns, round
    by round, together with a matrix product that shows the peak of the machine at
    that time; medians and quartiles over the rounds are reported.

    Parameters
    ----------
    net : HybridBlock
        Initialised, or a loaded export. Afterwards it is as it was.
    shape : sequence of int, or nested sequence of Input
        One sample without the batch axis.
    forms : sequence of str
        Those of :data:`~gluon_course.export.speed.forms.SPEED_FORMS` to measure.
    batch_sizes : sequence of int
    rounds : int
        Rounds, 1 or more; fewer (3 at least) where a batch takes longer than the
        seconds allow.
    seconds : float
        To spend on each form and batch size, above 0.
    progress : callable, optional
        Called with what is done next and the share of the work that is done.

    Raises
    ------
    ConfigError
        If a form is unknown or a number is out of range.
    ExportError, ShapeError
        If the net does not run.

    Section: 8.1 命令式和符号式混合编程 (chapter_computational-performance/hybridize)
    """
    _check(forms, batch_sizes, rounds, seconds)
    inputs = as_inputs(shape)
    tell = progress or (lambda what, share: None)
    ctx = next((p.list_ctx()[0] for p in net.collect_params().values()), mx.cpu())
    product = matrix_product(MATRIX)
    peaks, counts, speeds = [], {}, []
    with tempfile.TemporaryDirectory() as folder, in_mode(net, is_hybrid=False):
        _run(lambda: flatten(net(*sample_batch(inputs, 2, ctx))))
        subject = Subject(net, inputs, ctx, Path(folder))
        made = {}
        for i, form in enumerate(forms):
            tell(f"making {form}", 0.3 * i / len(forms))
            made[form] = _made(form, subject)
        for i, size in enumerate(batch_sizes):
            start, span = 0.3 + 0.7 * i / len(batch_sizes), 0.7 / len(batch_sizes)
            arrays = sample_batch(inputs, size, ctx, seed=1)
            ready, rows = _ready(made, arrays, size)
            later = functools.partial(_tell, tell, f"batch {size}", start, span)
            counts[size], found, more = _rounds(ready, product, rounds, seconds, later)
            peaks += more
            operations = _operations(net, inputs, size)
            for row in rows:
                if row.form in found:
                    row = _filled(row, found[row.form], more, operations)
                speeds.append(row)
    one = _operations(net, inputs, 1)
    name, peak = describe(net), statistics.median(peaks)
    return SpeedReport(name, (*flatten(inputs),), one, peak, counts, (*speeds,))


def _tell(tell: Callable, what: str, start: float, span: float, share: float) -> None:
    tell(what, start + span * share)


def _check(forms, batch_sizes, rounds, seconds) -> None:
    for form in forms:
        if form not in SPEED_FORMS:
            raise ConfigError(f"There is no form {form!r}", nearest(form, SPEED_FORMS))
    if not (forms and batch_sizes) or min(*batch_sizes, rounds) < 1 or seconds <= 0:
        raise ConfigError(
            f"{len(forms)} forms, batches of {list(batch_sizes)}, {rounds} rounds of "
            f"{seconds} s in all",
            action="all are 1 or more, and the seconds above 0",
        )


def _made(form: str, subject: Subject):
    """What :func:`prepare` gives, or why there is no such form."""
    try:
        return prepare(form, subject)
    except Exception as error:  # whatever a converter or a net's own code raises
        return _reason(error)


def _ready(made: dict, arrays: list, size: int) -> tuple[dict, list[Speed]]:
    """Functions that compute the batch, and a row for each form, without times."""
    wanted, ready, rows = None, {}, []
    for form, prepared in made.items():
        if isinstance(prepared, str):
            rows.append(Speed(form, size, reason=prepared))
            continue
        try:
            run = prepared(arrays)
            outputs = _run(run)
        except Exception as error:  # whatever MXNet or onnxruntime raises
            rows.append(Speed(form, size, reason=_reason(error)))
            continue
        if wanted is None and form not in APPROXIMATE:
            wanted, difference = outputs, None
        else:
            difference = _difference(wanted or outputs, outputs)
        limit = math.inf if form in APPROXIMATE else LIMIT
        if difference is not None and not difference < limit:
            reason = f"its outputs differ by {difference:.2g} of the largest"
            rows.append(Speed(form, size, difference=difference, reason=reason))
            continue
        ready[form] = run
        rows.append(Speed(form, size, difference=difference))
    return ready, rows


def _rounds(ready, product, rounds: int, seconds: float, tell) -> tuple:
    """Rounds, seconds of one batch by form and round, and the peak in each round."""
    once = {}
    for form, run in ready.items():
        _run(run)
        once[form] = _seconds(run, 1)
    slowest = max(once.values(), default=1e-6)
    rounds = min(rounds, max(LEAST_ROUNDS, int(seconds / slowest)))
    found = {form: [] for form in ready}
    peaks = []
    product.run()
    for i in range(rounds):
        tell(i / rounds)
        least = min(_seconds(product.run, 1) for _ in range(3))
        peaks.append(product.operations / least)
        for form, run in ready.items():
            count = max(1, int(seconds / rounds / max(once[form], 1e-7)))
            found[form].append(_seconds(run, count))
    return rounds, found, peaks


def _filled(row: Speed, times: list, peaks: list, operations) -> Speed:
    """The row with its times."""
    quartiles = (
        times * 3
        if len(times) < 2
        else statistics.quantiles(times, n=4, method="inclusive")
    )
    share = None
    if operations:
        rates = [operations / one / peak for one, peak in zip(times, peaks)]
        share = statistics.median(rates)
    return dataclasses.replace(
        row,
        milliseconds=tuple(1e3 * each for each in quartiles),
        samples_per_s=row.batch_size / statistics.median(times),
        peak_share=share,
    )


def _operations(net, inputs: list, batch_size: int) -> float | None:
    """Operations of a batch; None where they cannot be counted."""
    shapes = map_inputs(lambda each: each.batch_shape(batch_size), inputs)
    try:
        rows = layer_rows(net, shapes)
    except (CourseError, mx.MXNetError, LookupError, TypeError):
        return None
    return OPERATIONS * sum(row.multiply_adds for row in rows) or None


def _run(run: Callable) -> list[np.ndarray]:
    with mx.autograd.pause():
        return [each.asnumpy() for each in run()]


def _seconds(run: Callable, count: int) -> float:
    """Seconds of one call, each waited for, as whoever wants an answer does."""
    with mx.autograd.pause():
        started = time.perf_counter()
        for _ in range(count):
            run()
            wait_all()
        return (time.perf_counter() - started) / count


def _difference(wanted: list, outputs: list) -> float:
    """Largest difference over the largest value, of all outputs; infinite at worst."""
    if len(wanted) != len(outputs):
        return math.inf
    worst = 0.0
    for want, got in zip(wanted, outputs):
        distance, size = compare(want, got)
        worst = max(worst, distance / max(size, 1e-3))
    return worst


def _reason(error: Exception) -> str:
    if isinstance(error, CourseError):
        return error.what
    return f"{type(error).__name__}: {reason_of(error)}"
