"""``gluon-course eval RUN``: how well a trained classifier does on the test set."""

from __future__ import annotations

from pathlib import Path

import click

from gluon_course.cli.printing.terminal import paragraph
from gluon_course.cli.sections.number import Number


@click.command(
    "eval",
    short_help="Test accuracy, confusion matrix, mistakes.",
    context_settings={"max_content_width": 80},
)
@click.argument("run", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "--checkpoint",
    type=click.Choice(("last", "best")),
    default="last",
    show_default=True,
    help="The last epoch, or the one with the best test accuracy.",
)
@click.option("--device", default="auto", help="auto, cpu, gpu or gpu:1. [auto]")
@click.option(
    "--batch-size",
    type=Number(int, 1),
    metavar="N",
    help="Samples computed at once; what suits the task by default.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the pictures go; RUN/eval by default.",
)
def eval_command(
    run: Path, checkpoint: str, device: str, batch_size: int | None, out: Path | None
) -> None:
    """Measure the classifier of RUN again, on the whole test set.

    Prints the accuracy and a table of the classes (precision: how many of those
    called so are it; recall: how many of those that are it were found), and draws the
    confusion matrix and the mistakes that the net was surest of.

    \b
    Examples:
      gluon-course eval runs/lenet
      gluon-course eval runs/lenet --checkpoint best
    """
    from gluon_course.base.files import write_json
    from gluon_course.cli.runs.evaluating import Asked, evaluate
    from gluon_course.cli.runs.trained import one_training

    trained = one_training(run)
    folder = out or trained.folder / "eval"
    report = evaluate(trained, Asked(folder, checkpoint, device, batch_size))
    write_json(folder / "eval.json", report.figures)
    click.echo(f"{trained.folder}, {report.checkpoint}, {report.title}")
    click.echo(report.text)
    if report.notice not in ("", report.title):
        click.echo(paragraph(f"({report.notice})"))
    click.echo(f"{folder}: {' '.join([*report.files, 'eval.json'])}")
