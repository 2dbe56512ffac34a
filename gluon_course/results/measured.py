"""Measured figures as data: what a run found, kept beside the pages of the site.

One file a section, ``docs/results/chapter_.../SLUG.json``, holds every run that was
reported: its seed, figures, settings, command, machine and date. A run has one of three
states against the published figures, and a section the best of its runs'.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

from gluon_course.base.errors import DataError
from gluon_course.base.files import write_json
from gluon_course.results.figure import Figure, Verdict
from gluon_course.results.needs import needs_of
from gluon_course.results.published import compare, published

MEASURED, STAND_IN, NEVER = "measured", "stand-in", "never run"
STATES = (MEASURED, STAND_IN, NEVER)
"""Measured as the text does; runs on a stand-in and is not comparable; never run."""


@dataclasses.dataclass(frozen=True)
class Measured:
    """One run of a section.

    Attributes
    ----------
    section : str
        Name of the section, its path in the text (``v2:`` before one of zh-v2).
    seed : int
    figures : dict of str to float
        By the names of the published ones, and others.
    settings : dict
        Every hyperparameter.
    differs : tuple of str
        Options that the published figures were made without, and which data stood in.
    command : str
        What was typed.
    hardware : dict
        Processor, cores, threads, system, and the versions of Python and MXNet.
    date : str
        Day on which it ended, ISO 8601.
    """

    section: str
    seed: int
    figures: dict
    settings: dict
    differs: tuple
    command: str
    hardware: dict
    date: str

    @property
    def state(self) -> str:
        """``measured``, or ``stand-in`` where anything differs from the text's run."""
        return STAND_IN if self.differs else MEASURED

    @property
    def verdicts(self) -> list[Verdict]:
        """Against the published figures; empty for a stand-in."""
        return [] if self.differs else compare(self.section, self.figures)

    @property
    def outside(self) -> list[Verdict]:
        """Those that lie outside the published spread."""
        return [each for each in self.verdicts if each.is_inside is False]


def read_measured(file: Path) -> list[Measured]:
    """The runs that a file of results holds, by seed; none where there is no file.

    Raises
    ------
    DataError
        If the file is damaged.
    """
    if not file.is_file():
        return []
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        runs = [
            Measured(
                section=content["section"], **{**each, "differs": (*each["differs"],)}
            )
            for each in content["runs"]
        ]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DataError(
            f"{file} cannot be read as results ({error})",
            "it was cut off, or edited by hand",
            "write it again with: gluon-course report RUN",
        ) from error
    return sorted(runs, key=lambda each: (each.state != MEASURED, each.seed))


def add_measured(file: Path, runs: Sequence[Measured]) -> None:
    """Add runs to a file; one of the same command takes the place of the older one."""
    kept = {each.command: each for each in read_measured(file)}
    kept.update({each.command: each for each in runs})
    rows = []
    for each in sorted(kept.values(), key=lambda one: (one.seed, one.command)):
        row = dataclasses.asdict(each)
        del row["section"]
        row["differs"] = list(each.differs)
        rows.append(row)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_json(file, {"section": runs[0].section, "runs": rows})


def state_of(section: str, runs: Sequence[Measured]) -> tuple[str, str]:
    """State of a section, and what a measurement needs where there is none.

    Parameters
    ----------
    section : str
        Name of the section.
    runs : sequence of Measured
        Its runs.

    Returns
    -------
    (str, str)
        One of :data:`STATES`; a sentence in Chinese, empty where it is measured.
    """
    states = {each.state for each in runs}
    state = next((each for each in STATES if each in states), NEVER)
    return state, "" if state == MEASURED else needs_of(section)


def rows_of(section: str, runs: Sequence[Measured]) -> list[tuple[Figure, list]]:
    """Each published figure of a section with the verdict of every measured run."""
    rows = []
    for name, figure in published(section).items():
        verdicts = [
            Verdict(figure, float(each.figures[name]))
            for each in runs
            if each.state == MEASURED
            and isinstance(each.figures.get(name), (int, float))
        ]
        rows.append((figure, verdicts))
    return rows
