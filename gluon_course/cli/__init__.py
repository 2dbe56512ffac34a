"""The command line, one file per command; nothing here imports MXNet at once."""

from __future__ import annotations

import os
from collections.abc import Sequence

__all__ = ["main", "run_script"]


def main(args: Sequence[str] | None = None) -> None:
    """The command ``gluon-course``; ends the process with its exit status."""
    from gluon_course.cli.group import gluon_course

    gluon_course.main(args, prog_name="gluon-course")


def run_script(file: os.PathLike | str, args: Sequence[str] | None = None) -> None:
    """Run a chapter script with the options of ``gluon-course run``.

    The last lines of every script are::

        if __name__ == "__main__":
            cli.run_script(__file__)

    Parameters
    ----------
    file : path
        The script.
    args : sequence of str, optional
        Options; those of the process by default.

    Raises
    ------
    SystemExit
        Always, with the exit status.
    """
    from gluon_course.cli.run import script_command

    script_command(file).main(args, prog_name=f"python {os.path.relpath(file)}")
