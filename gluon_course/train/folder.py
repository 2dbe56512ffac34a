"""The folder that a run writes into: held while it trains, never another run's."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from gluon_course.base.errors import ConfigError
from gluon_course.base.folder_lock import is_held, locked
from gluon_course.train.checkpoint import list_checkpoints


@contextlib.contextmanager
def own_folder(trainer) -> Iterator[None]:
    """Hold the folder of the trainer's run, if this process writes into one.

    Raises
    ------
    ConfigError
        If another run works in the folder at this time, or if a new run would mix
        its checkpoints with those of an earlier one.
    """
    run = trainer.run
    with contextlib.ExitStack() as stack:
        if run.out is not None and run.is_writer:
            if not is_held(run.out):  # the command line holds its run's folder
                stack.enter_context(locked(run.out))
            is_new = not run.resume and trainer.state.epoch == 0
            if is_new and list_checkpoints(run.out / "checkpoints"):
                raise ConfigError(
                    f"{run.out} holds the checkpoints of another run",
                    "a new run would mix its own with them",
                    "go on with it (resume=True), remove the folder, or name another "
                    "one: RunOptions(out=...)",
                )
        yield
