"""Checks of the machine around Python: libraries, cores, folders, disk, fonts."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from gluon_course.base import machine, threads
from gluon_course.base.paths import cache_root, data_root
from gluon_course.cli.doctor.check import Check

ENOUGH_BYTES = 2 << 30
"""Free disk below which unpacking a data set such as VOC2012 fails."""


def compiler_check() -> Check:
    """The C compiler and the headers, needed to install gluonnlp again."""
    lacks = [
        lack
        for lack in [*machine.missing_of_system(), *machine.missing_of_python()]
        if lack.package not in machine.LIBRARY_PACKAGES.values()
    ]
    value = machine.compiler() or "none"
    if not lacks:
        return Check("compiler", f"{value}, with the headers of Python")
    problem = "Missing: " + "; ".join(lack.what for lack in lacks) + "."
    packages = " ".join(lack.package for lack in lacks)
    return Check("compiler", value, problem, f"apt-get install {packages}")


def libraries_check() -> Check:
    """The shared libraries of OpenCV and MXNet."""
    lacks = [
        lack
        for lack in machine.missing_of_system()
        if lack.package in machine.LIBRARY_PACKAGES.values()
    ]
    if not lacks:
        return Check("libraries", "all found: " + ", ".join(machine.LIBRARY_PACKAGES))
    problem = "Missing: " + "; ".join(lack.what for lack in lacks) + "."
    packages = " ".join(dict.fromkeys(lack.package for lack in lacks))
    return Check("libraries", "incomplete", problem, f"apt-get install {packages}")


def threads_check(probe: dict[str, dict]) -> Check:
    """OpenMP threads: the choice, its reason, and what MXNet really uses."""
    choice = threads.current()
    value = f"{choice.count or 'as set'} OpenMP ({choice.reason})"
    used = probe["mxnet"].get("threads")
    if choice.by_user and used and choice.count not in (None, used):
        problem = f"MXNet uses {used} all the same."
        return Check("threads", value, problem, "correct the variable")
    cores = threads.free_cores()
    if choice.by_user and choice.count and choice.count > cores.count:
        problem = f"More than the {cores.count} free now ({cores.reason}): slow."
        return Check("threads", value, problem, "unset OMP_NUM_THREADS")
    return Check("threads", value)


def folder_checks() -> list[Check]:
    """The data root and the cache: where they are, whether they can be used."""
    data, cache = data_root(), cache_root()
    checks = [_data_check(data), _cache_check(cache)]
    for name, folder in (("data", data), ("cache", cache)):
        free = shutil.disk_usage(_existing(folder)).free
        value = f"{free / 2**30:.1f} GiB free for {name} ({_existing(folder)})"
        short = free < ENOUGH_BYTES
        problem = "Large data sets need more than that." if short else ""
        checks.append(Check("disk", value, problem, "free some space" if short else ""))
    return checks


def font_check() -> Check:
    """A font with Chinese characters for plots."""
    from gluon_course.viz.style import chinese_font

    font = chinese_font()
    if font:
        return Check("Chinese font", font)
    problem = "Plots carry English titles in place of Chinese ones."
    return Check("Chinese font", "none", problem, "apt-get install fonts-noto-cjk")


def _data_check(folder: Path) -> Check:
    setting = "set GLUON_COURSE_DATA to the folder of the data sets"
    if folder.is_dir():
        kind = "" if os.access(folder, os.W_OK) else ", read-only"
        return Check("data", f"{folder}{kind}")
    if folder.exists():
        return Check("data", str(folder), "It is not a folder.", setting)
    if not os.access(_existing(folder), os.W_OK):
        return Check(
            "data", str(folder), "It is not there; nor can it be made.", setting
        )
    return Check("data", f"{folder}, made when the first data set is fetched")


def _cache_check(folder: Path) -> Check:
    if os.access(_existing(folder), os.W_OK) and _existing(folder).is_dir():
        return Check("cache", str(folder))
    problem = "It cannot be written, so no archive can be unpacked."
    remedy = "set GLUON_COURSE_CACHE to a folder that you may write"
    return Check("cache", str(folder), problem, remedy)


def _existing(folder: Path) -> Path:
    """The folder itself or the nearest one above it that is there."""
    folder = folder.absolute()
    return next(each for each in (folder, *folder.parents) if each.exists())
