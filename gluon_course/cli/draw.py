"""``gluon-course draw MODEL``: a net as a picture of blocks, shapes and parameters."""

from __future__ import annotations

from pathlib import Path

import click

from gluon_course.base.errors import ConfigError
from gluon_course.cli.group import SafeCommand

_OPTIONS = ("--out", "--shape", "--title")


@click.command(
    cls=SafeCommand,
    short_help="A net as a picture: shapes, parameters, receptive fields.",
    context_settings={
        "max_content_width": 80,
        "ignore_unknown_options": True,
        "allow_extra_args": True,
    },
)
@click.pass_context
@click.argument("model")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="PNG, SVG or PDF. [MODEL.png]",
)
@click.option(
    "--shape",
    metavar="CxHxW",
    help="Shape of one sample, such as 1x96x96. [the section's]",
)
@click.option("--title", default="", help="Heading of the picture.")
def draw(ctx, model: str, out: Path | None, shape: str | None, title: str) -> None:
    """Draw a model of the course: its layers from left to right, each with the
    shape of its output, its parameters and its receptive field.

    The options of the model itself (gluon-course list models --json shows them) are
    options here too.

    \b
    Examples:
      gluon-course draw lenet
      gluon-course draw vgg11 --shape 1x96x96 --out vgg11.svg
      gluon-course draw vgg11 --channel-ratio 4
    """
    from gluon_course import models, viz
    from gluon_course.base.stations import input_shapes_of, stations
    from gluon_course.cli.train import parse_model_options

    options = parse_model_options(model, ctx.args, "draw", _OPTIONS)
    net = models.get_model(model, **options)
    sizes = net.input_shape if shape is None else _sizes(shape)
    found = stations(net, input_shapes_of(net, sizes))
    path = out or Path(f"{model}.png")
    viz.architecture(found, sizes, path, title or model)
    total = sum(each.parameters for each in found)
    click.echo(f"{model}, input {'x'.join(map(str, sizes))}: {total:,} parameters")
    click.echo(f"picture  {path}")


def _sizes(text: str) -> tuple[int, ...]:
    parts = text.lower().replace("×", "x").split("x")
    if not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise ConfigError(
            f"{text!r} is no shape", action="write it like 1x28x28, without the batch"
        )
    return tuple(map(int, parts))
