"""The end of a run: export, figures beside the published ones, what to do next."""

from __future__ import annotations

import click

from gluon_course.base.errors import CourseError
from gluon_course.cli.printing.figures import HIDDEN, final_figures
from gluon_course.cli.printing.plain import is_training, leaves, plain, text
from gluon_course.cli.printing.terminal import (
    WIDTH,
    columns,
    paragraph,
    table,
    wrap,
)
from gluon_course.cli.runs.job import Job, Start

MOST_ROWS = 40
MOST_LINES = 6  # of one value


def export_and_summarize(
    job: Job, start: Start, result, is_quiet: bool = False
) -> None:
    """Export what the run trained, then print its figures and where they lie.

    Parameters
    ----------
    job : Job
    start : Start
        Its record holds the settings that were used.
    result : object
        What ``main`` returned.
    is_quiet : bool
        Print the figures and the folder only.

    Raises
    ------
    CourseError
        If the export failed; the figures are printed first.
    """
    from gluon_course.cli.runs.exporting import export_run
    from gluon_course.cli.runs.trained import trainings

    problem, exports = None, []
    try:
        exports = export_run(start.folder)
    except CourseError as error:
        problem = error
    trained = trainings(start.folder)
    click.echo("")
    if getattr(result, "stop_reason", ""):
        click.echo(paragraph(f"Stopped early: {result.stop_reason}"))
    click.echo(figures_table(job, start, result))
    for notice in dict.fromkeys((each.data or {}).get("notice") for each in trained):
        if notice:
            click.echo(paragraph(f"({notice})"))
    click.echo(_kept(start))
    if not is_quiet:
        _say_next(job, start, trained, exports)
    if problem:
        raise problem


def figures_table(job: Job, start: Start, result) -> str:
    """The figures of a run; beside those that the section publishes, the published.

    The verdict (inside, below, above the range around the published values) stands only
    where the run had the section's settings and no sample. Below the table stands what
    was measured, and not published, on data other than the text's. Long lists go on in
    the next lines.
    """
    from gluon_course.results import Verdict

    measured = _measured(result)
    is_sample = start.record.options.get("sample")
    published = {} if is_sample else _published(job)
    other = _differences(job, start)
    rows, asides = [], {}
    for name, value in measured.items():
        beside = published.get(name)
        if beside is None or not isinstance(value, (int, float)):
            rows.append((name, text(value), "", ""))
            continue
        values = " ".join(map(beside.shown, beside.values.values()))
        verdict = None if other else Verdict(beside, float(value))
        rows.append((name, beside.shown(value), values, _told(verdict)))
        if verdict and verdict.is_as_measured and not verdict.is_inside:
            asides[beside.measured] = beside.note
    left_out = len(rows) - MOST_ROWS
    rows = rows[:MOST_ROWS]
    room = WIDTH - 2 - max([columns(row[0]) for row in rows] + [len("figure")])
    rows = _unfolded(rows, room)
    if left_out > 0:
        rows.append((f"and {left_out} more", "in result.json", "", ""))
    if not any(row[2] for row in rows):
        return table(("figure", "this run"), [row[:2] for row in rows])
    headers = ("figure", "this run", "published", "against it")
    if other:
        headers = headers[:3]
        rows = [row[:3] for row in rows]
    said = _spanning(headers, rows)
    if other:
        said += "\n" + paragraph(f"Published without {', '.join(other)}.")
    for (low, high), note in asides.items():
        said += "\n" + paragraph(f"{low:.4g}-{high:.4g} was measured {note}.")
    return said


def _spanning(headers: tuple, rows: list) -> str:
    """A table in which a value without a published one runs on over the empty cells."""
    alone = [not row[2] for row in rows]
    kept = [(row[0], "", *row[2:]) if one else row for one, row in zip(alone, rows)]
    header, rule, *lines = table(headers, kept).split("\n")
    start = max(columns(row[0]) for row in [headers, *rows]) + 2
    for i, row in enumerate(rows):
        if alone[i]:
            lines[i] = row[0] + " " * (start - columns(row[0])) + row[1]
    return "\n".join([header, rule, *lines])


def _unfolded(rows: list, width: int) -> list:
    """``rows`` with more rows, without a name, for values wider than ``width``."""
    found = []
    for name, value, *others in rows:
        first, *more = wrap(value, width, MOST_LINES)
        found.append((name, first, *others))
        found += [("", each, *[""] * len(others)) for each in more]
    return found


def _measured(result) -> dict[str, object]:
    """Name -> figure."""
    if is_training(result):
        final = dict(result.final)
        names = [name for name in final_figures([final]) if name != "seconds"]
        found = {name: final[name] for name in names}
        if "seconds" in final:
            found["epoch_s"] = final["seconds"]
        return found
    return {
        name.replace("seconds", "epoch_s"): value
        for name, value in leaves(plain(result))
        if not name.endswith(HIDDEN) and columns(name) <= 40
    }


def _published(job: Job) -> dict:
    from gluon_course import results

    return results.published(job.name) if job.kind == "run" else {}


def _told(verdict) -> str:
    if verdict is None:
        return ""
    if verdict.is_inside is None:
        return "another machine"
    shown = verdict.figure.shown
    low, high = shown(verdict.figure.low), shown(verdict.figure.high)
    if low == high:
        return f"{verdict.word} {low}"
    to = "-" if verdict.figure.low >= 0 else " to "
    return f"{verdict.word} {low}{to}{high}"


def _differences(job: Job, start: Start) -> list[str]:
    """Options of this run that the published figures were made without."""
    options, settings = start.record.options, start.record.settings
    found = [f"--limit {options['limit']}"] if options.get("limit") else []
    for each in job.settings:
        value = settings.get(each.name, each.default)
        if value != each.default:
            found.append(f"{each.option} {value}")
    return found


def _kept(start: Start) -> str:
    names = sorted(
        each.name + ("/" if each.is_dir() else "")
        for each in start.folder.iterdir()
        if not each.name.startswith(".")
    )
    return paragraph(f"{start.folder}: {' '.join(names)}", "  ")


def _say_next(job: Job, start: Start, trained: list, exports: list) -> None:
    from gluon_course.cli.runs.evaluating import KINDS
    from gluon_course.cli.runs.exporting import how_to_ask

    commands = []
    for folder in exports[:1]:
        run = folder.parent
        click.echo(f"Exported the last epoch to {folder}.")
        of_run = next(each for each in trained if each.folder == run)
        task = (of_run.config.get("task") or {}).get("name")
        commands += filter(None, [how_to_ask(folder)])
        if task in KINDS and not (of_run.data or {}).get("vocab"):
            commands.append(f"gluon-course eval {run}")
    epochs = start.record.settings.get("num_epochs")
    if trained and epochs:
        commands.append(job.command(start.folder, "--epochs", str(2 * epochs)))
    for i, command in enumerate(commands):
        click.echo(f"{'Next:' if i == 0 else '     '} {command}")
