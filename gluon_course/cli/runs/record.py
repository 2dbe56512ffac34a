"""``run.json``: what a command was asked to do, kept in the folder that it filled.

It marks the folder as a run, lets ``--resume`` take up the same settings, and lists the
files that the run wrote, so that ``--force`` removes those and nothing else. What was
trained is in the trainer's ``config.json``; this file stands beside it, and alone in
the runs of sections that train nothing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
from pathlib import Path

from gluon_course.base.errors import ConfigError
from gluon_course.base.files import write_json
from gluon_course.cli.sections.options import OPTIONS

FILE = "run.json"
MARK = "gluon_course run"

RUNNING, FINISHED, STOPPED = "running", "finished", "stopped"


@dataclasses.dataclass
class Record:
    """The content of ``run.json``.

    Attributes
    ----------
    kind : str
        The command: ``'run'``, ``'train'``, ``'sweep'`` or ``'search'``.
    name : str
        What was run: the name of a section, or of a model and a data set.
    settings : dict
        Every hyperparameter, given or default.
    options : dict
        ``device``, ``seed``, ``sample``, ``limit``, ``tensorboard``,
        ``accumulate``, ``dtype``, ``profile``.
    command : list of str
        The command as it was typed.
    started : str
        Time of the first start, ISO 8601, UTC.
    state : str
        ``'running'``, ``'finished'`` or ``'stopped'`` (interrupted or failed).
    files : list of str
        Files that the run wrote, relative to the folder, beside those that every run
        writes.
    turn : int
        Which of the runs beside it this one was, from 1: clocks are set back, so that
        times do not say which of two runs came later.
    """

    kind: str
    name: str
    settings: dict
    options: dict
    command: list = dataclasses.field(default_factory=list)
    started: str = ""
    state: str = RUNNING
    files: list = dataclasses.field(default_factory=list)
    turn: int = 0

    def save(self, folder: Path) -> None:
        """Write ``run.json`` into ``folder``; the first time the run gets its turn."""
        if not self.turn and not (folder / FILE).exists():
            self.turn = 1 + _last_turn(folder.parent)
        write_json(folder / FILE, {"mark": MARK, **dataclasses.asdict(self)})


def _last_turn(root: Path) -> int:
    turns = [0]
    for file in root.glob(f"*/{FILE}"):
        with contextlib.suppress(ConfigError):  # damaged: no run
            turns.append(read_record(file.parent).turn)
    return max(turns)


def now() -> str:
    """The time in UTC, ISO 8601, to the microsecond."""
    return datetime.datetime.now(datetime.timezone.utc).isoformat()


def read_record(folder: Path) -> Record | None:
    """The record in ``folder``; ``None`` where there is none.

    Raises
    ------
    ConfigError
        If ``run.json`` is there and is damaged or not one of ours.
    """
    file = folder / FILE
    if not file.is_file():
        return None
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        if content.pop("mark") != MARK:
            raise KeyError("mark")
        record = Record(**content)
        if not isinstance(record.settings, dict) or not isinstance(
            record.options, dict
        ):
            raise TypeError("settings and options must be objects")
        if not set(record.options) <= set(OPTIONS):
            raise ValueError(f"options are {', '.join(OPTIONS)}")
        if not isinstance(record.turn, int):
            raise TypeError("turn must be a number")
        if not all(isinstance(each, str) for each in record.files):
            raise TypeError("files must be names")
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ConfigError(
            f"{file} cannot be read as the record of a run ({error})",
            "it was cut off, edited by hand or belongs to another program",
            "choose another folder with --out",
        ) from error
    return record


def is_run(folder: Path) -> bool:
    """Is ``folder`` a run: has it our ``run.json`` or a trainer's ``config.json``?"""
    try:
        if read_record(folder) is not None:
            return True
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (ConfigError, OSError, ValueError):
        return False
    return isinstance(config, dict) and {"task", "optimizer", "versions"} <= set(config)
