"""``gluon-course eval RUN``: how well a trained net does on pictures kept apart."""

from __future__ import annotations

from pathlib import Path

import click

from gluon_course.cli.printing.terminal import paragraph
from gluon_course.cli.sections.number import Number


@click.command(
    "eval",
    short_help="Measure a trained net; tables, curves, its worst pictures.",
    context_settings={"max_content_width": 80},
)
@click.argument("run", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "--checkpoint",
    type=click.Choice(("last", "best")),
    default="last",
    show_default=True,
    help="The last epoch, or the one with the best test figure.",
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
@click.option(
    "--pycocotools",
    "has_tools",
    is_flag=True,
    help="Detectors: compute COCO's AP by pycocotools, too (extra coco).",
)
def eval_command(
    run: Path,
    checkpoint: str,
    device: str,
    batch_size: int | None,
    out: Path | None,
    has_tools: bool,
) -> None:
    """Measure the trained net of RUN on pictures kept apart; writes eval.json.

    Classifiers, on the whole test set: the accuracy, a table of the classes
    (precision: how many of those called so are it; recall: how many of those that are
    it were found), the confusion matrix, and the mistakes the net was surest of.

    Detectors: average precision by class, of Pascal VOC 2007 and of COCO, the curves
    of precision over recall, and the pictures with most mistakes; Mask R-CNN also the
    average precision and overlap of its masks. Nets for segmentation: pixel accuracy,
    overlap by class, and the bound that the net's stride sets. Both are judged on a
    fresh part of the composed sample, drawn with a seed that training never takes;
    on other data sets on their own test part.

    \b
    Examples:
      gluon-course eval runs/lenet
      gluon-course eval runs/lenet --checkpoint best
      gluon-course eval runs/ssd --out judged
    """
    from gluon_course.base.files import write_json
    from gluon_course.cli.runs.evaluating import Asked, evaluate
    from gluon_course.cli.runs.trained import one_training

    trained = one_training(run)
    folder = out or trained.folder / "eval"
    asked = Asked(folder, checkpoint, device, batch_size, has_tools)
    report = evaluate(trained, asked)
    write_json(folder / "eval.json", report.figures)
    click.echo(paragraph(f"{trained.folder}, {report.checkpoint}, {report.title}"))
    click.echo(report.text)
    if report.notice not in ("", report.title):
        click.echo(paragraph(f"({report.notice})"))
    click.echo(f"{folder}: {' '.join([*report.files, 'eval.json'])}")
