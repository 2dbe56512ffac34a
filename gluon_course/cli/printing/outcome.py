"""What came of a sweep: the figures of each run, a table and a picture of all."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from gluon_course.base.files import write_json
from gluon_course.cli.printing.figures import best_of, facts_of, final_table


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
        Name of the part ('' for the run itself) -> rows of its training.
    facts : dict
        Numbers that the section returned beside them.
    problem : str
        Why it failed; empty if it did not.
    """

    name: str
    values: dict
    histories: dict
    facts: dict
    problem: str = ""


def read_outcome(folder: Path, values: dict, problem: str = "") -> Outcome:
    """What came of the run in ``folder``, from its files."""
    from gluon_course.train import read_history

    files = [folder / "history.jsonl", *sorted(folder.glob("*/history.jsonl"))]
    histories = {
        "" if file.parent == folder else file.parent.name: read_history(file)
        for file in files
        if file.is_file()
    }
    return Outcome(
        folder.name, values, histories or {"": []}, facts_of(folder), problem
    )


def summarize(folder: Path, outcomes: list[Outcome]) -> None:
    """Print the table, and write ``sweep.json`` and ``sweep.png`` into ``folder``."""
    histories, figures = {}, {}
    for each in outcomes:
        for part, rows in each.histories.items():
            name = "/".join(filter(None, (each.name, part)))
            histories[name] = rows
            figures[name] = dict(rows[-1]) if rows else {}
            if not part:
                figures[name].update(each.facts)
    names = list(figures)
    click.echo("\n" + final_table(names, [], [[] for _ in names], [*figures.values()]))
    best = best_of(figures)
    if best:
        click.echo(f"Best: {best}")
    write_json(folder / "sweep.json", [dataclasses.asdict(each) for each in outcomes])
    picture = folder / "sweep.png"
    if _draw(outcomes, histories, picture):
        click.echo(f"Curves: {picture}")
    click.echo(f"Each run: {folder}/<name>")


def _draw(outcomes: list[Outcome], histories: dict, picture: Path) -> bool:
    """Draw the curves by epoch; without epochs, the figures by the swept value."""
    from gluon_course import viz

    drawn = {name: history for name, history in histories.items() if history}
    if drawn:
        viz.compare(drawn, picture)
        return True
    points = [(each.values, each.facts) for each in outcomes if each.facts]
    if len(points) < 2 or len(points[0][0]) != 1:
        return False
    (name,) = points[0][0]
    keys = [key for key in points[0][1] if all(key in row for _, row in points)]
    points.sort(key=lambda each: each[0][name])
    x = [values[name] for values, _ in points]
    ys = [[row[key] for _, row in points] for key in keys]
    viz.plot(x, ys, labels=keys, xlabel=name, path=picture)
    return True
