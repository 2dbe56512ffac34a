"""The folder that a run writes into: held while it trains, an earlier run set aside."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from gluon_course.base.files import cannot_write
from gluon_course.base.folder_lock import is_held, locked

WRITTEN = (
    "checkpoints",
    "history.jsonl",
    "config.json",
    "curves.png",
    "profile",
    "tensorboard",
)
"""What the callbacks of run options write in a run's folder."""
_log = logging.getLogger(__name__)


@contextlib.contextmanager
def own_folder(trainer) -> Iterator[None]:
    """Hold the folder of the trainer's run, if this process writes into one.

    A new run in the folder of an earlier one, as of a notebook's cell run again, sets
    that aside (:func:`set_aside`). A trainer that trains on, or resumes, does not.

    Raises
    ------
    ConfigError
        If another run works in the folder at this time.
    DataError
        If the folder cannot be written.
    """
    run = trainer.run
    with contextlib.ExitStack() as stack:
        is_ours = run.out is not None and run.is_writer
        if is_ours and not is_held(run.out):  # the command line holds its run's folder
            stack.enter_context(locked(run.out))
            is_new = not run.resume and not trainer.state.epoch
            if is_new and trainer.num_epochs:
                set_aside(run.out)
        yield


def set_aside(folder: Path) -> Path | None:
    """Move what callbacks saved there into ``earlier-1``, ``earlier-2``, ... below it.

    So none of it is lost, and neither ``resume`` nor the history mixes two runs. None
    where there was nothing to keep. Other files of the folder stay where they are.

    Raises
    ------
    DataError
        If the folder cannot be written; then nothing was moved.
    """
    try:
        saved = [folder / "history.jsonl", *(folder / "checkpoints").glob("[!.]*")]
        if not any(each.exists() for each in saved):
            return None
        earlier = _next_free(folder)
        _move_written(folder, earlier)
    except OSError as error:
        raise cannot_write(folder, error) from error
    _log.warning("the earlier run in %s is now in %s", folder, earlier)
    return earlier


def _next_free(folder: Path) -> Path:
    number = 1
    while True:
        with contextlib.suppress(FileExistsError):
            (folder / f"earlier-{number}").mkdir()
            return folder / f"earlier-{number}"
        number += 1


def _move_written(folder: Path, earlier: Path) -> None:
    """All of it, or nothing."""
    moved: list[str] = []
    try:
        for name in WRITTEN:
            if (folder / name).exists():
                (folder / name).rename(earlier / name)
                moved.append(name)
    except OSError:
        for name in moved:
            (earlier / name).rename(folder / name)
        earlier.rmdir()
        raise
