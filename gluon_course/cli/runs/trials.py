"""The trials of a search: their log, one line each, and how to type one again."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

from gluon_course.base.errors import ConfigError
from gluon_course.base.files import write_text
from gluon_course.cli.printing.figures import deciding_figure
from gluon_course.cli.printing.outcome import Outcome
from gluon_course.cli.runs.job import Job
from gluon_course.cli.runs.record import Record

LOG = "search.jsonl"
_KEYS = {"name", "values", "figure", "figures", "problem"}


def read_log(folder: Path) -> list[dict]:
    """The trials that were finished in ``folder``, in their order.

    Raises
    ------
    ConfigError
        If the log is damaged.
    """
    file = folder / LOG
    if not file.is_file():
        return []
    try:
        trials = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        lacking = [_KEYS - set(each) for each in trials if _KEYS - set(each)]
        if lacking:
            raise ValueError(f"a line lacks {', '.join(sorted(lacking[0]))}")
    except (OSError, ValueError, TypeError) as error:
        raise ConfigError(
            f"{file} cannot be read as the log of a search ({error})",
            "it was edited by hand or belongs to another program",
            "restore it, or start a new search without --resume",
        ) from error
    return trials


def write_log(folder: Path, trials: Sequence[dict]) -> None:
    """Write the log anew, whole or not at all.

    Raises
    ------
    DataError
        If the folder cannot be written.
    """
    lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in trials)
    write_text(folder / LOG, "".join(lines))


def trial_row(outcome: Outcome, record: Record) -> dict:
    """A line of the log; the first trial with figures settles which one decides.

    Parameters
    ----------
    outcome : Outcome
        What came of the trial.
    record : Record
        Of the search; its ``settings["metric"]`` is set where it is None.

    Raises
    ------
    ConfigError
        If the section has no figure of that name, or none that can decide.
    """
    rows = outcome.histories.get("", [])
    figures = {} if outcome.problem else {**(rows[-1] if rows else {}), **outcome.facts}
    if figures and record.settings["metric"] is None:
        record.settings["metric"] = deciding_figure([figures])
    metric = record.settings["metric"]
    if not outcome.problem and metric not in figures:
        what = f"no figure {metric}" if metric else "neither test accuracy nor a loss"
        raise ConfigError(
            f"The section returns {what}",
            f"It returns {', '.join(figures) or 'no number'}",
            "name the figure that decides with --metric",
        )
    figure = figures.get(metric)
    is_good = figure is not None and math.isfinite(figure)
    return {
        "name": outcome.name,
        "values": outcome.values,
        "figure": figure if is_good else None,
        "figures": figures if is_good else {},
        "problem": outcome.problem or ("" if is_good else f"{metric} is {figure}"),
    }


def option_words(job: Job, values: dict) -> list[str]:
    """The words that give a job these values on the command line."""
    words = []
    for name, value in values.items():
        option = job.option_names[name]
        if isinstance(value, bool):
            words.append(option if value else f"--no-{option[2:]}")
        elif isinstance(value, (list, tuple)):
            words += [option, ",".join(map(str, value))]
        else:
            words += [option, str(value)]
    return words
