"""A job: something with hyperparameters that fills a run folder, new or not."""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Callable
from pathlib import Path

from gluon_course.base.errors import ConfigError
from gluon_course.cli.runs.place import choose
from gluon_course.cli.runs.record import FINISHED, Record, now, read_record
from gluon_course.cli.sections.options import Given
from gluon_course.cli.sections.script import Setting


@dataclasses.dataclass(frozen=True)
class Job:
    """What ``run`` and ``train`` execute.

    Attributes
    ----------
    kind : str
        The command, ``'run'`` or ``'train'``.
    name : str
        What is run, for the records: the section's path, or model and data set.
    title : str
        The same for the reader: ``'5.5 卷积神经网络（LeNet）'``.
    slug : str
        Name of the default folder below ``runs``.
    words : tuple of str
        The words of the command that start it, without options.
    load : callable
        Imports what is needed and returns ``main(**settings, run=...)``.
    settings : tuple of Setting
        The hyperparameters and their defaults.
    """

    kind: str
    name: str
    title: str
    slug: str
    words: tuple
    load: Callable[[], Callable]
    settings: tuple[Setting, ...]

    @property
    def option_names(self) -> dict[str, str]:
        """Option of each setting: ``{'num_epochs': '--epochs'}``."""
        return {each.name: each.option for each in self.settings}

    def command(self, folder: Path | None = None, *options: str) -> str:
        """The command that starts the job, or goes on with the run in ``folder``."""
        words = ["gluon-course", *self.words]
        if folder is not None:
            words += ["--resume", "--out", str(folder)]
        return shlex.join([*words, *options])


@dataclasses.dataclass
class Start:
    """Where and how a job starts.

    Attributes
    ----------
    folder : Path
        The run folder; it exists.
    record : Record
        Settings and options of this start.
    notes : tuple of str
        What the user should know of it.
    resume : bool
        Go on from the checkpoint in the folder.
    is_ours : bool
        The folder was made by this start and may go if nothing comes of it.
    is_done : bool
        All epochs were trained before: nothing is left to do.
    """

    folder: Path
    record: Record
    notes: tuple = ()
    resume: bool = False
    is_ours: bool = False
    is_done: bool = False


def begin(job: Job, given: Given, values: dict, command: tuple) -> Start:
    """Find the folder of a job and merge its settings with those of a former start.

    Parameters
    ----------
    job : Job
    given : Given
        The common options.
    values : dict
        Every hyperparameter, typed or default.
    command : tuple of str
        The command as typed, for the record.

    Raises
    ------
    ConfigError
        If the folder cannot be used or a resumed run was given other settings.
    """
    record = Record(
        job.kind, job.name, dict(values), dict(given.options), list(command), now()
    )
    place = choose(job.slug, job.name, given)
    if place.holds_run:
        return _take_up(job, given, record, place.folder)
    return Start(place.folder, record, place.notes, is_ours=place.is_ours)


def _take_up(job: Job, given: Given, record: Record, folder: Path) -> Start:
    old = read_record(folder)
    if old is None:
        raise ConfigError(
            f"{folder} was not started by this command line",
            "its settings are known to the script that made it only",
            f"run that script again, or start a new run: {job.command()}",
        )
    if (old.kind, old.name) != (job.kind, job.name):
        raise ConfigError(
            f"{folder} holds a run of {old.name}, not of {job.name}",
            action="name its own folder with --out, or leave --resume out",
        )
    _refuse_changes(job, given, record, old, folder)
    epochs = old.settings.get("num_epochs")
    old.settings = _settings(job, folder, {**record.settings, **old.settings})
    is_done = old.state == FINISHED
    if "num_epochs" in given.typed:
        old.settings["num_epochs"] = record.settings["num_epochs"]
        is_done = is_done and old.settings["num_epochs"] <= epochs
    for name in ("device", "tensorboard"):
        if name in given.typed:
            old.options[name] = given.options[name]
    old.options["profile"] = given.options.get("profile") or False
    old.command = record.command
    return Start(folder, old, resume=True, is_done=is_done)


def _settings(job: Job, folder: Path, settings: dict) -> dict:
    """Settings of ``run.json`` as ``main`` takes them: tuples again, none unknown."""
    defaults = {each.name: each.default for each in job.settings}
    unknown = sorted(set(settings) - set(defaults))
    if unknown:
        raise ConfigError(
            f"{folder} has settings that {job.title} does not take: {unknown}",
            "it was made by another version of the script",
            "start a new run without --resume",
        )
    return {
        # one number is written 16 and not 16,
        name: tuple(value)
        if isinstance(defaults[name], tuple) and isinstance(value, list)
        else value
        for name, value in settings.items()
    }


def _refuse_changes(
    job: Job, given: Given, record: Record, old: Record, folder: Path
) -> None:
    """A resumed run must end as the uninterrupted one: only the epochs may change."""
    new = {**record.options, **record.settings}
    kept = {"accumulate": 1, "dtype": "float32", **old.options, **old.settings}
    names = {**{name: f"--{name}" for name in record.options}, **job.option_names}
    free = {"num_epochs", "device", "tensorboard", "profile"}
    for name in sorted(given.typed & set(new) - free):
        if name in kept and _plain(new[name]) != _plain(kept[name]):
            raise ConfigError(
                f"{folder} was started {_with(names[name], kept[name])}, now it is "
                f"asked to go on {_with(names[name], new[name])}",
                "a resumed run keeps its settings, so that it ends as if it had never "
                "stopped; only --epochs may grow",
                f"leave {names[name]} out, or start a new run without --resume",
            )


def _with(option: str, value: object) -> str:
    if value is None or value is False:
        return f"without {option}"
    return f"with {option}" if value is True else f"with {option} {value}"


def _plain(value):
    return list(value) if isinstance(value, tuple) else value
