"""What a training will take of memory, said before it begins."""

from __future__ import annotations

import textwrap

from gluon_course.base.errors import CourseError
from gluon_course.base.free_memory import free_bytes
from gluon_course.train.callbacks.base import Callback
from gluon_course.train.memory import estimate_memory

WIDTH = 79
SHARE = 0.9
"""Of the free memory, for the batch size that is said to fit."""


class MemoryLine(Callback):
    """Prints the memory of a step by its parts, and the batch size that would fit.

    Where the net has no graph, nothing is printed.
    """

    def on_first_batch(self, trainer, batch):
        optimizer = trainer.updates.optimizer
        try:
            memory = estimate_memory(trainer.net, trainer.task, batch, optimizer)
        except CourseError:
            return  # the training itself will say what is wrong, if anything is
        print(described(memory, free_bytes(trainer.devices[0])))


def described(memory, available: int | None) -> str:
    """The estimate in lines, with the batch size that fits ``available`` bytes."""
    said = str(memory)
    if available is not None:
        fitting = memory.fitting_batch(int(SHARE * available))
        said += f"; {available / 2**30:.1f} GiB are free: batches up to {fitting:,}"
    return textwrap.fill(said, WIDTH, subsequent_indent="  ")
