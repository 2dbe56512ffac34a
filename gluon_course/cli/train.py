"""``gluon-course train MODEL --data SET``."""

from __future__ import annotations

import dataclasses

import click

from gluon_course.base.errors import ConfigError
from gluon_course.base.registry import nearest
from gluon_course.cli.group import SafeCommand
from gluon_course.cli.section import section_first, write_options
from gluon_course.cli.sections.number import Number
from gluon_course.cli.sections.options import run_options, split_options
from gluon_course.cli.sections.settings import PlainValue

OPTIMIZERS = ("sgd", "nag", "adagrad", "rmsprop", "adam")


class TrainCommand(SafeCommand):
    """``train``: options that it does not know are those of the model."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; options may also stand before the model."""
        return super().parse_args(ctx, section_first(args))

    def format_options(self, ctx: click.Context, formatter) -> None:
        """What is trained first, then the options of every run."""
        names = {each.name for each in train_options()}
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        own = [each for each in options if each.name in names]
        write_options(ctx, formatter, "What is trained", own)
        rest = [each for each in options if each.name not in names]
        write_options(ctx, formatter, "Options of every run", rest)


def train_options() -> list[click.Parameter]:
    """The argument and the options of ``train`` itself."""
    return [
        click.Argument(["model"], metavar="MODEL"),
        click.Option(
            ["--data", "data_name"],
            default="fashion-mnist",
            metavar="SET",
            help="Image set: fashion-mnist, mnist, ... [fashion-mnist]",
        ),
        click.Option(
            ["--epochs", "num_epochs"],
            type=Number(int, 1),
            metavar="N",
            help="Passes over the training data. [the section's]",
        ),
        click.Option(
            ["--lr"],
            type=Number(float, 0),
            metavar="X",
            help="Learning rate. [the section's]",
        ),
        click.Option(
            ["--batch-size"],
            type=Number(int, 1),
            metavar="N",
            help="Samples in one step. [the section's]",
        ),
        click.Option(
            ["--resize"],
            type=Number(int, 1),
            metavar="N",
            help="Height and width of the pictures. [the section's]",
        ),
        click.Option(
            ["--optimizer"],
            type=click.Choice(OPTIMIZERS),
            default="sgd",
            metavar="NAME",
            help=f"{', '.join(OPTIMIZERS)}. [sgd]",
        ),
        click.Option(
            ["--momentum"],
            type=Number(float, 0, 1),
            default=0.0,
            metavar="X",
            help="Momentum of sgd and nag. [0]",
        ),
        click.Option(
            ["--wd"],
            type=Number(float, 0),
            default=0.0,
            metavar="X",
            help="Weight decay. [0]",
        ),
    ]


@click.pass_context
def _train(ctx: click.Context, **_) -> None:
    from gluon_course import data
    from gluon_course.cli.runs.execute import execute
    from gluon_course.cli.runs.training import resolve, train_job

    given, values = split_options(ctx)
    model, data_name = values.pop("model"), values.pop("data_name")
    if data_name not in data.image_set_names():
        data.read_images(data_name)  # its error suggests the nearest name
    options = parse_model_options(model, ctx.args)
    values = resolve(model, {**values, **options})
    given = dataclasses.replace(given, typed=given.typed | set(options))
    execute(train_job(model, data_name), given, values)


def parse_model_options(
    model: str, args: list[str], command: str = "train", ours: tuple = ()
) -> dict:
    """Options of a model from the words that the command itself does not know.

    Parameters
    ----------
    model : str
        Name of the model.
    args : list of str
        ``['--channel-ratio', '4', ...]``.
    command : str
        Name of the command, for messages.
    ours : tuple of str
        Its own options, by default those of ``train``.

    Raises
    ------
    ConfigError
        If there is no such model, an option is unknown or lacks its value.
    """
    from gluon_course import models

    known = models.model_facts(model).options
    options = {}
    words = list(args)
    while words:
        word, equals, value = words.pop(0).partition("=")
        name = word.lstrip("-").replace("-", "_")
        if not word.startswith("-"):
            raise ConfigError(
                f"{command} takes one model, and {word!r} is one word more",
                action=f"see: gluon-course {command} --help",
            )
        if not word.startswith("--") or name not in known:
            of_train = [each.opts[0] for each in (*train_options()[1:], *run_options())]
            theirs = [f"--{each.replace('_', '-')}" for each in known]
            raise ConfigError(
                f"{word} is no option of {command}, nor of the model {model}",
                nearest(word, [*(ours or of_train), *theirs]),
                f"The options of {model} are {', '.join(theirs)}",
            )
        if not equals:
            if not words:
                raise ConfigError(f"{word} has no value", action=f"write {word} VALUE")
            value = words.pop(0)
        options[name] = PlainValue().convert(value, None, None)
    return options


train = TrainCommand(
    name="train",
    callback=_train,
    params=[*train_options(), *run_options()],
    short_help="Train any model of the course on any image set.",
    help="""Train MODEL on an image set.

The defaults are the values of the model's section; the options of the model
itself (gluon-course list models --json shows them) are options here too.

\b
Examples:
  gluon-course train lenet --data mnist --epochs 10
  gluon-course train lenet --sample --optimizer adam --lr 0.003 --epochs 20
  gluon-course train vgg11 --channel-ratio 4 --resize 96
  gluon-course train mlp --num-hiddens 256,128 --epochs 10
  gluon-course train resnet18 --data fashion-mnist --optimizer adam

The run folder is runs/MODEL-SET and holds the same as after `run`.
""",
    epilog="The models: gluon-course list models. The sets: gluon-course data list",
    context_settings={
        "max_content_width": 80,
        "ignore_unknown_options": True,
        "allow_extra_args": True,
    },
)
