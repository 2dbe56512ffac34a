"""Commands of the product in processes of their own, and what became of them.

What every fault test here asks of a command: it succeeds, or it says in one paragraph
what happened and ends with status 2. A traceback, a signal, silence or another status
is a fault.

Processes are forked from one that has imported MXNet, so that a command takes a second
and not five; what is killed is a whole process either way.
"""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

TIMEOUT_S = 300.0
"""Longer than any command here takes on a busy machine: what hangs is a fault."""

SAID = "GLUON_COURSE_FAULTS_SAID"
"""Variable that names a file; every case and what it said is added to it."""

TRAIN = ("train", "mlp", "--num-hiddens", "16", "--sample", "--limit", "256")
TRAIN += ("--batch-size", "64", "--optimizer", "adam", "--epochs", "6", "--quiet")
"""A training of a tenth of a second with all that a run writes."""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """How a process ended and what it said."""

    status: int
    out: str
    err: str

    def fault(self, allowed: Sequence[int] = (0, 2)) -> str:
        """What is wrong with it; empty where nothing is.

        Parameters
        ----------
        allowed : sequence of int
            Statuses that are in order; 2 is so only with a sentence.
        """
        said = self.out + self.err
        lines = self.err.strip().splitlines() or ["nothing on stderr"]
        ours = [each for each in lines if each.startswith("Error in gluon_course")]
        last = (ours or lines)[-1][:200]
        if self.status < 0:
            return f"ended by signal {-self.status}: {last}"
        if "Traceback (most recent call last)" in said:
            return f"a traceback: {last}"
        if "Exception ignored" in said or "terminate called" in said:
            return f"an error at the end of the process: {last}"
        if self.status not in allowed:
            return f"status {self.status}: {last}"
        if self.status == 2 and not self.error:
            return f"status 2 without a reason: {last}"
        return ""

    @property
    def error(self) -> str:
        """The paragraph of a command that failed; empty where there is none."""
        start = self.err.rfind("Error:")
        return " ".join(self.err[start:].split()) if start >= 0 else ""


def preload() -> None:
    """Import all that the commands import, once, for the processes forked later."""
    import matplotlib.pyplot
    import mxnet
    import sklearn.datasets  # noqa: F401

    import gluon_course.cli.eval
    import gluon_course.cli.export
    import gluon_course.cli.group
    import gluon_course.cli.runs.evaluating.classification
    import gluon_course.cli.runs.execute
    import gluon_course.cli.runs.exporting
    import gluon_course.cli.runs.summary
    import gluon_course.cli.runs.training
    import gluon_course.data.detection.composed
    import gluon_course.export
    import gluon_course.predict
    import gluon_course.viz.curves  # noqa: F401

    matplotlib.use("agg")
    mxnet.nd.waitall()


def draw_once() -> None:
    """Have every curve of the processes forked later get the bytes of one drawn now.

    Drawing takes as long as the training here; what is written, and how, stays.
    """
    from gluon_course.viz import style

    picture, _ = style.figure(2, 2)
    drawn = style._render(picture, "png")
    style._render = lambda picture, kind: drawn


class Running:
    """A forked process that runs ``call``; see :func:`start`."""

    def __init__(self, pid: int, said: tempfile.TemporaryDirectory):
        self.pid, self._said = pid, said
        self._status: int | None = None

    def is_alive(self) -> bool:
        """Whether it still runs."""
        if self._status is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self._status = os.waitstatus_to_exitcode(status)
        return self._status is None

    def kill(self) -> None:
        """End it as the system does when memory is short: at once."""
        if self.is_alive():
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout_s: float = TIMEOUT_S) -> Outcome:
        """Its outcome; it is killed where it does not end in time."""
        until, note = time.monotonic() + timeout_s, ""
        while self.is_alive():
            if time.monotonic() > until:
                self.kill()
                note = f"\nnot done within {timeout_s:.0f} s"
            time.sleep(0.005)
        files = [Path(self._said.name, name) for name in ("out", "err")]
        # killed at once, it has not come to open them
        read = [f.read_text("utf-8", "replace") if f.exists() else "" for f in files]
        self._said.cleanup()
        return Outcome(self._status, read[0], read[1] + note)


def start(
    call: Callable[[], object], environ: dict | None = None, before=lambda: None
) -> Running:
    """Fork a process that runs ``call`` as a command of the product.

    Parameters
    ----------
    call : callable
        Takes nothing; what it raises ends the process as it would end a command.
    environ : dict, optional
        Variables to set in that process; None removes one.
    before : callable
        Called first in that process.
    """
    from gluon_course.cli.errors import exit_status

    said = tempfile.TemporaryDirectory(prefix="faults-")
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return Running(pid, said)
    status = 99
    try:
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(Path(said.name, name), os.O_CREAT | os.O_WRONLY), number)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        for name, value in (environ or {}).items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = str(value)
        before()
        status = exit_status(call)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else bool(end.code)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def command(*words: object) -> Callable[[], None]:
    """A call of ``gluon-course`` with these words, for :func:`start`."""

    def call():
        from gluon_course.cli import main

        sys.argv = ["gluon-course", *map(str, words)]
        main(sys.argv[1:])

    return call


def done(call: Callable[[], object], **options) -> Outcome:
    """:func:`start`, waited for."""
    return start(call, **options).wait()


def fresh(*words: object, **options) -> Outcome:
    """``gluon-course`` with these words in a process that begins from nothing."""
    ended = subprocess.run(
        [sys.executable, "-m", "gluon_course", *map(str, words)],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=TIMEOUT_S,
        **options,
    )
    return Outcome(ended.returncode, ended.stdout, ended.stderr)


def fingerprint(run: Path, export: bool = False) -> str:
    """What a training ended as: parameters, optimizer and figures, as one hash.

    Figures of time are left out; they differ from run to run. With ``export`` its
    export counts too, whose names are those of the process that made it.
    """
    from gluon_course.train import last_good, read_history

    newest, passed = last_good(run / "checkpoints")
    if newest is None or passed:
        return f"no whole checkpoint: {passed}"
    digest = hashlib.sha256(newest.name.encode())
    for path in ("net.params", "optimizer.params"):
        digest.update((newest / path).read_bytes())
    for row in read_history(run / "history.jsonl"):
        kept = {k: v for k, v in row.items() if k not in ("seconds", "samples_per_s")}
        digest.update(json.dumps(kept, sort_keys=True).encode())
    for path in ("model-symbol.json", "model-0000.params"):
        if export:
            digest.update((run / "export" / path).read_bytes())
    return digest.hexdigest()


def hidden(folder: Path) -> list[str]:
    """Half-written files and folders below a folder; locks and seals are none."""
    return sorted(
        str(each.relative_to(folder))
        for each in folder.rglob(".*")
        if each.name not in (".lock", ".sealed.json")
    )


class Tally:
    """Counts cases by what became of them, and prints the faults."""

    def __init__(self, title: str):
        self.title = title
        self.counts: collections.Counter[str] = collections.Counter()
        self.faults: list[str] = []

    def add(self, case: str, how: str, fault: str = "") -> None:
        """Count a case that ended ``how``, or whose end is a ``fault``."""
        self.counts["faults" if fault else how] += 1
        if fault:
            self.faults.append(f"{case}: {fault}")
            print(f"  FAULT {case}: {fault}", flush=True)

    def judge(self, case: str, outcome: Outcome, is_kept="", allowed=(0, 2)) -> None:
        """Count a command; ``is_kept`` says what was lost, empty where nothing was."""
        how = "went on" if outcome.status == 0 else "said so"
        if os.environ.get(SAID):
            with open(os.environ[SAID], "a") as said:
                said.write(f"{self.title}, {case}: {how}: {outcome.error}\n")
        self.add(case, how, outcome.fault(allowed) or is_kept)

    def close(self) -> int:
        """Print the counts; return the number of faults."""
        total = sum(self.counts.values())
        self.counts.setdefault("faults", 0)
        parts = ", ".join(f"{count:,} {how}" for how, count in self.counts.items())
        print(f"{self.title}: {total:,} cases: {parts}", flush=True)
        return len(self.faults)


@contextlib.contextmanager
def work_folder() -> Iterator[Path]:
    """A folder for a test, with caches of its own; the process goes there."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="faults-") as below:
        os.environ["GLUON_COURSE_CACHE"] = str(Path(below, "cache"))
        os.environ["OMP_NUM_THREADS"] = "1"
        os.chdir(below)
        try:
            yield Path(below)
        finally:
            os.chdir(before)
