"""The folder that a run writes into: held while it trains."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from gluon_course.base.folder_lock import is_held, locked


@contextlib.contextmanager
def own_folder(trainer) -> Iterator[None]:
    """Hold the folder of the trainer's run, if this process writes into one.

    Raises
    ------
    ConfigError
        If another run works in the folder at this time.
    """
    run = trainer.run
    with contextlib.ExitStack() as stack:
        is_ours = run.out is not None and run.is_writer
        if is_ours and not is_held(run.out):  # the command line holds its run's folder
            stack.enter_context(locked(run.out))
        yield
