"""``gluon-course search SECTION --lr 0.01:1:log --trials 20``: values worth having."""

from __future__ import annotations

import click

from gluon_course.base.chapters import Section
from gluon_course.base.errors import ConfigError
from gluon_course.base.registry import nearest
from gluon_course.cli.section import (
    SectionCommand,
    SectionDispatcher,
    header_help,
    section_job,
    typed_name,
    write_options,
)
from gluon_course.cli.sections.number import Number
from gluon_course.cli.sections.options import run_options, split_options
from gluon_course.cli.sections.script import read_settings
from gluon_course.cli.sections.space import space_options

SAMPLERS = ("random", "tpe")


class SearchCommand(SectionCommand):
    """The search of one section; an option it lacks is answered with the nearest."""

    def format_options(self, ctx: click.Context, formatter) -> None:
        """The axes, the budget, then the options of every run."""
        headings = {
            "Settings of this section": {each.name for each in self.settings},
            "The search": {each.name for each in budget_options()},
        }
        rest = self.get_params(ctx)
        for heading, names in headings.items():
            inside = [each for each in rest if each.name in names]
            write_options(ctx, formatter, heading, inside)
            rest = [each for each in rest if each.name not in names]
        write_options(ctx, formatter, "Options of every run", rest)

    def _no_option(self, option: str) -> ConfigError:
        known = [name for each in self.params for name in each.opts]
        return ConfigError(
            f"A search of section {self.section.number} ({self.section.slug}) has no "
            f"{option}",
            nearest(option, known),
            f"See: gluon-course search {typed_name(self.section)} --help",
        )


def budget_options() -> list[click.Option]:
    """The options that only a search has."""
    return [
        click.Option(
            ["--trials", "num_trials"],
            type=Number(int, 1),
            default=20,
            metavar="N",
            help="Trials in all. [20]",
        ),
        click.Option(
            ["--sampler"],
            type=click.Choice(SAMPLERS),
            default=SAMPLERS[0],
            metavar="NAME",
            help="random, or tpe: after ten trials, near the better ones. [random]",
        ),
        click.Option(
            ["--metric"],
            metavar="FIGURE",
            help="The figure that decides; a loss, rmse, error or time is better when "
            "low. [test_acc, else a loss]",
        ),
    ]


def search_command(section: Section) -> SearchCommand:
    """The command that searches a section's settings."""
    settings = read_settings(section.file)
    words = ("search", typed_name(section))

    def callback(**_):
        from gluon_course.cli.runs.search import Budget, search_job

        given, values = split_options(click.get_current_context())
        names = ("num_trials", "sampler", "metric")
        budget = Budget(**{name: values.pop(name) for name in names})
        search_job(section_job(section, settings, words), given, values, budget)

    return SearchCommand(
        section,
        settings,
        name=words[-1],
        callback=callback,
        params=[*space_options(settings), *budget_options(), *run_options()],
        help=header_help(section),
        epilog="AXIS: --lr 0.01:1:log (equal ratios alike), --lr 0.01:1, --batch-size "
        "32,64,128 (these only), --batch-size 16:256:log, or one number.",
        context_settings={"max_content_width": 80},
    )


search = SectionDispatcher(
    search_command,
    name="search",
    short_help="Look for good values of a section's settings.",
    help="""Run a section with values drawn from a space that you declare.

Every number that the section takes may get a range (LOW:HIGH or LOW:HIGH:log) or
choices (A,B,C). Each trial is run in a folder of its own and noted in search.jsonl;
Ctrl-C keeps what was found, and --resume goes on as if nothing had happened. A trial
whose loss is not finite is noted, and the search goes on.

\b
Examples:
  gluon-course search mlp-gluon --lr 0.01:1:log --batch-size 32,64,128
  gluon-course search lenet --sample --lr .1:2:log --epochs 3 --trials 10
  gluon-course search mlp-gluon --lr 0.01:1:log --sampler tpe --trials 40
  gluon-course search mlp-gluon --resume --trials 60      twenty more

It needs optuna: pip install 'gluon_course[search]'
""",
    epilog="The sections: gluon-course list chapters",
    context_settings={"max_content_width": 80},
)
