"""``gluon-course sweep SECTION --lr .1 .3 .9``: a grid over a section's settings."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from gluon_course.base.chapters import Section
from gluon_course.cli.section import (
    SectionCommand,
    SectionDispatcher,
    header_help,
    section_job,
    typed_name,
)
from gluon_course.cli.sections.options import run_options, split_options
from gluon_course.cli.sections.script import read_settings
from gluon_course.cli.sections.settings import setting_options

_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)


class SweepCommand(SectionCommand):
    """The sweep of one section: numeric options take several values."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, after ``--lr .1 .3`` became ``--lr .1 --lr .3``."""
        several = {
            option
            for param in self.get_params(ctx)
            if getattr(param, "multiple", False)
            for option in param.opts
        }
        return super().parse_args(ctx, repeat_options(args, several))


def repeat_options(args: Sequence[str], several: set[str]) -> list[str]:
    """``args`` with each further value of an option of ``several`` given its option.

    Values end at the next option; a negative number is a value.
    """
    repeated: list[str] = []
    option, has_value = None, False
    for word in args:
        if word.startswith("-") and not _NUMBER.fullmatch(word):
            name, equals, _ = word.partition("=")
            option, has_value = (name if name in several else None), bool(equals)
        elif option is not None:
            if has_value:
                repeated.append(option)
            has_value = True
        repeated.append(word)
    return repeated


def sweep_command(section: Section) -> SweepCommand:
    """The command that sweeps a section."""
    settings = read_settings(section.file)
    words = ("sweep", typed_name(section))

    def callback(**_):
        from gluon_course.cli.runs.grid import sweep_job

        given, values = split_options(click.get_current_context())
        sweep_job(section_job(section, settings, words), given, values)

    return SweepCommand(
        section,
        settings,
        name=words[-1],
        callback=callback,
        params=[*setting_options(settings, several=True), *run_options(several=True)],
        help=header_help(section),
        epilog="A number takes several values: --lr .1 .3 .9 --seed 1 2 3",
        context_settings={"max_content_width": 80},
    )


sweep = SectionDispatcher(
    sweep_command,
    name="sweep",
    short_help="Run a section with several values of a setting.",
    help="""Run a section once for each combination of values of its settings.

Every number that the section takes may get several values; each combination is
run in a folder of its own, and all are compared in a table and a picture. A run
whose loss is not finite is noted, and the sweep goes on.

\b
Examples:
  gluon-course sweep lenet --lr .1 .3 .9
  gluon-course sweep mlp-gluon --lr .1 .5 --batch-size 64 256 --epochs 3
  gluon-course sweep lenet --seed 1 2 3 --sample
  gluon-course sweep lenet --resume            what an interrupted sweep lacks
""",
    epilog="The sections: gluon-course list chapters",
    context_settings={"max_content_width": 80},
)
