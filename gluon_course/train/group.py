"""The workers of a distributed training, and what they do together over a KVStore.

MXNet's servers keep arrays by number. What goes through them here: gradients, added up
(:meth:`Group.add_up`); the parameters at the beginning (:meth:`Group.share`); counters
and running statistics, added up exactly (:meth:`Group.sums`). All workers call the same
methods in the same order.
"""

from __future__ import annotations

import atexit
import functools
import os
import sys

import numpy as np
from mxnet import kvstore, nd
from mxnet.base import _LIB, check_call

from gluon_course.base.errors import CheckpointError, ConfigError
from gluon_course.base.planes import BITS, from_planes, to_planes
from gluon_course.base.server_optimizer import CONTROL
from gluon_course.base.workers import Workers, threshold_of, workers_here


class Alone:
    """One process: nothing to add up with anybody."""

    workers = Workers()
    is_sync = True
    store = None

    def sums(self, values) -> np.ndarray:
        """The values themselves."""
        return np.asarray(values, np.float64)


class Group:
    """Several workers that train one net.

    Parameters
    ----------
    kind : {"dist_sync", "dist_async"}
        Whether the servers wait for all workers before they answer a step.
    threshold : float, optional
        Compress gradients to -threshold, 0 and threshold.
    """

    def __init__(self, kind: str, threshold: float | None = None):
        self.workers = workers_here()
        self.kind, self.is_sync = kind, kind == "dist_sync"
        self.is_compressed = threshold is not None
        self.store = kvstore.create(kind)
        self.unit = threshold or 1.0
        self.num_servers = int(os.environ.get("DMLC_NUM_SERVER", 1))
        self._next_key = 0
        self._sum_keys: dict[int, int] = {}
        self._totals: dict[int, np.ndarray] = {}
        if self.is_compressed:
            options = {"type": "2bit", "threshold": threshold}
            self.store.set_gradient_compression(options)

    def take_keys(self, number: int) -> range:
        """Numbers of arrays that no other trainer of this process uses."""
        keys = range(self._next_key, self._next_key + number)
        self._next_key = keys.stop
        return keys

    def add_up(self, key: int, arrays: list, priority: int = 0) -> None:
        """Replace each of ``arrays``, one a device, by the sum over all workers."""
        if self.is_compressed:  # which MXNet does not do in one call
            self.store.push(key, arrays, priority=priority)
            self.store.pull(key, arrays, priority=priority)
        else:
            self.store.pushpull(key, arrays, out=arrays, priority=priority)

    def share(self, key: int, arrays: list) -> None:
        """Give each of ``arrays`` the value that one worker has: the same for all."""
        self.store.init(key, arrays[0])
        self.store.pull(key, arrays)

    def sums(self, values) -> np.ndarray:
        """The sum over all workers of a vector of numbers, to 2**-40.

        Raises
        ------
        TrainingError
            If a number is not finite.
        """
        planes = to_planes(values, self.unit)
        array = nd.array(planes.ravel())
        if len(planes) not in self._sum_keys:
            key = self._sum_keys[len(planes)] = CONTROL + len(self._sum_keys)
            self.store.init(key, nd.zeros_like(array))
            self._totals[key] = np.zeros(planes.shape)
        key = self._sum_keys[len(planes)]
        self.store.push(key, array)
        self.store.pull(key, array)
        if not self.is_sync:
            self.wait()  # for the pushes of all, which the servers add to those before
            self.store.pull(key, array)
            self.wait()
        total = array.asnumpy().reshape(-1, BITS).astype(np.float64)
        if not self.is_sync:
            self._totals[key], total = total, total - self._totals[key]
        return from_planes(total, self.workers.size, self.unit)

    def close(self) -> None:
        """Take leave of the other workers, when each of them has come to this point.

        MXNet's threads have to end before the process does; else it is aborted.
        """
        nd.waitall()
        check_call(_LIB.MXKVStoreFree(self.store.handle))
        self.store.handle = None

    def wait(self) -> None:
        """Wait until every worker has come to this point."""
        nd.waitall()
        self.store._barrier()


def group_of(run) -> Alone | Group:
    """The workers that ``RunOptions`` ask for.

    Raises
    ------
    ConfigError
        If the process was not started as a worker.
    """
    if not run.kvstore:
        return Alone()
    if os.environ.get("DMLC_ROLE") != "worker":
        raise ConfigError(
            f"kvstore {run.kvstore} in a process that is no worker",
            "its servers and the other workers have to be started with it",
            "start all of them: gluon-course launch -n 2 -- run SECTION",
        )
    return _connect(run.kvstore, run.gradient_compression)


def over_workers(group: Alone | Group, totals: dict[str, float]) -> dict[str, float]:
    """The totals of all workers; those of this one where it is alone."""
    values = group.sums(list(totals.values()))
    return dict(zip(totals, values.tolist()))


def check_steps(group: Alone | Group, step: int) -> None:
    """Refuse workers that resumed from different checkpoints.

    Raises
    ------
    CheckpointError
        If others stand at another step than this one.
    """
    (total,) = group.sums([step])
    if total != step * group.workers.size:
        raise CheckpointError(
            f"This worker stands at step {step}, others do not",
            "they read other checkpoints, or some found none",
            "put the run folder where the machines of all workers see it",
        )


def is_connected() -> bool:
    """Has a trainer of this process joined its group?"""
    return _connect.cache_info().currsize > 0


@functools.cache
def _connect(kind: str, compression: str) -> Group:
    """The one group of this process: MXNet connects to its servers once."""
    group = Group(kind, threshold_of(compression))
    atexit.register(group.close)
    before = sys.excepthook

    def leave_at_once(*problem):
        before(*problem)
        # Else the store would wait for the other workers, and they for this one.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(1)

    sys.excepthook = leave_at_once
    return group
