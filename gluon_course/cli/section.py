"""A section of the text as a command, made from its script's header and ``main``."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import click

from gluon_course.base.chapters import (
    Section,
    find_section,
    folder_name,
    typed_name,
)
from gluon_course.base.errors import ConfigError
from gluon_course.base.registry import nearest
from gluon_course.cli.group import SafeCommand
from gluon_course.cli.runs.job import Job
from gluon_course.cli.sections.options import COMMON, run_options, split_options
from gluon_course.cli.sections.script import (
    Setting,
    load_main,
    read_header,
    read_settings,
)
from gluon_course.cli.sections.settings import setting_options

FLAGS = (
    "--resume",
    "--force",
    "--sample",
    "--tensorboard",
    "--profile",
    "--quiet",
    "--slides",
    "--execute",
    "--help",
    "-h",
)


class SectionCommand(SafeCommand):
    """The command of one section; an option it lacks is answered with those it has."""

    def __init__(self, section: Section, settings: tuple[Setting, ...], **extra):
        super().__init__(**extra)
        self.section, self.settings = section, settings

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; an unknown option is a ConfigError that lists the known."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise self._no_option(error.option_name) from error

    def format_options(self, ctx: click.Context, formatter) -> None:
        """The section's own settings first, then the options of every run."""
        names = {each.name for each in self.settings}
        params = self.get_params(ctx)
        own = [each for each in params if each.name in names]
        write_options(ctx, formatter, "Settings of this section", own)
        rest = [each for each in params if each.name not in names]
        write_options(ctx, formatter, "Options of every run", rest)

    def _no_option(self, option: str) -> ConfigError:
        own = [each.option for each in self.settings]
        if own:
            cause = f"Its settings are {', '.join(own)}"
            action = f"See: gluon-course run {typed_name(self.section)} --help"
        else:
            cause = "It has no settings"
            action = nearest(option, [f"--{name}" for name in COMMON])
        return ConfigError(
            f"Section {self.section.number} ({self.section.slug}) has no {option}",
            cause,
            action,
        )


class SectionDispatcher(SafeCommand, click.Group):
    """A command whose first word is a section: ``run SECTION``, ``sweep SECTION``.

    Parameters
    ----------
    make_command : callable
        Makes the command of a :class:`Section`.
    """

    def __init__(self, make_command: Callable[[Section], click.Command], **extra):
        super().__init__(
            subcommand_metavar="SECTION [OPTIONS]", options_metavar="", **extra
        )
        self.make_command = make_command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; options may also stand before the section."""
        words = section_first(args)
        if words and words[0].startswith("-") and not {"-h", "--help"} & set(words):
            raise click.UsageError(
                f"Name the section: gluon-course {self.name} SECTION {' '.join(words)}",
                ctx,
            )
        return super().parse_args(ctx, words)

    def resolve_command(self, ctx: click.Context, args: list[str]):
        """The command of the section that the first word names."""
        return args[0], self.make_command(find_section(args[0])), args[1:]

    def format_options(self, ctx: click.Context, formatter) -> None:
        """The options that every section has."""
        params = [*run_options(), *self.get_params(ctx)]
        write_options(ctx, formatter, "Options of every run", params)
        formatter.write_paragraph()
        formatter.write_text(
            "Sections that train also have --epochs, --batch-size and --lr."
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        """None: ``gluon-course list chapters`` shows the sections."""
        return []


def write_options(ctx: click.Context, formatter, heading: str, params: list) -> None:
    """Write a list of options into a help text; nothing when there is none."""
    rows = [row for row in (each.get_help_record(ctx) for each in params) if row]
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows)


def section_first(args: list[str]) -> list[str]:
    """Move the first word that is no option, nor the value of one, to the front."""
    skip = False
    for i, word in enumerate(args):
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = (
                "=" not in word and word not in FLAGS and not word.startswith("--no-")
            )
        else:
            return [word, *args[:i], *args[i + 1 :]]
    return args


def section_job(section: Section, settings: tuple[Setting, ...], words: tuple) -> Job:
    """The job that runs a section."""
    prefix = "" if section.edition == "v1" else "v2:"
    return Job(
        kind="run",
        name=section.name,
        title=f"{prefix}{section.number} {section.title}",
        slug=folder_name(section),
        words=words,
        load=lambda: load_main(section.file),
        settings=settings,
    )


def section_command(section: Section) -> SectionCommand:
    """The command that runs a section."""
    from gluon_course.cli.runs.execute import execute

    settings = read_settings(section.file)
    words = ("run", typed_name(section))

    def callback(**_):
        given, values = split_options(click.get_current_context())
        execute(section_job(section, settings, words), given, values)

    return SectionCommand(
        section,
        settings,
        name=words[-1],
        callback=callback,
        params=[*setting_options(settings), *run_options()],
        help=header_help(section),
        context_settings={"max_content_width": 80},
    )


def header_help(section: Section) -> str:
    """The script's header as click shows it: one item a line, long ones wrapped."""
    items: list[str] = []
    for line in read_header(section.file).splitlines():
        if line[:1].isspace() and items:
            items[-1] += " " + line.strip()
        else:
            items.append(line)
    wrapped = (
        textwrap.fill(each, 76, subsequent_indent=" " * 10, break_on_hyphens=False)
        for each in items
    )
    return "\n\n".join(f"\b\n{block}" for block in "\n".join(wrapped).split("\n\n"))
