"""What ``--force`` removes: the files that a run wrote, and no other.

A file counts as written by a run when it has one of the names that every run writes at
the place where it writes them, or when the run asked for its path (``run.path``), which
``run.json`` records at that moment. All else belongs to the user and stays.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from gluon_course.base.folder_lock import LOCK
from gluon_course.cli.runs.record import read_record

# Names at the top of a run and of each of its parts.
TOP = re.compile(
    r"run\.json|config\.json|history\.jsonl|result\.json|curves\.png|sweep\.json"
)
# Names in the folders that a run makes: paths below the folder.
BELOW = {
    "checkpoints": re.compile(
        r"(epoch-\d+|interrupted)/"
        r"(net\.params|optimizer\.params|state\.json|manifest\.json)"
    ),
    "export": re.compile(
        r"((encoder|step)/)?"  # the parts of a translator
        r"(model-symbol\.json|model-0000\.params|model\.json)"
    ),
    **dict.fromkeys(
        ("export-onnx", "export-int8", "export-bf16"),
        re.compile(
            r"((encoder|step)/)?"
            r"(model\.onnx|model-symbol\.json|model-0000\.params|model\.json)"
        ),
    ),
    "eval": re.compile(r"eval\.json|(confusion|mistakes|precision-recall|worst)\.png"),
    "workers": re.compile(r"((worker|server)-\d+|scheduler)\.log"),
    "profile": re.compile(r"trace\.json|operators\.csv"),
    "tensorboard": re.compile(r"events\.out\.tfevents\.[^/]+"),
}


def clear(folder: Path) -> list[Path]:
    """Remove what a run wrote in ``folder`` and return the files that stay.

    No link is followed; a link at a place where a run writes a file is removed.
    """
    record = read_record(folder)
    asked = [folder / each for each in (record.files if record else [])]
    inside = [each for each in asked if _is_inside(each, folder)]
    for path in inside:
        if path.is_dir() and not path.is_symlink():
            clear(path)
            with contextlib.suppress(OSError):
                (path / LOCK).unlink()
            _remove_empty(path)
        elif path.is_symlink() or path.is_file():
            path.unlink()
    for path in list(_written(folder)):
        path.unlink()
    for name in BELOW:
        _remove_empty(folder / name)
    return [path for path in _files(folder) if path != folder / LOCK]


def _is_inside(path: Path, folder: Path) -> bool:
    """Does ``path`` lie below ``folder`` with no link and no ``..`` on the way?"""
    if folder not in path.parents or ".." in path.parts:
        return False
    return path.parent.resolve() == folder.resolve() / path.parent.relative_to(folder)


def _written(part: Path) -> Iterator[Path]:
    for path in part.iterdir():
        is_folder = path.is_dir() and not path.is_symlink()
        if is_folder and path.name in BELOW:
            for file in _files(path):
                if BELOW[path.name].fullmatch(file.relative_to(path).as_posix()):
                    yield file
        elif not is_folder and TOP.fullmatch(path.name):
            yield path


def _files(folder: Path) -> list[Path]:
    """Files and links below ``folder``, in order; links to folders are not followed."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or not path.is_dir()
    ]


def _remove_empty(folder: Path) -> None:
    """Remove ``folder`` and the folders below it that hold nothing."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for path in [*sorted(folder.rglob("*"), reverse=True), folder]:
        if path.is_dir() and not path.is_symlink():
            with contextlib.suppress(OSError):
                path.rmdir()
