"""Run folders: finding a free one, taking up an old one."""

from __future__ import annotations

import contextlib
import glob
import re
from pathlib import Path

from gluon_course.base.errors import ConfigError
from gluon_course.base.files import UNFINISHED, cannot_write, remove_unfinished
from gluon_course.base.folder_lock import LOCK, locked
from gluon_course.cli.runs.clearing import clear
from gluon_course.cli.runs.record import FILE, is_run, read_record

ROOT = Path("runs")


def take_new(slug: str, root: Path = ROOT) -> Path:
    """Make and return the next free folder: ``runs/lenet``, ``runs/lenet-2``, ...

    Two processes that ask at the same time get two folders: ``mkdir`` decides.

    Raises
    ------
    DataError
        If the folder cannot be made.
    """
    number = 1
    try:
        root.mkdir(parents=True, exist_ok=True)
        while True:
            folder = root / (slug if number == 1 else f"{slug}-{number}")
            with contextlib.suppress(FileExistsError):
                folder.mkdir()
                return folder
            number += 1
    except OSError as error:
        raise cannot_write(root, error) from error


def take_chosen(folder: Path, force: bool = False) -> list[Path]:
    """Make ``folder``, given with ``--out``, ready for a new run.

    Parameters
    ----------
    folder : Path
        It may be missing or empty; with ``force`` it may hold another run, of which
        the files that the run wrote are removed.
    force : bool
        Clear another run.

    Returns
    -------
    list of Path
        Files that stay because no run wrote them.

    Raises
    ------
    ConfigError
        If the folder holds another run and ``force`` is not given, or holds files
        and is not a run: those are never touched.
    """
    if folder.exists() and not folder.is_dir():
        raise ConfigError(
            f"{folder} is a file", action="name a folder for the run with --out"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    if not holds_something(folder):
        return []
    if not is_run(folder):
        raise ConfigError(
            f"{folder} is not empty and is not a run",
            "a run would mix its files with what is there",
            "name another folder with --out",
        )
    if not force:
        raise holds_another(folder)
    with locked(folder):
        remove_unfinished(folder)
        return clear(folder)


def holds_another(folder: Path) -> ConfigError:
    """The error for a new run in the folder of another."""
    return ConfigError(
        f"{folder} holds another run",
        "a new run would overwrite it",
        "add --resume to go on with it, --force to replace it, or name another "
        "folder with --out",
    )


def holds_something(folder: Path) -> bool:
    """Is there anything in ``folder`` but a lock, and what a killed start had begun?"""
    return folder.is_dir() and any(
        each.name != LOCK and not each.name.endswith(UNFINISHED)
        for each in folder.iterdir()
    )


def latest(slug: str, name: str, root: Path = ROOT) -> Path | None:
    """The run of ``name`` that started last, among ``runs/slug``, ``slug-2``, ..."""
    found = []
    pattern = re.compile(re.escape(slug) + r"(-\d+)?")
    for folder in root.glob(f"{glob.escape(slug)}*"):
        if not pattern.fullmatch(folder.name):
            continue
        with contextlib.suppress(ConfigError):
            record = read_record(folder)
            if record is not None and record.name == name:
                found.append((record.turn, record.started, folder))
    return max(found)[-1] if found else None


def remove_bare(folder: Path) -> None:
    """Remove a folder that holds nothing but the records of what was to be run."""
    records = {FILE, LOCK, "config.json"}
    if {each.name for each in folder.iterdir()} <= records:
        for name in records:
            with contextlib.suppress(OSError):
                (folder / name).unlink()
        with contextlib.suppress(OSError):
            folder.rmdir()


def cannot_read_run(folder: Path) -> ConfigError:
    """The error for a folder that should be a run and is not."""
    if not folder.is_dir():
        runs = sorted(str(each.parent) for each in ROOT.glob(f"*/{FILE}"))
        return ConfigError(
            f"There is no folder {folder}",
            f"Runs here: {', '.join(runs[:8])}" if runs else "No run was made here",
            "name the folder of a run, for example runs/lenet",
        )
    return ConfigError(
        f"{folder} is not a run",
        f"it has neither {FILE} nor a trainer's config.json",
        "name the folder of a run, for example runs/lenet",
    )


def require_folder(folder: Path) -> None:
    """Raise unless there is a folder, a run or an export, by naming the runs here.

    Raises
    ------
    ConfigError
    """
    if not folder.is_dir():
        raise cannot_read_run(folder)


def open_run(folder: Path) -> Path:
    """``folder``, after a check that it is a run.

    Raises
    ------
    ConfigError
        If it is missing or not a run, or its ``run.json`` is damaged.
    """
    if read_record(folder) is None and not is_run(folder):
        raise cannot_read_run(folder)
    return folder
