"""What came of a search: its trials from the best down, and a picture of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import click

from gluon_course.cli.printing.figures import final_table
from gluon_course.cli.printing.terminal import figure, paragraph

SHOWN = 20  # rows of the table; the log has all


def summarize_search(
    folder: Path,
    trials: Sequence[dict],
    metric: str,
    is_low_better: bool,
    best_command: str,
    logarithmic: Collection[str],
) -> None:
    """Print the table of trials and the best, and write ``search.png``.

    Parameters
    ----------
    folder : Path
        Of the search.
    trials : sequence of dict
        Rows of ``search.jsonl``.
    metric : str
        The figure that decides.
    is_low_better : bool
        Whether its lower values are better.
    best_command : str
        The command that runs the section with the best trial's values.
    logarithmic : collection of str
        Settings that are drawn on a logarithmic axis.
    """
    from gluon_course import viz

    in_order = [each for each in trials if each["figure"] is not None]
    good = sorted(in_order, key=lambda each: each["figure"], reverse=not is_low_better)
    failed = [each for each in trials if each["figure"] is None]
    shown = [*good, *failed][:SHOWN]
    if not shown:
        return
    keys = list(shown[0]["values"])
    click.echo()
    click.echo(
        final_table(
            [each["name"] for each in shown],
            keys,
            [[each["values"][key] for key in keys] for each in shown],
            [_figures(each, metric) for each in shown],
        )
    )
    if len(trials) > SHOWN:
        click.echo(f"{len(trials) - SHOWN} more: {folder}/search.jsonl")
    if not good:
        click.echo(paragraph("No trial ended with a figure: see the reasons above."))
        return
    best = good[0]
    click.echo(f"Best: {best['name']}, {metric} {figure(best['figure'])}")
    click.echo(f"Run it:  {best_command}")
    if metric.startswith("test"):
        click.echo(
            paragraph(
                f"The best of {len(good)} was chosen by its test figure, which "
                "therefore flatters it: judge it by a run with another --seed."
            )
        )
    viz.trials(
        {key: [each["values"][key] for each in in_order] for key in keys},
        [each["figure"] for each in in_order],
        metric,
        is_low_better,
        logarithmic,
        folder / "search.png",
    )
    click.echo(f"Figures by value: {folder / 'search.png'}")


def _figures(trial: dict, metric: str) -> dict:
    """The figure that decides first, the others after it."""
    if trial["figure"] is None:
        return {}
    rest = {name: value for name, value in trial["figures"].items() if name != metric}
    return {metric: trial["figure"], **rest}
