"""``gluon-course eval RUN``: how well a trained classifier does on the test set."""

from __future__ import annotations

from pathlib import Path

import click

from gluon_course.cli.printing.terminal import figure, paragraph, table
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
    default=256,
    metavar="N",
    help="Pictures computed at once. [256]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the pictures go; RUN/eval by default.",
)
def eval_command(
    run: Path, checkpoint: str, device: str, batch_size: int, out: Path | None
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
    from gluon_course import viz
    from gluon_course.base.files import write_json
    from gluon_course.cli.runs.evaluation import evaluate
    from gluon_course.cli.runs.trained import one_training

    trained = one_training(run)
    result = evaluate(trained, checkpoint, device, batch_size)
    folder = out or trained.folder / "eval"
    write_json(folder / "eval.json", result.as_dict())
    viz.confusion(result.matrix, result.class_names, folder / "confusion.png")
    images, titles = result.mistakes()
    if images:
        viz.image_grid(
            images,
            titles,
            path=folder / "mistakes.png",
            title="surest mistakes: true class, and what it was taken for",
        )
    click.echo(f"{trained.folder}, {result.checkpoint}, test set of {result.title}")
    rows = [
        (each.name, each.count, *map(figure, (each.precision, each.recall, each.f1)))
        for each in result.scores
    ]
    headers = ("class", "pictures", "precision", "recall", "F1")
    click.echo(table(headers, rows, right=" ".join(headers[1:])))
    total = int(result.matrix.sum())
    click.echo(
        f"\ntest accuracy {result.accuracy:.4f} "
        f"({int(result.matrix.trace()):,} of {total:,}), loss {result.loss:.4f}"
    )
    if result.recorded is not None:
        click.echo(f"the run's history has {result.recorded:.4f} for that epoch")
    if result.notice not in ("", result.title):
        click.echo(paragraph(f"({result.notice})"))
    names = ["confusion.png", *(["mistakes.png"] if images else []), "eval.json"]
    click.echo(f"{folder}: {' '.join(names)}")
