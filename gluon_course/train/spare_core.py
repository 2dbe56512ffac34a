"""A core for the thread that calls MXNet, where the operators of a net are small.

To call an operator takes that thread some ten microseconds. Where operators take no
longer to compute, it is as busy as the engine, which waits for it; so it must not have
to share a core with the engine's OpenMP threads, which never rest. Where operators are
large, it sleeps most of the time, and every core is the engine's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from gluon_course.base import engine
from gluon_course.base.errors import CourseError
from gluon_course.base.graph import Node, multiply_adds
from gluon_course.train.step_graph import step_graph

SMALL = 700_000
"""Multiply-adds of an operator that takes about as long as to call it."""

WRITTEN = 10
"""Multiply-adds that take as long as to write one number."""


class SpareCore:
    """While training, the engine has the threads that suit a net's operators.

    Within the block, after :meth:`suit`, each of several CPU devices has its share of
    the threads, and of a net of small operators the calling thread has one core. Which
    it is depends on shapes alone, so results do not change from run to run. After the
    block all is as it was.

    Parameters
    ----------
    devices : sequence of Context
        Nothing is done where they are GPUs.
    """

    def __init__(self, devices: Sequence):
        self._devices = devices
        self._before = self._count = None

    def __enter__(self) -> SpareCore:
        if self._count is not None:
            self._use(self._count)
        return self

    def __exit__(self, *error) -> None:
        if self._before is not None:
            engine.set_threads(self._before, self._devices)
            self._before = None

    def suit(self, net, task, batch: Sequence) -> None:
        """Choose the threads by the graph of net and loss for a device's batch.

        A net that has no graph counts as one of large operators.
        """
        if not engine.takes_threads(self._devices):
            return
        threads = engine.threads_of(self._devices[0])
        if threads > 1:
            spare = int(has_small_operators(net, task, batch))
            self._count = max(1, (threads - spare) // len(self._devices))
            self._use(self._count)

    def _use(self, count: int) -> None:
        self._before = engine.threads_of(self._devices[0])
        if count != self._before:
            engine.set_threads(count, self._devices)


def has_small_operators(net, task, batch: Sequence) -> bool:
    """Does an operator of net and loss take no longer than its call, on average?"""
    try:
        nodes = step_graph(net, task, batch).nodes
    except CourseError:
        return False
    return sum(map(work_of, nodes)) < SMALL * len(nodes)


def work_of(node: Node) -> int:
    """The time of an operator, in multiply-adds."""
    return multiply_adds(node) + WRITTEN * math.prod(node.shape)
