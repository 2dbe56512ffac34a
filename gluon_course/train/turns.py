"""What one of several workers computes of each step: its share of a pass.

The workers take turns: of n workers, worker r has the batches r, r + n, r + 2n, ...
of a pass, so that n workers with batches of b samples make the steps of one process
with batches of n * b. At the end of a pass some have a batch and others none; they take
part in the step with a gradient of zeros, for nobody may wait for a step that others do
not make.

Every worker makes the batches of all. That costs an in-memory loader little, hundreds
of thousands of pictures a second, and any iterator can be shared whose order depends
on seed and epoch alone.

Where a state is carried from batch to batch, row by row, the batches cannot be parted:
each worker has its rows of every batch instead.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gluon_course.base.errors import ConfigError
from gluon_course.base.workers import Workers
from gluon_course.train.batches import epoch_batches


class Shape(NamedTuple):
    """An array of which only the shape is known."""

    shape: tuple


@dataclasses.dataclass(frozen=True)
class Turn:
    """One step.

    Attributes
    ----------
    batch : tuple of NDArray or None
        What this worker computes.
    group : list of tuple
        The batches of all workers in this step, of which only shapes may be read.
    """

    batch: tuple | None
    group: list

    @property
    def whole(self) -> tuple:
        """The one batch that the group is together; only shapes may be read."""
        return together(self.group)


def shapes_of(batch: tuple) -> tuple:
    """The batch without its values."""
    return tuple(Shape(each.shape) for each in batch)


def together(batches: Sequence[tuple]) -> tuple:
    """The one batch that several are together, of which only shapes may be read."""
    if len(batches) == 1:
        return batches[0]
    return tuple(
        Shape((sum(each.shape[0] for each in arrays), *arrays[0].shape[1:]))
        for arrays in zip(*batches)
    )


def num_steps(data_iter, workers: Workers) -> int | None:
    """Steps of one pass; None where the iterator does not know its length."""
    if not hasattr(data_iter, "__len__"):
        return None
    if getattr(data_iter, "keeps_state", False):
        return len(data_iter)
    return -(-len(data_iter) // workers.size)


def turns(data_iter, workers: Workers, epoch: int = 0) -> Iterator[Turn]:
    """One pass over ``data_iter`` as this worker's turns.

    Raises
    ------
    DataError
        If there is not a single batch.
    ConfigError
        If a batch that is parted by rows has fewer rows than there are workers.
    """
    batches = epoch_batches(data_iter, epoch)
    if workers.size == 1:
        for batch in batches:
            yield Turn(batch, [batch])
    elif getattr(data_iter, "keeps_state", False):
        for batch in batches:
            yield Turn(_rows_of(batch, workers), [batch])
    else:
        yield from _rounds(batches, workers)


def _rounds(batches, workers: Workers) -> Iterator[Turn]:
    group: list = []
    for batch in batches:
        group.append(batch)
        if len(group) == workers.size:
            yield Turn(group[workers.rank], group)
            group = []
    if group:
        own = group[workers.rank] if workers.rank < len(group) else None
        yield Turn(own, group)


def _rows_of(batch: tuple, workers: Workers) -> tuple:
    num_rows = batch[0].shape[0]
    if num_rows < workers.size:
        raise ConfigError(
            f"A batch of {num_rows} rows for {workers.size} workers",
            "sequences whose state is carried are parted by rows",
            "take a larger batch size or fewer workers",
        )
    start, stop = (
        num_rows * rank // workers.size for rank in (workers.rank, workers.rank + 1)
    )
    return tuple(each[start:stop] for each in batch)
