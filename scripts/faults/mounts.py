"""Small and read-only disks, in a mount namespace of our own: nobody else sees them."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

INSIDE = "GLUON_COURSE_FAULTS_INSIDE"


def enter(title: str) -> None:
    """Start this program anew where it may mount; end it where that is not allowed."""
    if os.environ.get(INSIDE):
        return
    words = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    trial = "mount -t tmpfs -o size=64k tmpfs /mnt"
    is_there = shutil.which("unshare") and shutil.which("mount")
    if not is_there or subprocess.run([*words, "sh", "-c", trial]).returncode:
        print(f"{title}: skipped, this system lets us mount no small disks (it takes")
        print("root, or user namespaces, and the programs unshare and mount)")
        sys.exit(0)
    os.environ[INSIDE] = "1"
    os.execvp(words[0], [*words, sys.executable, *sys.argv])


@contextlib.contextmanager
def disk(place: Path, kib: int) -> Iterator[Path]:
    """A disk of so many KiB at ``place``."""
    place.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", place)
    try:
        yield place
    finally:
        _run("umount", "-l", place)
        place.rmdir()


def resize(place: Path, kib: int) -> None:
    """Give the disk another size."""
    _run("mount", "-o", f"remount,size={kib}k", place)


def fill(place: Path, kib_left: int) -> None:
    """Leave so many KiB free, in a file ``ballast``."""
    facts = os.statvfs(place)
    count = facts.f_bavail * facts.f_frsize - (kib_left << 10)
    with (place / "ballast").open("wb") as stream, contextlib.suppress(OSError):
        while count > 0:
            count -= stream.write(bytes(min(count, 1 << 16)))


@contextlib.contextmanager
def read_only(place: Path) -> Iterator[None]:
    """Have ``place`` and all below it read-only, for root too."""
    _run("mount", "--bind", place, place)
    _run("mount", "-o", "remount,bind,ro", place)
    try:
        yield
    finally:
        _run("umount", "-l", place)


def _run(*words: object) -> None:
    subprocess.run([*map(str, words)], check=True)
