"""Trainings killed at any moment: what stays, and how the resumed ones end.

Run:       python scripts/faults/kills.py              (200 kills, about 10 minutes)
           python scripts/faults/kills.py --kills 10   (a look)
Expected:  every kill leaves a last checkpoint that loads, or none when no epoch was
           done, and every resumed run ends as the uninterrupted one, to the bit

A training (MLP, or LeNet with BatchNorm, on the embedded sample;
checkpoints after every epoch, then an export) gets SIGKILL

- at a random moment between its first and its last instruction,
- or at one of its steps in the file system (a file opened, flushed, renamed, removed,
  a folder made ...), which are counted first, so that kills are spread evenly over all
  of them: before, between and after the writes of a checkpoint.

One in four of the resumed runs is killed as well and resumed again. A few are started
as a user does it, in a process that begins with ``import``.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from cases import (
    TRAIN,
    Tally,
    command,
    done,
    draw_once,
    fingerprint,
    hidden,
    preload,
    start,
    work_folder,
)

NETS = {
    "mlp": TRAIN,
    "lenet_bn": ("train", "lenet_bn", *TRAIN[4:6], "128", *TRAIN[7:]),
}

EVENTS = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod")


class FileEvents:
    """Counts what a process does to files; kills it at a chosen one."""

    def __init__(self, at: int | None = None):
        self.count, self.at = 0, at

    def install(self) -> None:
        """Watch this process from now on."""
        sys.addaudithook(self._heard)
        flush = os.fsync

        def fsync(descriptor):
            self._count()  # before and after: what was written may be on its way
            flush(descriptor)
            self._count()

        os.fsync = fsync

    def _heard(self, event: str, args: tuple) -> None:
        if event in EVENTS and not self._is_read(event, args):
            self._count()

    @staticmethod
    def _is_read(event: str, args: tuple) -> bool:
        if event != "open":
            return False
        flags = args[2] if isinstance(args[2], int) else 0
        return not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)

    def _count(self) -> None:
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


def measure(words: tuple, out: Path) -> tuple[str, float, int]:
    """The end of an uninterrupted run, its seconds, and its steps on files."""
    began = time.monotonic()
    ended = done(command(*words, "--out", out))
    seconds = time.monotonic() - began
    assert ended.status == 0, ended.err
    counted = out.with_suffix(".count")

    def counting():
        events = FileEvents()
        events.install()
        try:
            command(*words, "--out", f"{out}-counted")()
        finally:
            counted.write_text(str(events.count))

    assert done(counting).status == 0
    shutil.rmtree(f"{out}-counted")
    return fingerprint(out, True), seconds, int(counted.read_text())


def kill_once(words: tuple, out: Path, moment: tuple) -> None:
    """Start or resume the run and kill it at a moment: of time, or of its files."""
    kind, value = moment
    call = command(*words, "--out", out, "--resume")
    if kind == "file":
        start(call, before=FileEvents(int(value)).install).wait()
        return
    if kind == "fresh":
        program = [sys.executable, "-m", "gluon_course"]
        running = subprocess.Popen(
            [*program, *words, "--out", str(out), "--resume"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(value)
        running.kill()
        running.wait()
        return
    running = start(call)
    time.sleep(value)
    running.kill()
    running.wait()


def what_is_lost(out: Path) -> str:
    """After a kill: why the last checkpoint is not what it should be; else empty."""
    from gluon_course.base.errors import CourseError
    from gluon_course.train import last_good, read_history

    try:
        newest, passed = last_good(out / "checkpoints")
        rows = read_history(out / "history.jsonl")
    except CourseError as error:
        return str(error)
    if passed:
        return f"damaged: {passed[0]}"
    saved = int(newest.name[-4:]) if newest else 0
    if saved < len(rows):
        return f"{len(rows)} epochs in the history, {saved} in the checkpoint"
    return ""


def main(kills=200, seed=0, fresh=8):
    """Kill so many trainings; return the number of faults."""
    preload()
    draw_once()
    chance, tally = random.Random(seed), Tally("kills")
    at_time = at_file = again = 0
    with work_folder() as folder:
        whole = {name: measure(words, folder / name) for name, words in NETS.items()}
        for number in range(kills):
            name = ("mlp", "lenet_bn")[number % 4 == 3]
            words, (end, seconds, events) = NETS[name], whole[name]
            moment = ("time", chance.uniform(0, seconds))
            if number % 2:  # evenly over all steps, a random one of each stretch
                stretch = events / kills
                moment = ("file", 1 + int((number + chance.random()) * stretch))
            if number % 2 == 0 and number // 2 < fresh:
                moment = ("fresh", chance.uniform(0, seconds + 5))
            out, lost, moments = folder / f"{name}-{number}", "", [moment]
            if chance.random() < 0.25:
                moments.append(("time", chance.uniform(0, seconds)))
                again += 1
            for each in moments:
                at_time += each[0] != "file"
                at_file += each[0] == "file"
                kill_once(words, out, each)
                lost = lost or what_is_lost(out)
            ended = done(command(*words, "--out", out, "--resume"))
            lost = lost or ended.fault([0])
            if not lost and fingerprint(out, True) != end:
                lost = "it ended otherwise than the uninterrupted run"
            if not lost and hidden(out):
                lost = f"half-written things stay: {hidden(out)[:4]}"
            tally.add(f"{name} at {moments}", "ended as the uninterrupted run", lost)
            shutil.rmtree(out, ignore_errors=True)
            if (number + 1) % 20 == 0:
                print(f"  {number + 1} of {kills}", flush=True)
    print(f"{at_time} SIGKILLs at moments of time, {at_file} at steps on files;")
    print(f"{again} runs were killed twice")
    return tally.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=200, help="Runs to kill. [200]")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--fresh", type=int, default=8, help="How many begin from nothing. [8]"
    )
    options = parser.parse_args()
    sys.exit(bool(main(options.kills, options.seed, options.fresh)))
