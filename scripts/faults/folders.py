"""Folders that cannot be written, two runs in one folder, and folders that go away.

Run:       python scripts/faults/folders.py     (as root, or with user namespaces)
Expected:  every command goes on or says what is wrong with the folder, with status 2;
           the run that was there is whole; of two runs in one folder one goes on

- read-only: a bind mount without the right to write, which holds root too; everything
  that the product writes (``writing.py``) is to go there, the cache included;
- another user: the same with the rights of ``nobody``, in folders of root's;
- a file, a link that leads nowhere, a link to itself where a folder should be;
- two processes that start at once: new in one folder, resuming one run, replacing it;
- the folder of a run that is removed while the run writes into it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

import mounts
from cases import (
    TRAIN,
    Tally,
    command,
    done,
    fingerprint,
    hidden,
    preload,
    start,
    work_folder,
)
from writing import ACTIONS

NOBODY = 65534


def in_read_only(tally: Tally, sound: Path, folder: Path) -> None:
    """Everything that is written, into a folder mounted read-only."""
    place, end = folder / "read-only", fingerprint(sound)
    for action in ACTIONS:
        shutil.copytree(sound, place / "run")
        environ = {"GLUON_COURSE_CACHE": place / "cache"}
        with mounts.read_only(place):
            call = action.make(place / "run", place)
            ended = done(call, environ=environ, before=lambda: os.chdir(place))
        lost = "" if fingerprint(place / "run") == end else "the run changed"
        tally.judge(f"read-only: {action.name}", ended, lost)
        shutil.rmtree(place)


def as_another(tally: Tally, sound: Path, folder: Path) -> None:
    """The same as a user who may read everything and write nothing."""
    if os.geteuid() != 0:
        print("another user: skipped, only root can become one")
        return
    place, end = folder / "of-root", fingerprint(sound)
    shutil.copytree(sound, place / "run")
    for path in (folder, place, *place.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    secret = folder / "secret"
    secret.mkdir(mode=0o700)

    def become():
        os.chdir(place)
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    for cache in (place / "cache", secret / "cache"):
        for action in ACTIONS:
            call = action.make(place / "run", place)
            ended = done(call, environ={"GLUON_COURSE_CACHE": cache}, before=become)
            lost = "" if fingerprint(place / "run") == end else "the run changed"
            tally.judge(f"nobody, {cache.parent.name}: {action.name}", ended, lost)
    shutil.rmtree(place)


def in_odd_places(tally: Tally, folder: Path) -> None:
    """Runs and caches where no folder can be."""
    (folder / "file").write_text("mine")
    (folder / "nowhere").symlink_to(folder / "missing" / "deep")
    (folder / "itself").symlink_to(folder / "itself")
    long = folder / ("long" * 100)
    places = [folder / each for each in ("file", "nowhere", "itself")]
    for place in (*places, folder / "file" / "below", long):
        name = place.name[:12]
        ended = done(command(*TRAIN, "--out", place))
        tally.judge(f"{name} for a run", ended)
        ended = done(command(*TRAIN, "--resume", "--out", place))
        tally.judge(f"{name} to resume", ended)
        for action in (each for each in ACTIONS if each.in_cache):
            environ = {"GLUON_COURSE_CACHE": place}
            ended = done(action.make(folder, folder), environ=environ)
            tally.judge(f"{name} for the cache: {action.name}", ended)
        shutil.rmtree(folder / "missing", ignore_errors=True)
    kept = (folder / "file").read_text() == "mine"
    tally.add("the file in the way", "kept", "" if kept else "it was overwritten")


def at_once(tally: Tally, sound: Path, folder: Path, pairs: int) -> None:
    """Two processes in one folder, started together."""
    end = fingerprint(sound)
    for number in range(pairs):
        for what in ("new", "--resume", "--force"):
            out = folder / "both"
            words = [*TRAIN, "--out", out]
            if what != "new":
                shutil.copytree(sound, out)
                words = [*words, what, *(("--epochs", 8) if what == "--resume" else ())]
            running = [start(command(*words)) for _ in range(2)]
            ended = [each.wait() for each in running]
            faults = [each.fault() for each in ended if each.fault()]
            done_here = sum(each.status == 0 for each in ended)
            lost = faults[0] if faults else ""
            if not lost and not done_here:
                lost = f"neither went on: {ended[0].error}"
            if not lost and what == "new" and done_here != 1:
                lost = "the second overwrote the first"
            now = fingerprint(out)
            if not lost and (now.startswith("no whole") or hidden(out)):
                lost = f"{now}; half-written: {hidden(out)[:3]}"
            if not lost and what != "--resume" and now != end:
                lost = "the run ended otherwise"
            how = "one went on, one was refused" if done_here == 1 else "one by one"
            tally.add(f"two at once, {what}, {number}", how, lost)
            shutil.rmtree(out)


def while_removed(tally: Tally, folder: Path, count: int) -> None:
    """The folder of a run goes away while it trains."""
    for number in range(count):
        out = folder / "removed"
        running = start(command(*TRAIN[:-2], 40, "--quiet", "--out", out))
        while running.is_alive() and not (out / "history.jsonl").exists():
            time.sleep(0.01)
        time.sleep(0.05 * number)
        shutil.rmtree(out, ignore_errors=True)
        tally.judge(f"removed while it trains, {number}", running.wait())
        shutil.rmtree(out, ignore_errors=True)


def main(pairs=4):
    """Try all of them; return the number of faults."""
    preload()
    tally = Tally("folders")
    with work_folder() as folder:
        sound = folder / "sound"
        assert done(command(*TRAIN, "--out", sound)).status == 0
        in_read_only(tally, sound, folder)
        as_another(tally, sound, folder)
        in_odd_places(tally, folder)
        at_once(tally, sound, folder, pairs)
        while_removed(tally, folder, pairs)
    return tally.close()


if __name__ == "__main__":
    mounts.enter("folders")
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pairs", type=int, default=4, help="Pairs of each kind. [4]")
    sys.exit(bool(main(parser.parse_args().pairs)))
