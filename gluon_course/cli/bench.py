"""``gluon-course bench``: how fast nets are on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from gluon_course.cli.group import SafeCommand
from gluon_course.cli.sections.number import Number

FORMS = ("imperative", "hybridized", "fused", "int8", "bf16", "onnx")
"""As in :data:`gluon_course.export.speed.forms.SPEED_FORMS`."""


class _BenchGroup(SafeCommand, click.Group):
    """The group of the measurements."""


class Several(click.ParamType):
    """Values with commas between them, as a tuple.

    Parameters
    ----------
    each : click.ParamType
        Converts one of them.
    """

    name = "values"

    def __init__(self, each: click.ParamType):
        self.each = each

    def convert(self, value, param, ctx):
        """From ``1,64`` to a tuple, each value once."""
        if isinstance(value, tuple):
            return value
        words = [word.strip() for word in value.split(",")]
        return tuple(self.each.convert(word, param, ctx) for word in words)


@click.group(
    "bench",
    cls=_BenchGroup,
    short_help="How fast a net predicts here, in every form.",
    context_settings={"max_content_width": 80},
)
def bench() -> None:
    """Measure speed on this machine.

    \b
    Examples:
      gluon-course bench inference lenet
      gluon-course bench inference resnet18 --batch-size 1,16 --forms fused,int8
    """


@bench.command("inference", short_help="Predictions: MXNet, oneDNN, int8, onnxruntime.")
@click.argument("model", metavar="MODEL")
@click.option(
    "--batch-size",
    "batch_sizes",
    type=Several(Number(int, 1)),
    default="1,64",
    metavar="N[,N...]",
    show_default=True,
    help="Samples computed at once.",
)
@click.option(
    "--shape",
    type=Several(Number(int, 1)),
    metavar="C,H,W",
    help="One sample, without the batch: channels, height, width, or the steps of a "
    "text. That of the model's section, or of the run, by default.",
)
@click.option(
    "--forms",
    type=Several(click.Choice(FORMS)),
    default=",".join(FORMS),
    metavar="FORM[,...]",
    help=f"Of {', '.join(FORMS)}; all by default.",
)
@click.option(
    "--seconds",
    type=Number(float, 0.01),
    default=1.0,
    show_default=True,
    metavar="S",
    help="To spend on each form and batch size; slow nets take longer, for 3 rounds.",
)
@click.option(
    "--rounds",
    type=Number(int, 1, 1000),
    default=7,
    show_default=True,
    metavar="N",
    help="Turns that the forms take; the median and the quartiles count.",
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write the figures there.",
)
def inference(
    model: str,
    batch_sizes: tuple[int, ...],
    shape: tuple[int, ...] | None,
    forms: tuple[str, ...],
    seconds: float,
    rounds: int,
    json_file: Path | None,
) -> None:
    """Measure how fast MODEL predicts, form by form.

    MODEL is a registered model (see: gluon-course list models), a run's folder, or an
    export's. The forms:

    \b
      imperative  MXNet, operator by operator, as in a notebook
      hybridized  net.hybridize(): one graph, its memory planned once (section 8.1)
      fused       the same graph with layers joined by oneDNN
      int8        layers in whole numbers of 8 bits
      bf16        layers in floating point of 16 bits
      onnx        onnxruntime; needs the extra onnx

    All forms first compute the same batch and are compared: a form that computes
    something else is not timed, int8 and bf16 show how far they are off ("differs", as
    a share of the largest output). Then they take turns, because the speed of a
    machine changes from minute to minute; ms is one batch, waited for. "of-peak" is
    the share of the fastest this machine multiplies matrices in float32, which is
    measured between the turns; int8 can pass 100 %.

    A form that is not there says why below the table.

    \b
    Examples:
      gluon-course bench inference lenet
      gluon-course bench inference runs/lenet --json speed.json
      gluon-course bench inference vgg11 --shape 1,32,32 --batch-size 1
    """
    from tqdm.auto import tqdm

    from gluon_course.base.files import write_json
    from gluon_course.base.hardware import described
    from gluon_course.cli.printing.speed import speed_text
    from gluon_course.cli.printing.terminal import paragraph
    from gluon_course.cli.runs.measured import nets_of
    from gluon_course.export.speed.measure import measure_speed

    nets, reports = nets_of(model, shape), {}
    for part, (net, inputs) in nets.items():
        layout = "{desc:24}{percentage:3.0f}%|{bar}| {elapsed}"
        with tqdm(total=1.0, disable=None, leave=False, bar_format=layout) as bar:

            def show(what: str, share: float, bar=bar) -> None:
                bar.set_description_str(what, refresh=False)
                bar.update(max(0.0, share - bar.n))

            reports[part] = measure_speed(
                net,
                inputs,
                forms=forms,
                batch_sizes=batch_sizes,
                rounds=rounds,
                seconds=seconds,
                progress=show,
            )
    for part, report in reports.items():
        click.echo(speed_text(report, model, part) + "\n")
    peaks = sorted(each.peak for each in reports.values())
    peak = f"{peaks[len(peaks) // 2] / 1e9:.0f} Gop/s"
    click.echo(paragraph(f"{described()}; peak {peak} (float32 matrix product)", "  "))
    if json_file:
        parts = {part: each.as_dict() for part, each in reports.items()}
        write_json(json_file, {"model": model, "machine": described(), "parts": parts})
        click.echo(f"Figures: {json_file}")
