"""``gluon-course launch -n 4 -s 2 -- run SECTION``."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

import click

from gluon_course.base.errors import ConfigError
from gluon_course.base.workers import FOLDER_NOTE, STORES
from gluon_course.cli.printing.terminal import paragraph
from gluon_course.cli.sections.number import Number

OWN = ("run", "train")
"""The commands of gluon-course that several workers can share."""


@click.command(
    short_help="Let several processes train one net together.",
    context_settings={"max_content_width": 80, "allow_interspersed_args": False},
)
@click.option(
    "-n",
    "--workers",
    "num_workers",
    type=Number(int, 1),
    metavar="N",
    help="Workers: processes that compute. [2, or as many as MPI, Slurm or Kubernetes "
    "has started]",
)
@click.option(
    "-s",
    "--servers",
    "num_servers",
    type=Number(int, 1),
    default=1,
    metavar="N",
    help="Servers: processes that add up gradients; more of them share the traffic. "
    "[1]",
)
@click.option(
    "--kvstore",
    type=click.Choice(STORES),
    default="dist_sync",
    help="dist_sync: every step waits for all workers, and n of them with batches of b "
    "train as one process with batches of n*b. dist_async: the servers update at each "
    "gradient that comes; nobody waits, and no two runs are equal. [dist_sync]",
)
@click.option(
    "--gradient-compression",
    "compression",
    default="",
    metavar="2bit[:T]",
    help="Send each number of a gradient as -T, 0 or T in two bits; what is left over "
    "is kept for the next step. T is 0.5 unless you say, of a gradient that is summed "
    "over the batch.",
)
@click.option(
    "-H",
    "--hostfile",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Machines, one a line: NAME or NAME slots=N. They are reached by ssh without "
    "a password, and have Python, the course and this folder at the same paths.",
)
@click.option(
    "--root",
    metavar="ADDRESS",
    help="Address of this machine as the others reach it. [that of the network way to "
    "the first of them]",
)
@click.option(
    "--port",
    type=Number(int, 1, 65_535),
    metavar="N",
    help="Port of the scheduler. [a free one]",
)
@click.option(
    "--show-all",
    "shows_all",
    is_flag=True,
    help="Show what every worker prints, its rank in front; else worker 0 alone is "
    "shown, and the others write to RUN/workers/.",
)
@click.argument("words", nargs=-1, required=True, metavar="-- COMMAND ...")
def launch(
    num_workers: int | None,
    num_servers: int,
    kvstore: str,
    compression: str,
    hostfile: Path | None,
    root: str | None,
    port: int | None,
    shows_all: bool,
    words: tuple,
) -> int:
    """Train one net with several processes over MXNet's KVStore.

    COMMAND is `run SECTION`, `train MODEL` or a Python script, with its options. Each
    worker takes every n-th batch; the servers add up the gradients. The batch size is
    that of one worker: four of them make steps of four batches, for which a larger
    learning rate is usual. Figures are of all workers together. Worker 0 writes the
    run folder.

    When one process dies, all are ended within ten seconds, and the command that goes
    on from the last checkpoint is printed; any number of workers can go on. Ctrl-C
    saves first.

    Inside mpirun, srun or a Kubernetes Job the same command starts the one worker of
    its place, and rank 0 the servers too: docs/distributed.md shows each.

    \b
    Examples:
      gluon-course launch -n 2 -- run mlp-gluon --sample
      gluon-course launch -n 4 -s 2 -- run resnet --sample --resize 32 --lr 0.1
      gluon-course launch -n 4 --kvstore dist_async -- run lenet
      gluon-course launch -n 8 -s 4 -H hosts.txt -- train resnet18 --data cifar10
      mpirun -n 4 gluon-course launch -- run lenet
    """
    from gluon_course.dist import place_of

    place = place_of()
    job, processes = _plan(
        place,
        num_workers,
        num_servers,
        kvstore,
        compression,
        hostfile,
        root,
        port,
        worker_words(words),
    )
    if place is None or place.rank == 0:
        click.echo(
            f"{_number(job.num_workers, 'worker')}, "
            f"{_number(job.num_servers, 'server')}, {job.kvstore}"
            + (f", {job.compression}" if job.compression else "")
            + f"; scheduler at {job.root}:{job.port}"
        )
        sys.stdout.flush()
    return _run(processes, shows_all, words)


def worker_words(words: tuple) -> tuple:
    """The command that a worker is started with.

    Raises
    ------
    ConfigError
        For a command of gluon-course that does not train.
    """
    from gluon_course.cli.group import TABLE

    first, *rest = words
    if first == "gluon-course" and rest:
        first, *rest = rest
    if first in OWN:
        return (sys.executable, "-m", "gluon_course", first, *rest)
    if first in TABLE:
        raise ConfigError(
            f"gluon-course {first} is not for several workers",
            "it trains no net, or trains many",
            f"launch one of {', '.join(OWN)}, or a script: gluon-course launch -n 2 "
            "-- run lenet",
        )
    if first.endswith(".py"):
        return (sys.executable, first, *rest)
    return (first, *rest)


def _plan(
    place, num_workers, num_servers, kvstore, compression, hostfile, root, port, words
):
    from gluon_course.dist import Job, plan, read_hosts
    from gluon_course.dist.hosts import LOCAL, own_address
    from gluon_course.dist.roles import free_port, one_worker, share_cores

    if place is not None:
        if num_workers not in (None, place.size) or hostfile is not None:
            raise ConfigError(
                f"{place.system} has started {place.size} processes, and -n or -H asks "
                "for others",
                "inside it each process is one worker",
                "leave -n and -H out; the numbers are those of mpirun, srun or the Job",
            )
        job = Job(
            place.size,
            num_servers,
            root or place.root,
            port or place.port,
            kvstore,
            compression,
        )
        return job, one_worker(job, place.rank, words)
    hosts = read_hosts(hostfile) if hostfile is not None else None
    if root is None:
        far = [each for each in hosts or [] if not each.is_local]
        root = own_address(far[0]) if far else LOCAL
    job = Job(
        num_workers or 2, num_servers, root, port or free_port(), kvstore, compression
    )
    processes = plan(job, words, hosts)
    share_cores(processes)
    return job, processes


def _run(processes: list, shows_all: bool, words: tuple) -> int:
    from gluon_course.dist import launch as start_all

    with tempfile.TemporaryDirectory(prefix="gluon-course-launch-") as temporary:
        logs, note = Path(temporary) / "workers", Path(temporary) / "folder"
        logs.mkdir()
        outcome = start_all(
            processes, logs, shows_all=shows_all, extra={FOLDER_NOTE: str(note)}
        )
        folder = Path(note.read_text("utf-8")) if note.is_file() else None
        if outcome.failed is not None:
            _tell(outcome, logs, folder, words)
        elif outcome.reason:
            click.echo(f"{outcome.reason}: all processes were ended.", err=True)
        if folder is not None and folder.is_dir():
            _keep(logs, folder / "workers")
    return outcome.status


def _tell(outcome, logs: Path, folder: Path | None, words: tuple) -> None:
    """Say which process ended the job, what it said last, and how to go on."""
    failed = outcome.failed
    name = failed.name.capitalize()
    click.echo(
        paragraph(f"{name} {outcome.reason}: the other processes were ended."), err=True
    )
    log = logs / failed.log_name
    if log.is_file():
        lines = log.read_text("utf-8", "replace").strip().splitlines()[-12:]
        if lines:
            click.echo(f"Its last lines{_place_of(folder, failed)}:", err=True)
        for line in lines:
            click.echo(f"  {line}", err=True)
    if folder is None or not any(folder.glob("**/checkpoints/epoch-*")):
        click.echo("No checkpoint was written yet: start again.", err=True)
        return
    again = [each for each in words if each not in ("--resume", "--force")]
    if "--out" not in " ".join(again):
        again += ["--out", str(folder)]
    click.echo(
        "Go on from the last checkpoint, with this or another number of workers:\n"
        f"  gluon-course launch -n N -- {shlex.join([*again, '--resume'])}",
        err=True,
    )


def _place_of(folder: Path | None, failed) -> str:
    return f" ({folder / 'workers' / failed.log_name})" if folder else ""


def _keep(logs: Path, place: Path) -> None:
    with contextlib.suppress(OSError):
        place.mkdir(exist_ok=True)
        for log in logs.iterdir():
            shutil.move(log, place / log.name)


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
