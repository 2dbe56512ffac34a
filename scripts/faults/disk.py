"""Disks that are full: everything that the product writes, with a few KiB to go.

Run:       python scripts/faults/disk.py              (as root, or with user namespaces)
           python scripts/faults/disk.py --left 0 16  (a look)
Expected:  every command goes on or says that the disk is full, with status 2; the run
           that was there is whole, no half file stays, and with space again the same
           command does its work

A tmpfs holds the run of a training and a file that leaves so many KiB free. Where a
command makes pictures or unpacks data, the cache lies on that disk.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import mounts
from cases import (
    TRAIN,
    Outcome,
    Tally,
    command,
    done,
    fingerprint,
    hidden,
    preload,
    work_folder,
)
from writing import ACTIONS

LEFT_KIB = (0, 4, 12, 40, 100, 300, 900)


def what_is_lost(run: Path, before: str, after: str) -> str:
    """Why a run is not what it was, nor further; empty where it is."""
    from gluon_course.base.errors import CourseError
    from gluon_course.export.manifest import read_contents
    from gluon_course.train import last_good, read_history

    try:
        newest, passed = last_good(run / "checkpoints")
        if newest is None or passed:
            return f"no whole checkpoint: {passed}"
        read_history(run / "history.jsonl")
        read_contents(run / "export")
    except CourseError as error:
        return str(error)
    is_between = newest.name == "epoch-0007"
    is_known = is_between or fingerprint(run) in (before, after)
    return "" if is_known else "the run changed"


def bare(place: Path) -> list[str]:
    """Folders that hold nothing, but for the one of runs and those of a cache."""
    return [
        str(each.relative_to(place))
        for each in place.rglob("*")
        if each.is_dir() and not any(each.iterdir())
        if each.name != "runs" and "cache" not in each.parts
    ]


def full_output(words: tuple, **environ: str) -> Outcome:
    """A command whose output goes to a disk that is full."""
    with open("/dev/full", "w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "gluon_course", *map(str, words)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    return Outcome(ended.returncode, "", ended.stderr)


def main(left=LEFT_KIB):
    """Try every action with so many KiB left; return the number of faults."""
    preload()
    tally = Tally("disk full")
    with work_folder() as folder:
        sound, further = folder / "sound", folder / "further"
        assert done(command(*TRAIN, "--out", sound)).status == 0
        shutil.copytree(sound, further)
        more = (*TRAIN, "--resume", "--out", further, "--epochs", 8)
        assert done(command(*more)).status == 0
        ends = fingerprint(sound), fingerprint(further)
        for action in ACTIONS:
            for kib in left:
                with mounts.disk(folder / "small", 1 << 16) as small:
                    run = small / "run"
                    shutil.copytree(sound, run)
                    mounts.fill(small, kib)
                    environ = {"GLUON_COURSE_CACHE": small / "cache"}
                    if not action.in_cache:
                        environ = {}
                    call = action.make(run, small)

                    def here(small=small):
                        os.chdir(small)

                    ended = done(call, environ=environ, before=here)
                    lost = what_is_lost(run, *ends)
                    if hidden(small):
                        lost = lost or f"half-written things stay: {hidden(small)[:3]}"
                    if bare(small):
                        lost = lost or f"empty folders stay: {bare(small)[:3]}"
                    tally.judge(f"{action.name}, {kib} KiB left", ended, lost)
                    (small / "ballast").unlink()
                    for each in ("new", "board", "sweep"):
                        if (small / each / "run.json").is_file():
                            shutil.rmtree(small / each)
                    again = done(call, environ=environ, before=here)
                    case = f"{action.name} with space again, after {kib} KiB"
                    tally.judge(case, again, what_is_lost(run, *ends), allowed=(0,))
        for words in (("list", "chapters"), (*TRAIN, "--out", folder / "told")):
            tally.judge(f"{words[0]} > /dev/full", full_output(words), allowed=(2,))
    return tally.close()


if __name__ == "__main__":
    mounts.enter("disk full")
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--left", type=int, nargs="+", default=LEFT_KIB, metavar="KIB")
    sys.exit(bool(main(parser.parse_args().left)))
