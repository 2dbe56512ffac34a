"""A worker that is not the first: it trains along and leaves the folder alone."""

from __future__ import annotations

import os
from pathlib import Path

import click

from gluon_course.base.errors import ConfigError
from gluon_course.base.files import write_text
from gluon_course.base.run import RunOptions
from gluon_course.base.workers import FOLDER_NOTE
from gluon_course.cli.printing.terminal import paragraph
from gluon_course.cli.runs import folder as folders
from gluon_course.cli.runs.job import Job, begin
from gluon_course.cli.sections.options import Given


def join(job: Job, given: Given, values: dict) -> None:
    """Call the job's ``main`` as one of several workers that does not write.

    With ``--resume`` it reads settings and checkpoint from the folder in which the
    first worker goes on, and so has to see that folder.

    Parameters
    ----------
    job : Job
    given : Given
        The common options of the call.
    values : dict
        Every hyperparameter of the call, typed or default.

    Raises
    ------
    ConfigError
        If the folder to resume from is not there.
    """
    settings, options, folder = dict(values), dict(given.options), None
    if given.resume:
        found = given.out or folders.latest(job.slug, job.name)
        if found is not None and folders.holds_something(found):
            start = begin(job, given, values, ())
            if start.is_done:
                return
            folder = start.folder
            settings, options = start.record.settings, start.record.options
        elif given.out is not None:
            raise ConfigError(
                f"There is no run in {given.out} on the machine of this worker",
                "a run goes on where all of its workers see its folder",
                "put the folder on a disk that the machines share",
            )
    run = RunOptions(out=folder, resume=folder is not None, section=job.name, **options)
    job.load()(**settings, run=run)


def warn_if_unshared() -> None:
    """Say it when several workers were started and nothing was shared by them."""
    if not RunOptions().kvstore:
        return
    from gluon_course.train.group import is_connected

    if not is_connected():
        click.echo(
            paragraph(
                "Nothing here uses the course's Trainer: every worker has done the "
                "whole work for itself. Leave launch out."
            ),
            err=True,
        )


def note_folder(folder: Path) -> None:
    """Tell who launched this worker where its run is, if somebody asks for it."""
    note = os.environ.get(FOLDER_NOTE)
    if note:
        write_text(Path(note), str(folder.resolve()))
