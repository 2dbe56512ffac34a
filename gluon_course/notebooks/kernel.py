"""The run that the cells of a notebook are: options, folder, pictures in place."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from gluon_course.base.chapters import find_section, folder_name
from gluon_course.base.run import RunOptions
from gluon_course.notebooks.pictures import NewPictures

_EVENT = "post_run_cell"
_WATCHED: list = []
"""The one function that shows the pictures of the notebook's run."""


def begin(section: str, out: os.PathLike | str | None = None, **options) -> RunOptions:
    """Begin the run of a notebook, once more each time that its cell is run.

    Parameters
    ----------
    section : str
        What ``gluon-course run`` takes: ``lenet``, ``5.5``.
    out : path, optional
        Its folder; by default the next free one of ``runs/lenet``, ``runs/lenet-2``.
        Pictures that are written there are shown below the cell that drew them.
    **options
        Fields of :class:`~gluon_course.base.run.RunOptions`: ``sample``, ``limit``,
        ``seed``, ``device``.

    Returns
    -------
    RunOptions
        With progress.

    Raises
    ------
    ConfigError
        For a section that does not exist, or an option out of range.
    """
    found = find_section(section)
    folder = _free(Path("runs", folder_name(found))) if out is None else Path(out)
    run = RunOptions(out=folder, progress=True, section=found.name, **options)
    folder.mkdir(parents=True, exist_ok=True)
    _show_pictures_of(folder)
    print(f"{found.number} {found.title}  ->  {folder}".lstrip())
    return run


def _free(folder: Path) -> Path:
    """``folder``, or the first of ``folder-2``, ``folder-3``.. that holds nothing."""
    found, number = folder, 1
    while found.exists() and any(found.iterdir()):
        number += 1
        found = folder.with_name(f"{folder.name}-{number}")
    return found


def _show_pictures_of(folder: Path) -> None:
    # Not imported: without IPython loaded there is no notebook to tell.
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    if shell is None:
        return
    while _WATCHED:
        shell.events.unregister(_EVENT, _WATCHED.pop())
    pictures = NewPictures(folder)
    pictures.found()  # what is there already was drawn by another run
    _WATCHED.append(pictures.show)
    shell.events.register(_EVENT, _WATCHED[-1])
