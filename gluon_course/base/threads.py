"""How many OpenMP threads MXNet gets: as many as cores are free when it starts.

With one thread per free core MXNet's spinning wait is fastest, and its own default is
half of the cores. With more threads than cores the OpenMP library lets them sleep after
every piece of work, however small, which takes half of the speed. For that a second
team is enough, and MXNet makes one in every thread that copies a large array: the
text's own loop has it from its first batch on. So copies are made by one thread.
"""

from __future__ import annotations

import ctypes
import dataclasses
import os
import time
from collections.abc import MutableMapping
from pathlib import Path

VARIABLES = ("OMP_NUM_THREADS", "MXNET_OMP_MAX_THREADS")
"""What a user sets to choose himself."""

COPIES = "MXNET_CPU_PARALLEL_SIZE"
"""Numbers in an array from which MXNet copies it with a team, 200,000 by default."""

SPINS = "GOMP_SPINCOUNT"
"""Rounds that a thread without work waits before it sleeps, 300,000 by default.

So many keep a core from whoever needs it, also from Python. A few thousand bridge the
time to the next operator as well, and a training beside another one is several times as
fast with them (docs/developers/speed.md).
"""


@dataclasses.dataclass(frozen=True)
class ThreadChoice:
    """The number of OpenMP threads and why.

    Attributes
    ----------
    count : int or None
        Threads, at least 1; None if the user's setting is not a number.
    reason : str
        Why, as a phrase.
    by_user : bool
        Whether the user's environment decided.
    """

    count: int | None
    reason: str
    by_user: bool = False


_made: ThreadChoice | None = None
_set_by_us: list[str] = []


def apply(environ: MutableMapping[str, str] = os.environ) -> ThreadChoice:
    """Choose the threads and how they wait, for the libraries that load next.

    What the user has set stays. That no copy has a team is left for good, as MXNet
    reads it late.
    """
    global _made
    _made = choose(environ)
    environ.setdefault(COPIES, str(2**31 - 1))
    if not _made.by_user:
        environ["OMP_NUM_THREADS"] = str(_made.count)
        _set_by_us.append("OMP_NUM_THREADS")
    if not environ.get(SPINS) and not environ.get("OMP_WAIT_POLICY"):
        environ[SPINS] = "3000"
        _set_by_us.append(SPINS)
    return _made


def forget(environ: MutableMapping[str, str] = os.environ) -> None:
    """Take out again what has been read, so that child processes choose anew.

    How copies are made stays, and child processes have it too.
    """
    for name in _set_by_us:
        environ.pop(name, None)
    _set_by_us.clear()


def current() -> ThreadChoice:
    """The choice made when MXNet was imported, else the one that would be made now."""
    return _made or choose()


def choose(
    environ: MutableMapping[str, str] = os.environ, root: Path = Path("/")
) -> ThreadChoice:
    """The user's setting if there is one, else :func:`free_cores`.

    Parameters
    ----------
    environ : mapping
        Environment variables.
    root : Path
        Root of the file system, for tests.

    Returns
    -------
    ThreadChoice
    """
    for name in VARIABLES:
        value = environ.get(name)
        if value:
            first = value.split(",")[0].strip()
            count = int(first) if first.isdigit() and int(first) else None
            return ThreadChoice(count, f"{name}={value} is set", by_user=True)
    return free_cores(root)


def free_cores(root: Path = Path("/")) -> ThreadChoice:
    """The cores that this process may use and that others leave free, at least 1.

    That is the smallest of the affinity mask, the quota of the control group (version
    1 or 2) and the machine's cores less those that other processes keep busy. Busy are
    as many as the load average of the last minute says, but no more than are running
    now, so that a job which has just ended does not count.

    Returns
    -------
    ThreadChoice
    """
    machine = os.cpu_count() or 1
    mask = own_cores()
    allowed = {
        f"{mask} of {machine} cores in the affinity mask"
        if mask < machine
        else f"{machine} cores": mask
    }
    quota = cgroup_quota(root)
    if quota is not None:
        allowed[f"a quota of {quota:g} cores"] = max(1, int(quota))
    busy = busy_cores(root)
    if busy:
        allowed[f"{machine} cores, {busy} busy with other work"] = machine - busy
    reason = min(allowed, key=allowed.get)
    return ThreadChoice(max(1, allowed[reason]), reason)


def own_cores() -> int:
    """Cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def busy_cores(root: Path = Path("/")) -> int:
    """Cores that other processes use: min(1-minute load average, running now)."""
    running = []
    for attempt in range(3):
        if attempt:
            time.sleep(0.002)
        try:
            fields = (root / "proc/loadavg").read_text().split()
            running.append(int(fields[3].split("/")[0]) - 1)  # less ourselves
        except (OSError, ValueError, IndexError):
            return 0
    return max(0, min(round(float(fields[0])), max(running)))


def cgroup_quota(root: Path = Path("/")) -> float | None:
    """Cores that the control groups of this process grant; None without a limit."""
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return None
    quotas = []
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if not controllers:
            mounts, read = [root / "sys/fs/cgroup"], _quota_of_version_2
        elif "cpu" in controllers.split(","):
            mounts = [root / "sys/fs/cgroup" / name for name in ("cpu", controllers)]
            read = _quota_of_version_1
        else:
            continue
        parts = [part for part in path.split("/") if part not in ("", "..")]
        for mount in mounts:
            for depth in range(len(parts) + 1):
                quotas.append(read(mount.joinpath(*parts[:depth])))
    return min((quota for quota in quotas if quota), default=None)


def openmp_threads() -> int | None:
    """Threads that the OpenMP library in this process uses; None if none is loaded."""
    library = openmp()
    return None if library is None else library.omp_get_max_threads()


def openmp() -> ctypes.CDLL | None:
    """The OpenMP library of MXNet, if it is loaded in this process."""
    try:
        return ctypes.CDLL("libgomp.so.1", mode=os.RTLD_NOLOAD | os.RTLD_LAZY)
    except (OSError, AttributeError):  # none, or a system that cannot say
        return None


def _quota_of_version_2(folder: Path) -> float | None:
    try:
        quota, period = (folder / "cpu.max").read_text().split()
        return None if quota == "max" else int(quota) / int(period)
    except (OSError, ValueError, ZeroDivisionError):
        return None


def _quota_of_version_1(folder: Path) -> float | None:
    try:
        quota = int((folder / "cpu.cfs_quota_us").read_text())
        period = int((folder / "cpu.cfs_period_us").read_text())
        return quota / period if quota > 0 else None
    except (OSError, ValueError, ZeroDivisionError):
        return None
