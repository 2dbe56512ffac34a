"""Executing a job in its folder: lock, record, train, result, export, summary."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from pathlib import Path

import click

from gluon_course.base.errors import CourseError, DataError
from gluon_course.base.files import remove_unfinished, write_json
from gluon_course.base.folder_lock import locked
from gluon_course.base.run import RunOptions
from gluon_course.cli.printing.plain import plain
from gluon_course.cli.printing.terminal import paragraph
from gluon_course.cli.runs import folder as folders
from gluon_course.cli.runs.job import Job, Start, begin
from gluon_course.cli.runs.joining import join, note_folder, warn_if_unshared
from gluon_course.cli.runs.record import FINISHED, RUNNING, STOPPED, is_run
from gluon_course.cli.runs.recorded import RecordedRun
from gluon_course.cli.sections.options import Given


def execute(job: Job, given: Given, values: dict) -> None:
    """Run a job from the command line, from its folder to the printed summary.

    Parameters
    ----------
    job : Job
    given : Given
        The common options of the call.
    values : dict
        Every hyperparameter of the call, typed or default.

    Raises
    ------
    CourseError
        What the folder, the settings or the training find wrong.
    KeyboardInterrupt
        On Ctrl-C, after the command that resumes was printed.
    """
    if not RunOptions().is_writer:
        join(job, given, values)
        return
    start = begin(job, given, values, tuple(typed_command()))
    note_folder(start.folder)
    for note in start.notes:
        click.echo(paragraph(note))
    if start.is_done:
        _say_done(job, start)
        return
    if not given.quiet:
        click.echo(f"{job.title}  ->  {start.folder}")
        if start.resume:
            click.echo(_resuming(start))

    def finish(result: object) -> None:
        from gluon_course.cli.runs.summary import export_and_summarize

        warn_if_unshared()
        _warn_if_unused(start)
        export_and_summarize(job, start, result, given.quiet)

    try:
        perform(job, start, is_shown=not given.quiet, finish=finish)
    except KeyboardInterrupt:
        click.echo(f"\nGo on with:  {job.command(start.folder)}", err=True)
        raise


def perform(
    job: Job,
    start: Start,
    is_shown: bool,
    finish: Callable[[object], None] = lambda result: None,
) -> object:
    """Call the job's ``main`` in its folder and keep what it returns.

    ``run.json`` says at each moment how far this came; ``result.json`` holds what
    ``main`` returned. A folder that a start made is removed again when an error left
    nothing but records in it (the data were missing, say).

    Parameters
    ----------
    job : Job
    start : Start
    is_shown : bool
        Show progress and the text's printed lines.
    finish : callable
        Called with what ``main`` returned, before the run counts as finished: who
        resumes a run that was killed meanwhile has it called again.

    Returns
    -------
    object
        What ``main`` returned.

    Raises
    ------
    ConfigError
        If another process works in the folder, or has filled it meanwhile.
    """
    folder, record, problem = start.folder, start.record, None
    with locked(folder):
        if not start.resume and is_run(folder):  # made after we looked
            raise folders.holds_another(folder)
        remove_unfinished(folder)
        record.state = RUNNING
        record.save(folder)
        run = RecordedRun.of(
            record,
            folder,
            resume=start.resume,
            progress=is_shown,
            section=job.name,
            command=tuple(record.command),
            settings=dict(record.settings),
            **record.options,
        )
        try:
            result = job.load()(**record.settings, run=run)
            if not is_run(folder):
                raise DataError(
                    f"{folder} was removed while the run wrote into it",
                    "another command or program removed it",
                    "start the run again",
                )
            content = {"settings": record.settings, "result": plain(result)}
            write_json(folder / "result.json", {"name": job.name, **content})
            try:
                finish(result)
            except DataError:  # the disk is full, say: to be done again
                raise
            except CourseError as error:  # a net that has no export, say
                problem = error
        except BaseException as error:
            record.state = STOPPED
            with contextlib.suppress(DataError):  # what happened first is told
                record.save(folder)
            if start.is_ours and isinstance(error, Exception):
                folders.remove_bare(folder)
            raise
        record.state = FINISHED
        record.save(folder)
    if problem:
        raise problem
    return result


def typed_command() -> list[str]:
    """The command of this process as the user could type it again."""
    program = Path(sys.argv[0]).name
    if program in ("__main__.py", "gluon-course"):
        return ["gluon-course", *sys.argv[1:]]
    return ["python", *sys.argv] if program.endswith(".py") else list(sys.argv)


def _warn_if_unused(start: Start) -> None:
    """Say it when options of the trainer were given and nothing was trained by it."""
    options = start.record.options
    given = {
        "--accumulate": options.get("accumulate", 1) != 1,
        "--dtype": options.get("dtype", "float32") != "float32",
        "--profile": options.get("profile"),
    }
    names = [name for name, is_given in given.items() if is_given]
    if names and not any(start.folder.glob("**/config.json")):
        click.echo(
            paragraph(
                f"{' and '.join(names)} changed nothing: nothing here uses the course's"
                " Trainer."
            ),
            err=True,
        )


def _resuming(start: Start) -> str:
    folder = start.folder
    if any(folder.glob("**/checkpoints/epoch-*")):
        return f"Going on with {folder}, started {start.record.started[:16]} UTC."
    return f"{folder} holds no checkpoint: it starts from the beginning."


def _say_done(job: Job, start: Start) -> None:
    epochs = start.record.settings.get("num_epochs")
    trained = f": {epochs} epochs were trained" if epochs else ""
    click.echo(f"{start.folder} is finished{trained}. Nothing is left to do.")
    if epochs:
        command = job.command(start.folder, "--epochs", str(2 * epochs))
        click.echo(f"To train on:  {command}")
