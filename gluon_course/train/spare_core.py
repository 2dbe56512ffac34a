"""A core for the thread that calls MXNet, where the operators of a net are small.

Even of a compiled graph that thread calls the engine for every few operators. Where
they take no longer to compute than to call, it is as busy as the engine, which waits
for it; so it must not have to share a core with one of the engine's OpenMP threads.
Where operators are large, it sleeps most of the time, and every core is the engine's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from gluon_course.base import engine
from gluon_course.base.errors import CourseError
from gluon_course.base.graph import Node, multiply_adds
from gluon_course.base.threads import own_cores
from gluon_course.train.batches import split
from gluon_course.train.step_graph import step_graph

SMALL_WORK = 700_000
"""Multiply-adds of an operator that takes about as long as to call it."""

WRITE_COST = 10
"""Multiply-adds that take as long as to write one number."""


class SpareCore:
    """While training, the engine has the threads that suit a net's operators.

    Within the block, after :meth:`suit`, each of several CPU devices has its share of
    the threads, and of a net of small operators the calling thread has one core, if the
    engine's threads would take them all. After the block all is as it was.

    Parameters
    ----------
    devices : sequence of Context
        Nothing is done where they are GPUs.
    """

    def __init__(self, devices: Sequence):
        self._devices = devices
        self._before: list[int] = []
        self._is_small: dict[tuple, bool] = {}

    def __enter__(self) -> SpareCore:
        return self

    def __exit__(self, *error) -> None:
        before, self._before = self._before, []
        for count, device in zip(before, self._devices):
            engine.set_threads(count, device)

    def suit(self, net, task, batch: tuple | None) -> None:
        """Choose the threads by the graph of net and loss for one device's samples.

        To be called at the first batch of every epoch: so a resumed run has the threads
        of one that was not interrupted, and what a fork has undone is done again. A
        net that has no graph counts as one of large operators.
        """
        if batch is None or not engine.takes_threads(self._devices):
            return
        if not self._before:
            self._before = [engine.threads_of(each) for each in self._devices]
        threads = self._before[0]
        if threads == 1:
            return
        part = split(batch, self._devices)[0]
        shapes = tuple(each.shape for each in part)
        if shapes not in self._is_small:
            self._is_small[shapes] = has_small_operators(net, task, part)
        spare = self._is_small[shapes] and threads >= own_cores()
        count = max(1, (threads - spare) // len(self._devices))
        for device in self._devices:
            engine.set_threads(count, device)


def has_small_operators(net, task, batch: Sequence) -> bool:
    """Does an operator of net and loss take no longer than its call, on average?

    False where that cannot be told: without a graph, or with unknown shapes in it.
    """
    try:
        nodes = step_graph(net, task, batch).nodes
    except CourseError:
        return False
    if not all(map(_is_known, nodes)):
        return False
    return sum(map(work_of, nodes)) < SMALL_WORK * len(nodes)


def work_of(node: Node) -> int:
    """The time of an operator, in multiply-adds."""
    return multiply_adds(node) + WRITE_COST * math.prod(node.shape)


def _is_known(node: Node) -> bool:
    return all(shape and 0 not in shape for shape in (node.shape, *node.inputs))
