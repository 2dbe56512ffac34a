"""``gluon-course compare RUN RUN...``: curves in one picture, figures in a table."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from gluon_course.base.errors import ConfigError
from gluon_course.cli.printing.figures import differing_keys, facts_of, final_table
from gluon_course.cli.runs.folder import open_run
from gluon_course.cli.runs.record import read_record


@click.command(
    short_help="Curves and final figures of several runs.",
    context_settings={"max_content_width": 80},
)
@click.argument(
    "runs", metavar="RUN...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.png",
    help="Where the curves go; by default compare-RUN-RUN.png beside the first run.",
)
@click.option("--json", "is_json", is_flag=True, help="Print JSON.")
def compare(runs: tuple[Path, ...], picture: Path | None, is_json: bool) -> None:
    """Compare runs: their curves in one picture, their final figures in a table.

    \b
    Examples:
      gluon-course compare runs/lenet runs/lenet-2
      gluon-course compare runs/lenet*
    """
    from gluon_course import viz

    trainings = _trainings(runs)
    names = list(trainings)
    if picture is None:
        words = "-".join(name.replace(os.sep, "-") for name in names[:6])
        picture = runs[0].resolve().parent / f"compare-{words}.png"
    settings = {name: _settings(folder) for name, (folder, _) in trainings.items()}
    histories = {name: history for name, (_, history) in trainings.items()}
    figures = {
        name: {**history[-1], **facts_of(folder)}
        for name, (folder, history) in trainings.items()
    }
    differing = differing_keys(list(settings.values()))
    if is_json:
        rows = [
            {
                "run": str(trainings[name][0]),
                "settings": settings[name],
                "epochs": len(histories[name]),
                "final": figures[name],
            }
            for name in names
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        labels = [[settings[name].get(key) for key in differing] for name in names]
        click.echo(final_table(names, differing, labels, [*figures.values()]))
    viz.compare(histories, picture)
    if not is_json:
        click.echo(f"Curves: {_short(picture)}")


def _trainings(runs: tuple[Path, ...]) -> dict[str, tuple[Path, list[dict]]]:
    """Short name -> folder and history of each training of the runs."""
    from gluon_course.train import read_history

    found = {}
    for run in runs:
        open_run(run)
        files = [run / "history.jsonl", *sorted(run.glob("*/history.jsonl"))]
        histories = {each.parent: read_history(each) for each in files}
        histories = {folder: rows for folder, rows in histories.items() if rows}
        if not histories:
            raise ConfigError(
                f"{run} has no history",
                "its section trains nothing, or no epoch was finished",
                "leave it out",
            )
        found.update(histories)
    if len(found) < 2:
        raise ConfigError(
            "One training is nothing to compare",
            action="name two runs: gluon-course compare runs/lenet runs/lenet-2",
        )
    common = os.path.commonpath([each.resolve().parent for each in found])
    return {
        os.path.relpath(folder.resolve(), common): (folder, rows)
        for folder, rows in found.items()
    }


def _settings(folder: Path) -> dict:
    """Settings, seed and section of a run, from its records."""
    record = read_record(folder) or read_record(folder.parent)
    if record is None:
        return {}
    kept = {name: record.options.get(name) for name in ("seed", "sample", "limit")}
    return {"name": record.name.rpartition("/")[2], **record.settings, **kept}


def _short(path: Path) -> str:
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
