"""The command ``gluon-course``: a group that imports a command when it is asked for.

``--help`` answers at once because the names and one-line helps stand in a table here;
a command's module is imported when the command runs. A later command is one more row.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import click

from gluon_course.base.errors import ConfigError
from gluon_course.base.registry import nearest
from gluon_course.base.workers import leave
from gluon_course.cli.errors import exit_status
from gluon_course.cli.printing.terminal import replace_unprintable

# Heading -> command -> (module below gluon_course.cli, attribute, one-line help).
COMMANDS = {
    "Learn": {
        "list": ("list", "list_command", "The models, or the sections with a script."),
        "run": ("run", "run", "Run a section of the text: its data, net, training."),
        "explain": ("explain", "explain", "A question of the course, answered."),
        "train": ("train", "train", "Train any model of the course on any image set."),
        "launch": ("launch", "launch", "Let several processes train one net together."),
        "draw": ("draw", "draw", "A net as a picture: shapes, parameters, fields."),
        "notebook": ("notebook", "notebook", "A section as a notebook, or as slides."),
    },
    "Use what was trained": {
        "predict": (
            "predict",
            "predict",
            "Ask a model: what is on pictures, how texts go on.",
        ),
        "eval": (
            "eval",
            "eval_command",
            "Measure a trained net; tables, curves, its worst pictures.",
        ),
        "serve": ("serve", "serve", "Try a model in a browser, or ask it over HTTP."),
        "export": ("export", "export", "Write a run's net for use without the course."),
    },
    "Compare": {
        "compare": ("compare", "compare", "Curves and final figures of several runs."),
        "sweep": ("sweep", "sweep", "Run a section with several values of a setting."),
        "bench": ("bench", "bench", "How fast a net predicts here, in every form."),
        "search": ("search", "search", "Look for good values of a section's settings."),
        "report": ("report", "report", "Keep a run's figures and output for the site."),
    },
    "Data and machine": {
        "data": ("data", "data", "List, fetch and verify the course's data sets."),
        "doctor": ("doctor", "doctor", "Check Python, MXNet, devices and folders."),
        "tunnel": ("tunnel", "tunnel", "Reach a notebook on a distant machine."),
    },
}
TABLE = {name: row for rows in COMMANDS.values() for name, row in rows.items()}

EXAMPLES = """\b
First steps:
  gluon-course run batch-norm --sample   a section on data without download
  gluon-course run 5.5                   section 5.5 on Fashion-MNIST
  gluon-course list chapters             the other sections
  gluon-course doctor                    when something does not work
"""


class SafeCommand(click.Command):
    """A command that ends with our exit statuses and messages."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra,
    ):
        """Parse the arguments, run, and exit: see :mod:`gluon_course.cli.errors`."""

        def call():
            return click.Command.main(
                self, args, prog_name, complete_var, standalone_mode=False, **extra
            )

        if not standalone_mode:
            return call()
        replace_unprintable()
        leave(exit_status(call))


class CourseGroup(SafeCommand, click.Group):
    """The group over ``TABLE``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the help."""
        return list(TABLE)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, imported now; ``None`` if there is none."""
        if name not in TABLE:
            return None
        module, attribute, _ = TABLE[name]
        return getattr(importlib.import_module(f"gluon_course.cli.{module}"), attribute)

    def resolve_command(self, ctx: click.Context, args: list[str]):
        """As click does, with the nearest name for an unknown command."""
        if args and args[0] not in TABLE and not args[0].startswith("-"):
            raise ConfigError(
                f"There is no command {args[0]!r}",
                nearest(args[0], TABLE),
                "See: gluon-course --help",
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter) -> None:
        """The commands under their headings, without importing any."""
        for heading, rows in COMMANDS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, row[2]) for name, row in rows.items()])


def _print_version(ctx: click.Context, param, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from gluon_course import __version__

        click.echo(f"gluon-course {__version__}")
        ctx.exit()


def _show_help() -> None:
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


gluon_course = CourseGroup(
    name="gluon-course",
    callback=_show_help,
    invoke_without_command=True,
    help="The course 动手学深度学习 (zh.gluon.ai) on MXNet and Gluon.\n\n" + EXAMPLES,
    epilog="gluon-course COMMAND --help explains a command. Exit status: 0 done, "
    "2 a mistake with its remedy on stderr, 130 Ctrl-C, 1 an error of the course.",
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_print_version,
            help="Show the version.",
        )
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
