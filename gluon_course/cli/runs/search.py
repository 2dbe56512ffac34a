"""A search: trials of one job, each with values drawn from a declared space."""

from __future__ import annotations

import dataclasses
import json
import shlex
from pathlib import Path

import click

from gluon_course.base.errors import ConfigError
from gluon_course.base.folder_lock import locked
from gluon_course.cli.printing.figures import is_lower_better
from gluon_course.cli.printing.search import summarize_search
from gluon_course.cli.printing.terminal import paragraph
from gluon_course.cli.runs import folder as folders
from gluon_course.cli.runs.execute import typed_command
from gluon_course.cli.runs.job import Job
from gluon_course.cli.runs.member import run_member
from gluon_course.cli.runs.place import Place, choose
from gluon_course.cli.runs.proposals import propose, require_optuna
from gluon_course.cli.runs.record import FINISHED, STOPPED, Record, now, read_record
from gluon_course.cli.runs.trials import (
    LOG,
    option_words,
    read_log,
    trial_row,
    write_log,
)
from gluon_course.cli.sections.options import Given
from gluon_course.cli.sections.space import Axis


@dataclasses.dataclass(frozen=True)
class Budget:
    """How a space is searched.

    Attributes
    ----------
    num_trials : int
        Trials in all, those of former starts included.
    sampler : str
        ``'random'`` or ``'tpe'``.
    metric : str or None
        The figure that decides; the first that tells, where None.
    """

    num_trials: int
    sampler: str
    metric: str | None


def search_job(job: Job, given: Given, values: dict, budget: Budget) -> None:
    """Try values of the space until the budget is spent; print what was found.

    Parameters
    ----------
    job : Job
        One run of the section.
    given : Given
        The common options; ``seed`` is that of every trial and of the draws.
    values : dict
        Hyperparameters: an :class:`Axis`, a value, or None for the section's own.
    budget : Budget

    Raises
    ------
    ConfigError
        If no setting has an axis, the folder cannot be used, or a resumed search was
        given another space.
    StackError
        If optuna is not installed.
    """
    require_optuna()
    record = _asked(job, given, values, budget)
    place = choose(f"{job.slug}-search", job.name, given)
    if place.holds_run:
        record = _continued(job, record, given, place.folder)
    if not record.settings["space"]:
        if place.is_ours:
            folders.remove_bare(place.folder)
        raise ConfigError(
            "There is nothing to search: no setting has a range or choices",
            action=f"give one: {job.command(None, *_example(job))}",
        )
    for note in place.notes:
        click.echo(paragraph(note))
    click.echo(f"{job.title}  ->  {place.folder}")
    for name, text in record.settings["space"].items():
        click.echo(f"  {job.option_names[name]} {_axis(text)}")
    with locked(place.folder):
        trials = read_log(place.folder)
        try:
            _run_all(job, given, record, place, trials)
        except KeyboardInterrupt:
            _summarize(job, record, place.folder, trials)
            click.echo(f"\nGo on with:  {job.command(place.folder)}", err=True)
            raise
        _summarize(job, record, place.folder, trials)


def _asked(job: Job, given: Given, values: dict, budget: Budget) -> Record:
    axes = {name: each for name, each in values.items() if isinstance(each, Axis)}
    fixed = {
        name: each
        for name, each in values.items()
        if name not in axes and name in given.typed
    }
    settings = {
        "space": {name: dataclasses.asdict(each) for name, each in axes.items()},
        "fixed": {**fixed, "seed": given.options["seed"]},
        **dataclasses.asdict(budget),
    }
    options = {name: each for name, each in given.options.items() if name != "seed"}
    return Record("search", job.name, settings, options, typed_command(), now())


def _continued(job: Job, record: Record, given: Given, folder: Path) -> Record:
    """The record of a former start, with a new budget if one is given."""
    old = read_record(folder)
    if old is None or (old.kind, old.name) != ("search", job.name):
        raise ConfigError(
            f"{folder} does not hold a search of {job.name}",
            action="name its own folder with --out, or leave --resume out",
        )
    asked = json.loads(json.dumps(record.settings))
    names = given.typed & ({each.name for each in job.settings} | {"seed"})
    changed = [
        name
        for name in sorted(names)
        if any(
            asked[part].get(name) != old.settings[part].get(name)
            for part in ("space", "fixed")
        )
    ]
    changed += [
        name
        for name in ("sampler", "metric")
        if name in given.typed and asked[name] != old.settings[name]
    ]
    if changed:
        raise ConfigError(
            f"The search in {folder} has another {', '.join(changed)}",
            "its trials can be compared only if all were made alike; --trials may grow",
            "leave that option out, or start a new search without --resume",
        )
    if "num_trials" in given.typed:
        old.settings["num_trials"] = asked["num_trials"]
    typed = {name: record.options[name] for name in given.typed & set(record.options)}
    old.options = {**old.options, **typed}
    old.command = record.command
    return old


def _run_all(
    job: Job, given: Given, record: Record, place: Place, trials: list[dict]
) -> None:
    """Add trials to ``trials``, and to the log, until the budget is spent."""
    wanted = record.settings["num_trials"]
    space = {name: _axis(each) for name, each in record.settings["space"].items()}
    try:
        while len(trials) < wanted:
            metric = record.settings["metric"]
            values = propose(
                space,
                [(each["values"], each["figure"]) for each in trials],
                record.settings["sampler"],
                record.settings["fixed"]["seed"],
                metric is not None and is_lower_better(metric),
            )
            if values is None:
                click.echo(f"\nAll values of the space were tried: {len(trials)}.")
                break
            name = f"trial-{len(trials) + 1:03d}"
            record.files = sorted({*record.files, LOG, "search.png", name})
            record.save(place.folder)
            typed = shlex.join(option_words(job, values))
            click.echo(f"\n{name}  ({len(trials) + 1} of {wanted})  {typed}")
            outcome = run_member(job, given, record, place.folder / name, values)
            trials.append(trial_row(outcome, record))
            write_log(place.folder, trials)
        record.state = FINISHED
    finally:
        if record.state != FINISHED:
            record.state = STOPPED
        record.save(place.folder)


def _summarize(job: Job, record: Record, folder: Path, trials: list[dict]) -> None:
    metric = record.settings["metric"]
    is_low = metric is not None and is_lower_better(metric)
    good = [each for each in trials if each["figure"] is not None]
    command = ""
    if good:
        best = (min if is_low else max)(good, key=lambda each: each["figure"])
        fixed = {**record.settings["fixed"], **best["values"]}
        options = {**record.options, "seed": fixed.pop("seed")}
        words = ["gluon-course", "run", *job.words[1:], *option_words(job, fixed)]
        words += ["--sample"] if options["sample"] else []
        for name in ("limit", "seed"):
            words += [f"--{name}", str(options[name])] if options[name] else []
        command = shlex.join(words)
    space = record.settings["space"]
    ratios = [name for name, axis in space.items() if axis["is_log"]]
    summarize_search(folder, trials, metric, is_low, command, ratios)


def _axis(saved: dict) -> Axis:
    return Axis(**{**saved, "choices": tuple(saved["choices"])})


def _example(job: Job) -> list[str]:
    """Options that would make a search."""
    found = {each.name: each.default for each in job.settings if each.is_number}
    if "lr" in found:
        return ["--lr", f"{found['lr'] / 10:g}:{found['lr'] * 10:g}:log"]
    for each in job.settings:
        if each.is_number:
            return [each.option, f"{each.default}:{2 * each.default}"]
    return []
