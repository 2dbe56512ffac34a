"""``gluon-course export RUN``."""

from __future__ import annotations

from pathlib import Path

import click

FORMATS = ("symbol",)


@click.command(
    short_help="Write a run's net for use without the course.",
    context_settings={"max_content_width": 80},
)
@click.argument("run", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "form",
    type=click.Choice(FORMATS),
    default="symbol",
    show_default=True,
    help="symbol: model-symbol.json and model-0000.params, which MXNet alone can load.",
)
@click.option(
    "--checkpoint",
    type=click.Choice(("last", "best")),
    default="last",
    show_default=True,
    help="The last epoch, or the one with the best test figure.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where to; RUN/export by default.",
)
def export(run: Path, form: str, checkpoint: str, out: Path | None) -> None:
    """Write the trained net of RUN so that it runs without the course.

    The export is loaded again and compared before it counts. `run` and `train` do
    this at their end; use it for another checkpoint or another place.

    \b
    Examples:
      gluon-course export runs/lenet
      gluon-course export runs/lenet --checkpoint best --out best-lenet
    """
    from gluon_course.cli.runs.exporting import export_training, how_to_ask
    from gluon_course.cli.runs.trained import one_training

    trained = one_training(run)
    folder = export_training(trained, checkpoint, out)
    click.echo(f"Exported the {checkpoint} epoch of {trained.folder} to {folder}")
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        name = str(file.relative_to(folder))
        click.echo(f"  {name:28} {file.stat().st_size:>12,} bytes")
    example = how_to_ask(folder)
    if example:
        click.echo(f"Try:  {example}")
