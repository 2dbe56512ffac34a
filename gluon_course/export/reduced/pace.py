"""How fast one form of a model is beside another, in this process, now."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence

from gluon_course.base.threads import openmp_threads
from gluon_course.base.timing import wait_all
from gluon_course.base.tracing import flatten
from gluon_course.export.difference import sample_batch

BATCH_SIZE = 16
ROUNDS = 5
_LEAST_S = 0.02  # of a round, so that the clock's own steps do not count


def speed_ratio(
    other,
    model,
    inputs: Sequence,
    batch_size: int = BATCH_SIZE,
    rounds: int = ROUNDS,
) -> dict:
    """How many times as fast ``other`` is as ``model``.

    The two take turns, because the speed of a machine changes from minute to minute,
    and the median of the rounds counts.

    Parameters
    ----------
    other, model : ExportedModel
        Both are hybridized for it.
    inputs : sequence of Input
        What both take.
    batch_size : int
        Samples in a batch.
    rounds : int
        Pairs of measurements, 1 or more.

    Returns
    -------
    dict
        ``ratio`` (more than 1: ``other`` is faster), ``batch_size``, ``rounds`` and
        ``threads``.
    """
    arrays = flatten(sample_batch(list(inputs), batch_size, model.ctx))
    for each in (model, other):
        each.block.hybridize(static_alloc=True)
        _seconds(each, arrays, 1)  # memory is planned in the first batch
    count = max(1, round(_LEAST_S / max(_seconds(model, arrays, 1), 1e-6)))
    ratios = [
        _seconds(model, arrays, count) / _seconds(other, arrays, count)
        for _ in range(rounds)
    ]
    return {
        "ratio": statistics.median(ratios),
        "batch_size": batch_size,
        "rounds": rounds,
        "threads": openmp_threads(),
    }


def _seconds(model, arrays: list, count: int) -> float:
    started = time.perf_counter()
    for _ in range(count):
        model(*arrays)
    wait_all()
    return time.perf_counter() - started
