"""A grid of runs of one job: every combination of values, each in its own folder."""

from __future__ import annotations

import itertools
from pathlib import Path

import click

from gluon_course.base.errors import ConfigError
from gluon_course.base.folder_lock import locked
from gluon_course.cli.printing.outcome import Outcome, summarize
from gluon_course.cli.printing.terminal import paragraph
from gluon_course.cli.runs import folder as folders
from gluon_course.cli.runs.execute import typed_command
from gluon_course.cli.runs.job import Job
from gluon_course.cli.runs.member import run_member
from gluon_course.cli.runs.place import Place, choose
from gluon_course.cli.runs.record import FINISHED, STOPPED, Record, now, read_record
from gluon_course.cli.sections.options import Given


def sweep_job(job: Job, given: Given, values: dict) -> None:
    """Run every combination of the given values and compare them.

    Parameters
    ----------
    job : Job
        One run of the section.
    given : Given
        The common options; ``seed`` is a tuple of seeds.
    values : dict
        Hyperparameters; tuples, maybe empty, for the numbers.

    Raises
    ------
    ConfigError
        If no option has two values, or the folder cannot be used.
    """
    slug = f"{job.slug}-sweep"
    record = _asked(job, given, values)
    place = choose(slug, job.name, given)
    if place.holds_run:
        record = _continued(job, given, record, place.folder)
    if not record.settings["grid"]:
        if place.is_ours:
            folders.remove_bare(place.folder)
        raise ConfigError(
            "There is nothing to sweep: no option has two values",
            "",
            f"give one several: {job.command(None, *_example(job))}",
        )
    for note in place.notes:
        click.echo(paragraph(note))
    click.echo(f"{job.title}  ->  {place.folder}")
    try:
        with locked(place.folder):
            outcomes = _run_all(job, given, record, place)
    except KeyboardInterrupt:
        click.echo(f"\nGo on with:  {job.command(place.folder)}", err=True)
        raise
    summarize(place.folder, outcomes)


def _asked(job: Job, given: Given, values: dict) -> Record:
    numbers = {each.name for each in job.settings if each.is_number}
    several = {name: values[name] for name in values if name in numbers}
    several["seed"] = given.options["seed"]
    several = {name: list(dict.fromkeys(each)) for name, each in several.items()}
    single = {name: each[0] for name, each in several.items() if len(each) == 1}
    typed = {name: values[name] for name in given.typed - numbers & set(values)}
    settings = {
        "grid": {name: each for name, each in several.items() if len(each) > 1},
        "fixed": {**single, **typed},
    }
    options = {name: each for name, each in given.options.items() if name != "seed"}
    return Record("sweep", job.name, settings, options, typed_command(), now())


def _continued(job: Job, given: Given, record: Record, folder: Path) -> Record:
    """The record of a former start, with what is given now."""
    old = read_record(folder)
    if old is None or (old.kind, old.name) != ("sweep", job.name):
        raise ConfigError(
            f"{folder} does not hold a sweep of {job.name}",
            action="name its own folder with --out, or leave --resume out",
        )
    for part, other in (("grid", "fixed"), ("fixed", "grid")):
        kept = {
            name: value
            for name, value in old.settings[part].items()
            if name not in record.settings[other]
        }
        old.settings[part] = {**kept, **record.settings[part]}
    typed = {name: record.options[name] for name in given.typed & set(record.options)}
    old.options = {**old.options, **typed}
    old.command = record.command
    return old


def _run_all(job: Job, given: Given, record: Record, place: Place) -> list[Outcome]:
    grid = record.settings["grid"]
    combinations = [dict(zip(grid, each)) for each in itertools.product(*grid.values())]
    record.files = sorted({*record.files, *map(_name, combinations)})
    record.save(place.folder)
    outcomes = []
    try:
        for i, values in enumerate(combinations):
            click.echo(f"\n{_name(values)}  ({i + 1} of {len(combinations)})")
            outcomes.append(
                run_member(job, given, record, place.folder / _name(values), values)
            )
        record.state = FINISHED
    finally:
        if record.state != FINISHED:
            record.state = STOPPED
        record.save(place.folder)
    return outcomes


def _example(job: Job) -> list[str]:
    """Options that would make a sweep: two learning rates, or two seeds."""
    found = {each.name: each for each in job.settings if each.is_number}
    if "lr" in found:
        return ["--lr", f"{found['lr'].default:g}", f"{found['lr'].default / 2:g}"]
    return ["--seed", "1", "2"]


def _name(values: dict) -> str:
    """Folder of a combination: ``lr-0.1_batch-size-64``."""
    words = []
    for name, value in values.items():
        short = {"num_epochs": "epochs"}.get(name, name).replace("_", "-")
        words.append(f"{short}-{str(value).removesuffix('.0')}")
    return "_".join(words)
