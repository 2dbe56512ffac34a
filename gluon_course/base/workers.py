"""Which worker of a distributed training this process is, from its environment.

``gluon-course launch`` sets these variables for the processes that it starts:
``DMLC_ROLE`` (``worker``), ``DMLC_NUM_WORKER`` and ``DMLC_WORKER_ID``, the rank from 0,
which MXNet knows as well; ``GLUON_COURSE_KVSTORE`` and
``GLUON_COURSE_GRADIENT_COMPRESSION``, what the trainer is asked for.
"""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Mapping
from typing import NoReturn

from gluon_course.base.errors import ConfigError

KVSTORE = "GLUON_COURSE_KVSTORE"
COMPRESSION = "GLUON_COURSE_GRADIENT_COMPRESSION"
FOLDER_NOTE = "GLUON_COURSE_FOLDER_NOTE"
"""The file in which worker 0 writes the run folder, for the one who launched it."""

STORES = ("dist_sync", "dist_async")
THRESHOLD = 0.5


@dataclasses.dataclass(frozen=True)
class Workers:
    """The place of this process among the workers.

    Attributes
    ----------
    rank : int
        0..size-1; rank 0 writes what a run writes.
    size : int
        How many train the one net together.
    """

    rank: int = 0
    size: int = 1


def workers_here(environ: Mapping[str, str] = os.environ) -> Workers:
    """What the environment says of this process; rank 0 of 1 where it says nothing.

    Raises
    ------
    ConfigError
        If the variables contradict each other.
    """
    if environ.get("DMLC_ROLE") != "worker":
        return Workers()
    names = ("DMLC_WORKER_ID", "DMLC_NUM_WORKER")
    try:
        rank, size = (int(environ[name]) for name in names)
    except (KeyError, ValueError):
        rank, size = 0, 0
    if not 0 <= rank < size:
        raise ConfigError(
            "DMLC_ROLE=worker with "
            + " and ".join(f"{name}={environ.get(name, '')!r}" for name in names),
            "a worker has to know its rank, from 0, and how many workers there are",
            "start it with gluon-course launch, which sets both",
        )
    return Workers(rank, size)


def check_store(kvstore: str) -> str:
    """``kvstore`` if it is empty or one of ``STORES``; else a ConfigError."""
    if kvstore and kvstore not in STORES:
        raise ConfigError(
            f"There is no kvstore {kvstore!r} for several workers",
            action=f"choose {' or '.join(STORES)}",
        )
    return kvstore


def threshold_of(compression: str) -> float | None:
    """The threshold of ``2bit`` or ``2bit:0.25``; None where nothing is compressed.

    Parameters
    ----------
    compression : str
        Empty, ``2bit`` (threshold 0.5) or ``2bit:X`` with X above 0.

    Raises
    ------
    ConfigError
        For anything else.
    """
    if not compression:
        return None
    name, _, number = compression.partition(":")
    try:
        threshold = float(number) if number else THRESHOLD
    except ValueError:
        threshold = -1.0
    if name != "2bit" or not 0 < threshold < float("inf"):
        raise ConfigError(
            f"There is no gradient compression {compression!r}",
            "MXNet has one: each number becomes -threshold, 0 or threshold, in 2 bits",
            "choose 2bit, or 2bit:X with a threshold X above 0, such as 2bit:0.1",
        )
    return threshold


def leave(status: int) -> NoReturn:
    """End this process; one of several workers that failed does not wait for others.

    MXNet's KVStore would hold it at its end until all workers come to theirs, and they
    wait for a gradient that never comes: nobody would learn that one has failed.
    """
    if status and workers_here().size > 1:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)
