"""What came of a sweep: the figures of each run, a table and a picture of all."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from gluon_course.base.files import read_json, write_json
from gluon_course.cli.figures import best_of, final_table, numbers_of


@dataclasses.dataclass
class Outcome:
    """What came of one combination.

    Attributes
    ----------
    name : str
        Its folder below the sweep's.
    values : dict
        The swept values.
    histories : dict of str to list of dict
        Name -> rows of each training; for a section that trains nothing, one row
        with the figures that it returned.
    problem : str
        Why it failed; empty if it did not.
    """

    name: str
    values: dict
    histories: dict
    problem: str = ""


def read_histories(folder: Path) -> dict[str, list[dict]]:
    """Name of the part ('' for the run itself) -> rows; see :class:`Outcome`."""
    from gluon_course.train import read_history

    files = [folder / "history.jsonl", *sorted(folder.glob("*/history.jsonl"))]
    found = {
        "" if file.parent == folder else file.parent.name: read_history(file)
        for file in files
        if file.is_file()
    }
    result = folder / "result.json"
    if not found and result.is_file():
        found = {"": [numbers_of(read_json(result)["result"])]}
    return found or {"": []}


def summarize(folder: Path, outcomes: list[Outcome]) -> None:
    """Print the table, and write ``sweep.json`` and ``sweep.png`` into ``folder``."""
    rows = {
        "/".join(filter(None, (each.name, part))): history
        for each in outcomes
        for part, history in each.histories.items()
    }
    click.echo("\n" + final_table(list(rows), [], [[] for _ in rows], [*rows.values()]))
    best = best_of(rows)
    if best:
        click.echo(f"Best: {best}")
    write_json(folder / "sweep.json", [dataclasses.asdict(each) for each in outcomes])
    picture = folder / "sweep.png"
    if _draw(outcomes, rows, picture):
        click.echo(f"Curves: {picture}")
    click.echo(f"Each run: {folder}/<name>")


def _draw(outcomes: list[Outcome], rows: dict, picture: Path) -> bool:
    """Draw the curves by epoch; without epochs, the figures by the swept value."""
    from gluon_course import viz

    drawn = {name: history for name, history in rows.items() if history}
    if any("epoch" in history[-1] for history in drawn.values()):
        viz.compare(drawn, picture)
        return True
    points = [(each.values, each.histories[""]) for each in outcomes]
    points = [(values, history[-1]) for values, history in points if history]
    if len(points) < 2 or len(points[0][0]) != 1:
        return False
    (name,) = points[0][0]
    keys = [key for key in points[0][1] if all(key in row for _, row in points)]
    points.sort(key=lambda each: each[0][name])
    x = [values[name] for values, _ in points]
    ys = [[row[key] for _, row in points] for key in keys]
    viz.plot(x, ys, labels=keys, xlabel=name, path=picture)
    return True
