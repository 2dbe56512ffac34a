"""Starting the processes of a job, watching them, and ending all when one dies.

Nobody outlives the job: a worker that dies leaves the others waiting for its gradient,
so they are ended, and so are all when this process is asked to end or is killed.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from gluon_course.base.errors import TrainingError
from gluon_course.dist.hosts import ssh_command
from gluon_course.dist.roles import Process

GRACE_S = 5.0
"""Between the request to end and the kill: all are gone in less than twice that."""

_LOOK_EVERY_S = 0.1
_SAVING_S = 60.0  # after Ctrl-C worker 0 finishes its step and writes a checkpoint


@dataclasses.dataclass(frozen=True)
class Outcome:
    """How a job ended.

    Attributes
    ----------
    status : int
        0 if all workers ended with 0; that of the first to fail, 128 + N where signal
        N ended it; 130 after Ctrl-C and 143 after SIGTERM.
    failed : Process or None
        The process that ended the job.
    reason : str
        How it ended, as a phrase: ``was killed by SIGKILL``.
    """

    status: int
    failed: Process | None = None
    reason: str = ""


class _Stop(Exception):
    """A signal that asks this process to end."""

    def __init__(self, number: int):
        self.number = number
        super().__init__(number)


def launch(
    processes: list[Process],
    logs: Path,
    *,
    shows_all: bool = False,
    extra: dict | None = None,
) -> Outcome:
    """Start all processes, wait for the workers, and see to it that none is left.

    Worker 0 writes to this terminal; the others, and the servers, to files.

    Parameters
    ----------
    processes : list of Process
    logs : Path
        Existing folder for the files, ``worker-1.log`` and so on.
    shows_all : bool
        Show the lines of all workers instead, each with its rank in front.
    extra : dict, optional
        Further environment variables of all processes.

    Raises
    ------
    TrainingError
        If a process cannot be started.
    """
    children: dict[Process, subprocess.Popen] = {}
    with _stop_as_error(), contextlib.ExitStack() as files:
        try:
            for process in processes:
                children[process] = _start(process, logs, files, shows_all, extra or {})
            return _watch(children)
        except _Stop as stop:
            if stop.number == signal.SIGINT:
                _let_first_worker_save(children)
            return Outcome(128 + stop.number, None, signal.Signals(stop.number).name)
        finally:
            _end_all(children)


def _start(process: Process, logs: Path, files, shows_all: bool, extra: dict):
    variables = {**process.variables, **extra}
    words = list(process.words)
    if not process.host.is_local:
        words = ssh_command(process.host, process.words, variables)
    is_worker = process.role == "worker"
    options: dict = {"stdin": subprocess.DEVNULL}
    if is_worker and shows_all:
        options.update(stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    elif not (is_worker and process.number == 0):
        log = files.enter_context(open(logs / process.log_name, "wb"))
        options.update(stdout=log, stderr=subprocess.STDOUT)
    try:
        child = subprocess.Popen(
            words,
            env={**os.environ, **variables},
            start_new_session=True,  # Ctrl-C of the terminal comes here alone
            preexec_fn=_die_with_parent,
            **options,
        )
    except OSError as error:
        raise TrainingError(
            f"{process.name} cannot be started: {words[0]}: {error.strerror}",
            "the command after -- is not there"
            if process.host.is_local
            else "ssh is not installed on this machine",
            "see: gluon-course launch --help",
        ) from error
    if child.stdout is not None:
        threading.Thread(
            target=_show, args=(child.stdout, process.number), daemon=True
        ).start()
    return child


def _watch(children: dict) -> Outcome:
    """Wait until all workers are done or the first process has failed."""
    left = dict(children)
    while any(process.role == "worker" for process in left):
        time.sleep(_LOOK_EVERY_S)
        for process, child in list(left.items()):
            status = child.poll()
            if status is None:
                continue
            del left[process]
            if status:
                return Outcome(_exit_status(status), process, _phrase(status))
    # The servers end by themselves when the workers have taken their leave.
    until = time.monotonic() + GRACE_S
    while any(child.poll() is None for child in left.values()):
        if time.monotonic() > until:
            break
        time.sleep(_LOOK_EVERY_S)
    return Outcome(0)


def _let_first_worker_save(children: dict) -> None:
    """Pass Ctrl-C on to worker 0 alone: the others go on until it has saved."""
    for process, child in children.items():
        if (process.role, process.number) == ("worker", 0):
            _signal(child, signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired, _Stop):
                child.wait(_SAVING_S)


def _end_all(children: dict) -> None:
    with contextlib.suppress(_Stop):  # a second Ctrl-C: kill at once
        for child in children.values():
            _signal(child, signal.SIGTERM)
        until = time.monotonic() + GRACE_S
        for child in children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, until - time.monotonic()))
    for child in children.values():
        _signal(child, signal.SIGKILL)
        child.wait()


def _signal(child: subprocess.Popen, number: int) -> None:
    """Send a signal to a process and to all that it has started."""
    if child.poll() is None or number == signal.SIGKILL:
        with contextlib.suppress(OSError):  # all are gone
            os.killpg(child.pid, number)


@contextlib.contextmanager
def _stop_as_error():
    """Inside, SIGINT, SIGTERM and SIGHUP raise ``_Stop``."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number, frame):
        raise _Stop(number)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _die_with_parent() -> None:
    """In the child: be killed when the launcher is, however that happens (Linux)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _show(stream, rank: int) -> None:
    for line in stream:
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        print(f"[{rank}] {text}", file=sys.stdout, flush=True)


def _exit_status(status: int) -> int:
    return 128 - status if status < 0 else status


def _phrase(status: int) -> str:
    if status < 0:
        return f"was killed by {signal.Signals(-status).name}"
    return f"ended with status {status}"
