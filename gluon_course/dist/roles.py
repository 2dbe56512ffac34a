"""What the processes of a distributed training are, and the variables that tell them.

A *scheduler* introduces the processes to each other. *Servers* keep the parameters or
add up gradients; *workers* compute. MXNet reads each one's role from ``DMLC_ROLE`` when
it is imported: scheduler and servers are Python processes that import mxnet and serve
until the workers are done.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import os
import socket
import sys

from gluon_course.base import threads
from gluon_course.base.errors import ConfigError
from gluon_course.base.workers import (
    COMPRESSION,
    KVSTORE,
    check_store,
    threshold_of,
)
from gluon_course.dist.hosts import LOCAL, Host

# The hook of gluon_course comes first: it prepares the process for mxnet.
SERVE = (sys.executable, "-c", "import gluon_course, mxnet")

ADDRESS = "DMLC_NODE_HOST"
"""Where a process is reached; without it MXNet takes the first network interface."""


@dataclasses.dataclass(frozen=True)
class Job:
    """One distributed training.

    Attributes
    ----------
    num_workers, num_servers : int
        1 or more each.
    root : str
        Address of the scheduler, as all machines reach it.
    port : int
        Its port, the same for all processes.
    kvstore : {"dist_sync", "dist_async"}
    compression : str
        ``2bit``, ``2bit:THRESHOLD`` or empty.

    Raises
    ------
    ConfigError
        For a number or a name out of range.
    """

    num_workers: int
    num_servers: int
    root: str = LOCAL
    port: int = 0
    kvstore: str = "dist_sync"
    compression: str = ""

    def __post_init__(self):
        for number, kind in (
            (self.num_workers, "workers"),
            (self.num_servers, "servers"),
        ):
            if number < 1:
                raise ConfigError(f"{number} {kind}", action="start 1 or more")
        check_store(self.kvstore)
        threshold_of(self.compression)

    def variables(self) -> dict[str, str]:
        """The environment that all of its processes share."""
        return {
            "DMLC_PS_ROOT_URI": self.root,
            "DMLC_PS_ROOT_PORT": str(self.port),
            "DMLC_NUM_WORKER": str(self.num_workers),
            "DMLC_NUM_SERVER": str(self.num_servers),
            KVSTORE: self.kvstore,
            COMPRESSION: self.compression,
        }


@dataclasses.dataclass(frozen=True, eq=False)
class Process:
    """One process to start.

    Attributes
    ----------
    role : {"scheduler", "server", "worker"}
    number : int
        From 0; the rank of a worker.
    words : tuple of str
        Its command.
    variables : dict
        To add to the environment.
    host : Host
        Where it runs.
    """

    role: str
    number: int
    words: tuple
    variables: dict
    host: Host = Host(LOCAL)

    @property
    def name(self) -> str:
        """Such as ``worker 1``."""
        return self.role if self.role == "scheduler" else f"{self.role} {self.number}"

    @property
    def log_name(self) -> str:
        """Its log file, such as ``worker-1.log``."""
        return self.name.replace(" ", "-") + ".log"


def plan(job: Job, words: tuple, hosts: list[Host] | None = None) -> list[Process]:
    """The processes of a job, in the order in which they are started.

    Parameters
    ----------
    job : Job
    words : tuple of str
        The command of a worker.
    hosts : list of Host, optional
        Machines, used as often as they have slots, again from the first when all are
        taken; this machine by default. The scheduler always runs here.
    """
    places = [host for host in hosts or [Host(LOCAL)] for _ in range(host.slots)]
    found = [_process(job, "scheduler", 0, SERVE, Host(LOCAL))]
    for number in range(job.num_servers):
        host = places[number % len(places)]
        found.append(_process(job, "server", number, SERVE, host))
    for number in range(job.num_workers):
        host = places[number % len(places)]
        found.append(_process(job, "worker", number, words, host))
    return found


def one_worker(job: Job, rank: int, words: tuple) -> list[Process]:
    """What one place of MPI, Slurm or Kubernetes starts: the worker of its rank.

    The place of rank 0 starts the scheduler and the servers too.
    """
    found = []
    for each in plan(job, words):
        if rank and job.root != LOCAL:
            each.variables.pop(ADDRESS, None)  # the root is another machine
        if each.number == rank if each.role == "worker" else rank == 0:
            found.append(each)
    return found


def share_cores(processes: list[Process]) -> None:
    """Part the free cores of this machine among its workers.

    Each would take all of them. Nothing is changed where the user has set a number.
    """
    if any(os.environ.get(name) for name in threads.VARIABLES):
        return
    here = [each for each in processes if each.host.is_local]
    num_workers = sum(each.role == "worker" for each in here)
    share = max(1, (threads.free_cores().count or 1) // max(1, num_workers))
    for each in here:
        number = share if each.role == "worker" else 1
        each.variables["OMP_NUM_THREADS"] = str(number)


def free_port() -> int:
    """A port of this machine that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("", 0))
        return probe.getsockname()[1]


def _process(job: Job, role: str, number: int, words: tuple, host: Host) -> Process:
    variables = {**job.variables(), "DMLC_ROLE": role}
    if role == "worker":
        variables["DMLC_WORKER_ID"] = str(number)
    if role == "scheduler" and job.root != LOCAL:
        # MXNet's library then listens on all interfaces; it cannot on a name.
        variables["DMLC_USE_KUBERNETES"] = "1"
    address = host.address or os.environ.get(ADDRESS) or job.root
    if _is_ip(address):
        variables[ADDRESS] = address
    return Process(role, number, tuple(words), variables, host)


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
