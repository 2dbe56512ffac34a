"""One run of a group of runs: a point of a sweep, or a trial of a search."""

from __future__ import annotations

from pathlib import Path

import click

from gluon_course.base.errors import TrainingError
from gluon_course.cli.printing.outcome import Outcome, read_outcome
from gluon_course.cli.printing.terminal import paragraph
from gluon_course.cli.runs.execute import perform
from gluon_course.cli.runs.job import Job, begin
from gluon_course.cli.runs.record import Record
from gluon_course.cli.sections.options import Given


def run_member(
    job: Job, given: Given, record: Record, folder: Path, values: dict
) -> Outcome:
    """Run the job with ``values`` in ``folder``, or go on with what stopped there.

    Parameters
    ----------
    job : Job
        One run of the section.
    given : Given
        The common options of the group.
    record : Record
        Of the group; ``settings["fixed"]`` holds what all of its runs share.
    folder : Path
        Folder of this run below that of the group.
    values : dict
        Hyperparameters of this run, maybe with ``seed``.

    Returns
    -------
    Outcome
        A run whose loss was not finite has the reason as its problem; any other
        mistake is raised, for the other runs would share it.
    """
    defaults = {each.name: each.default for each in job.settings}
    settings = {**defaults, **record.settings["fixed"], **values}
    options = {**record.options, "seed": settings.pop("seed", 0)}
    one = Given(
        options=options,
        typed=frozenset({*values, *record.settings["fixed"], *given.typed}),
        out=folder,
        resume=True,
        quiet=given.quiet,
    )
    problem = ""
    start = begin(job, one, settings, tuple(record.command))
    if start.is_done:
        click.echo("finished before")
    else:
        try:
            perform(job, start, is_shown=not given.quiet)
        except TrainingError as error:
            problem = str(error)
            click.echo(paragraph(f"Stopped: {error}"))
    return read_outcome(folder, values, problem)
