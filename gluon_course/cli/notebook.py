"""``gluon-course notebook SECTION``: a section as a notebook, or as slides."""

from __future__ import annotations

from pathlib import Path

import click

from gluon_course.base.chapters import Section, folder_name, typed_name
from gluon_course.cli.section import SectionCommand, SectionDispatcher, write_options
from gluon_course.cli.sections.options import run_options
from gluon_course.cli.sections.script import read_settings
from gluon_course.cli.sections.settings import setting_options

RUN = ("device", "seed", "sample", "limit")
"""Options of ``gluon-course run`` that a notebook has too."""


def own_options() -> list[click.Option]:
    """The options that say what is written, and where."""
    return [
        click.Option(
            ["--out"],
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Where it goes. [SLUG.ipynb, SLUG.py or SLUG.slides.html here]",
        ),
        click.Option(
            ["--to"],
            type=click.Choice(["ipynb", "py"]),
            default="ipynb",
            help="ipynb, or py: a script whose cells begin with # %%. [ipynb]",
        ),
        click.Option(
            ["--slides"],
            is_flag=True,
            help="Also write the slides, one HTML file that needs no network.",
        ),
        click.Option(
            ["--execute"],
            is_flag=True,
            help="Run all cells first, so that the outputs are in the file.",
        ),
        click.Option(
            ["--force"],
            is_flag=True,
            help="Replace files there even if they were changed.",
        ),
    ]


class NotebookDispatcher(SectionDispatcher):
    """``notebook SECTION``; its help lists the options of every notebook."""

    def format_options(self, ctx: click.Context, formatter) -> None:
        """What is written, then what the notebook begins with."""
        params = [*own_options(), *self.get_params(ctx)]
        write_options(ctx, formatter, "Options", params)
        write_options(ctx, formatter, "The notebook begins with", _begun_with())


def notebook_command(section: Section) -> SectionCommand:
    """The command that writes the notebook of a section."""
    settings = read_settings(section.file)
    return SectionCommand(
        section,
        settings,
        name=typed_name(section),
        callback=lambda **given: _write(section, **given),
        params=[*setting_options(settings), *_begun_with(), *own_options()],
        help=f"{section.number} {section.title} as a Jupyter notebook.\n\n"
        "Its settings, and the options of a run, are what the notebook begins with; "
        "its second cell changes them later.",
        context_settings={"max_content_width": 80},
    )


notebook = NotebookDispatcher(
    notebook_command,
    name="notebook",
    short_help="A section as a Jupyter notebook, or as slides.",
    help="""Make a Jupyter notebook of a section: the words of its page, and the code
of its script in cells that run one after the other, plots in place.

SECTION is a number (5.5), a slug (lenet), or the text's path; v2: before it
means zh-v2. The settings of the section are options, as they are of
gluon-course run: the notebook begins with them. What its cells train lies in
runs/ beside the notebook.

\b
Examples:
  gluon-course notebook lenet                 lenet.ipynb in this folder
  gluon-course notebook lenet --sample --epochs 1
  gluon-course notebook lenet --slides        and lenet.slides.html
  gluon-course notebook lenet --execute --slides   with outputs
  gluon-course notebook lenet --to py         lenet.py, for any editor
  jupyter lab lenet.ipynb                     opens it

\b
In a notebook, Alt+R of RISE or jupyterlab-rise shows it as slides: every cell
is marked. A notebook that you changed is never replaced without --force.
""",
    epilog="The sections: gluon-course list chapters. Needs the extra notebook.",
    context_settings={"max_content_width": 80},
)


def _begun_with() -> list[click.Option]:
    return [each for each in run_options() if each.name in RUN]


def _write(section: Section, out, to, slides, execute, force, **given) -> None:
    from gluon_course.notebooks.compose import compose
    from gluon_course.notebooks.document import (
        is_untouched,
        make_notebook,
        notebook_text,
        percent_file,
    )
    from gluon_course.notebooks.page import page_file
    from gluon_course.notebooks.write import check_place, write

    context = click.get_current_context()
    source = click.core.ParameterSource.COMMANDLINE
    typed = {
        name: value
        for name, value in given.items()
        if context.get_parameter_source(name) is source
    }
    path = out or Path(f"{folder_name(section)}.{to}")
    made = make_notebook(section, compose(section, typed))
    if execute:
        check_place(path, force, is_untouched)
        _execute(made, path.parent)
    text = percent_file(made) if to == "py" else notebook_text(made)
    state = write(path, text, force, is_untouched)
    click.echo(f"{to:<8} {path}  {_said(state, made)}")
    if slides:
        page = path.with_suffix(".slides.html")
        state = write(page, _slides(made), force)
        click.echo(f"slides   {page}  ({state})")
    if not page_file(section).is_file():
        click.echo("Its words are those of the script: the section has no page.")
    if to == "ipynb":
        click.echo(f"Open it:  jupyter lab {path}")


def _execute(made: dict, folder: Path) -> None:
    from gluon_course.notebooks.execute import execute

    count = len(made["cells"])

    def say(number: int) -> None:
        first = made["cells"][number]["source"].partition("\n")[0][:50]
        click.echo(f"cell {number + 1:>3}/{count}  {first}", err=True)

    folder.mkdir(parents=True, exist_ok=True)
    execute(made, folder, on_cell=say)


def _slides(made: dict) -> str:
    from gluon_course.notebooks.pictures import svg_of
    from gluon_course.notebooks.slides import slides_page

    return slides_page(made, picture=svg_of)


def _said(state: str, made: dict) -> str:
    kinds = [each["cell_type"] for each in made["cells"]]
    return f"{len(kinds)} cells, {kinds.count('code')} of code ({state})"
