"""The place that MPI, Slurm or Kubernetes gave this process, from its environment."""

from __future__ import annotations

import dataclasses
import os
import re
import zlib
from collections.abc import Mapping

from gluon_course.base.errors import ConfigError
from gluon_course.dist.hosts import LOCAL

# Who starts the processes: variables of rank, size, processes on this machine, job.
SYSTEMS = {
    "Open MPI": (
        "OMPI_COMM_WORLD_RANK",
        "OMPI_COMM_WORLD_SIZE",
        "OMPI_COMM_WORLD_LOCAL_SIZE",
        ("PMIX_NAMESPACE", "OMPI_MCA_ess_base_jobid"),
    ),
    # before Slurm, in whose jobs MPICH counts ranks of its own
    "MPICH": ("PMI_RANK", "PMI_SIZE", "MPI_LOCALNRANKS", ("SLURM_JOB_ID",)),
    "Slurm": ("SLURM_PROCID", "SLURM_NTASKS", "", ("SLURM_JOB_ID",)),
    "Kubernetes": ("JOB_COMPLETION_INDEX", "DMLC_NUM_WORKER", "", ()),
}
_FIRST_NODE = re.compile(r"([^\[,]+)(?:\[(\d+))?")


@dataclasses.dataclass(frozen=True)
class Place:
    """The place of a process among those that a system started.

    Attributes
    ----------
    system : str
        Name of the system.
    rank, size : int
    root : str
        Address of the machine of rank 0.
    port : int
        A port that all processes of the job compute alike.
    """

    system: str
    rank: int
    size: int
    root: str
    port: int


def place_of(environ: Mapping[str, str] = os.environ) -> Place | None:
    """The place of this process, or None where nobody but the user started it.

    The first system counts whose rank and size both are there. Slurm sets its variables
    in the shell of ``salloc`` too: there the process is not one of several, which
    ``SLURM_STEP_ID`` tells. ``DMLC_PS_ROOT_URI`` and ``DMLC_PS_ROOT_PORT`` say where
    rank 0 is, if the system does not.

    Raises
    ------
    ConfigError
        If the numbers make no sense, or nobody says where rank 0 is.
    """
    for system, (rank_name, size_name, local_name, job_names) in SYSTEMS.items():
        if rank_name not in environ:
            continue
        if system == "Slurm" and "SLURM_STEP_ID" not in environ:
            continue
        rank, size = (_number(environ, each) for each in (rank_name, size_name))
        if not 0 <= rank < size:
            raise ConfigError(
                f"{system}: {rank_name}={environ.get(rank_name)!r} and "
                f"{size_name}={environ.get(size_name)!r}",
                "a rank counts from 0 and is below the size",
                f"set {size_name} to the number of workers",
            )
        local = _number(environ, local_name) if local_name in environ else 0
        job = "".join(environ.get(name, "") for name in job_names)
        return Place(
            system,
            rank,
            size,
            _root(environ, system, is_one_machine=local == size or size == 1),
            _port(environ, job),
        )
    return None


def _root(environ: Mapping[str, str], system: str, is_one_machine: bool) -> str:
    given = environ.get("DMLC_PS_ROOT_URI")
    if given:
        return given
    if is_one_machine:
        return LOCAL
    match = _FIRST_NODE.match(environ.get("SLURM_STEP_NODELIST", ""))
    if match:  # node[01-04,07] or node01,node02
        return match.group(1) + (match.group(2) or "")
    raise ConfigError(
        f"{system} does not say on which machine rank 0 is",
        action="set DMLC_PS_ROOT_URI to its name or address for all processes, such as "
        "mpirun -x DMLC_PS_ROOT_URI=node1",
    )


def _port(environ: Mapping[str, str], job: str) -> int:
    """The given port, or one that depends on the job: two jobs then seldom collide."""
    given = environ.get("DMLC_PS_ROOT_PORT")
    if given:
        return _number(environ, "DMLC_PS_ROOT_PORT")
    return 20_000 + zlib.crc32(job.encode()) % 10_000


def _number(environ: Mapping[str, str], name: str) -> int:
    text = environ.get(name, "")
    if not text.isdigit():
        raise ConfigError(
            f"{name} is {text!r}, not a number", action=f"set {name} for all processes"
        )
    return int(text)
