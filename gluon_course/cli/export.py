"""``gluon-course export RUN``."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from gluon_course.base.errors import CourseError
from gluon_course.cli.errors import MISTAKE, message
from gluon_course.cli.printing.reduced import reduced_lines
from gluon_course.cli.printing.terminal import paragraph
from gluon_course.cli.runs.exporting import FORMS
from gluon_course.cli.sections.number import Number


class FormList(click.ParamType):
    """Forms of an export, with commas between them, each once."""

    name = "forms"

    def convert(self, value, param, ctx):
        """From ``symbol,onnx`` to a tuple of names."""
        if isinstance(value, tuple):
            return value
        forms = tuple(dict.fromkeys(each.strip() for each in value.split(",")))
        for form in forms:
            if form not in FORMS:
                self.fail(
                    f"There is no form {form!r}. Forms: {', '.join(FORMS)}; several "
                    "with commas between them.",
                    param,
                    ctx,
                )
        return forms


@click.command(
    short_help="Write a run's net for use without the course.",
    context_settings={"max_content_width": 80},
)
@click.argument("run", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "forms",
    type=FormList(),
    default=("symbol",),
    metavar="FORM[,FORM...]",
    help="symbol: model-symbol.json and model-0000.params, which MXNet alone can load; "
    "onnx: model.onnx, for onnxruntime and others; int8, bf16: symbol files that "
    "compute in fewer bits, on CPUs. [symbol]",
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
    help="Where to; of several forms each in a folder of its name below it. By default "
    "RUN/export, and RUN/export-FORM for the other forms.",
)
@click.option(
    "--calibration",
    "num_calibration",
    type=Number(int, 1),
    default=512,
    metavar="N",
    help="int8: training samples that the ranges of layers are taken from. [512]",
)
@click.option(
    "--max-drop",
    type=Number(float, 0, 1),
    default=0.01,
    metavar="SHARE",
    help="int8, bf16: how much accuracy may be lost (of a perplexity: by which share "
    "it may grow). [0.01]",
)
@click.option(
    "--force",
    "is_forced",
    is_flag=True,
    help="int8, bf16: write it whatever is lost, or gained.",
)
@click.option(
    "--preflight",
    "is_preflight",
    is_flag=True,
    help="Write nothing; name the operators that have no conversion to ONNX.",
)
def export(
    run: Path,
    forms: tuple,
    checkpoint: str,
    out: Path | None,
    num_calibration: int,
    max_drop: float,
    is_forced: bool,
    is_preflight: bool,
) -> int:
    """Write the trained net of RUN so that it runs without the course.

    The export is loaded again and compared before it counts. `run` and `train` write
    the symbol files at their end; use it for other forms, for another checkpoint or
    another place. A form that the net does not have is named on stderr; the others
    are still written, and the exit status is 2.

    \b
    Examples:
      gluon-course export runs/lenet --to onnx
      gluon-course export runs/lenet --to symbol,onnx --out lenet
      gluon-course export runs/lenet --preflight
      gluon-course export runs/lenet --checkpoint best --out best-lenet
      gluon-course export runs/lenet --to int8,bf16 --max-drop 0.005
    """
    from gluon_course.cli.runs.exporting import Reduction, exportable, place_of
    from gluon_course.cli.runs.trained import one_training

    trained = one_training(run)
    one, status = exportable(trained, checkpoint), 0
    if is_preflight:
        return _say_preflight(one)
    reduction = Reduction(num_calibration, max_drop, is_forced)
    one = dataclasses.replace(one, reduction=reduction)
    for form in forms:
        target = place_of(trained.folder, form)
        if out is not None:
            target = out / form if len(forms) > 1 else out
        try:
            FORMS[form](one, target)
        except CourseError as error:
            click.echo(message(error), err=True)
            status = MISTAKE
            continue
        _say(target, f"Exported the {checkpoint} epoch of {trained.folder} to {target}")
    return status


def _say_preflight(one) -> int:
    """The operators that cannot be written as ONNX, if there are any."""
    from gluon_course.cli.runs.exporting import unsupported

    status = 0
    for name, problems in unsupported(one).items():
        # a sentence begins with the part's name, where there are several
        every, no = (f"{name}: every", f"{name}: no") if name else ("Every", "No")
        if not problems:
            click.echo(f"{every} operator has a conversion to ONNX.")
        for each in problems:
            click.echo(paragraph(f"{no} conversion of {each}.", "  "), err=True)
            status = MISTAKE
    return status


def _say(folder: Path, title: str) -> None:
    """What was written, and how it is asked."""
    from gluon_course.cli.runs.exporting import how_to_ask, manifests_of

    click.echo(title)
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        name = str(file.relative_to(folder))
        click.echo(f"  {name:28} {file.stat().st_size:>12,} bytes")
    for name, manifest in manifests_of(folder).items():
        for line in reduced_lines(manifest):
            click.echo(f"  {name}: {line}" if name else f"  {line}")
    example = how_to_ask(folder)
    if example:
        click.echo(f"Try:  {example}")
