"""``gluon-course explain [TOPIC]``: an answer, its tables, and what was checked."""

from __future__ import annotations

from pathlib import Path

import click

from gluon_course.cli.printing.terminal import paragraph, table


@click.command(
    short_help="A question of the course, answered by something that runs.",
    context_settings={"max_content_width": 80},
)
@click.argument("topic", required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where the topic's pictures go; by default runs/explain/TOPIC.",
)
@click.pass_context
def explain(ctx: click.Context, topic: str | None, out: Path | None) -> None:
    """Answer a question of the course and check the answer here and now.

    Without TOPIC, the questions. Exit status 1 if a check does not hold.

    \b
    Examples:
      gluon-course explain
      gluon-course explain broadcasting
    """
    from gluon_course.explain import get_topic, list_topics

    if topic is None:
        rows = [(each.name, each.question) for each in list_topics()]
        click.echo(table(("topic", "question"), rows))
        click.echo("\nAsk one:  gluon-course explain broadcasting")
        return
    found = get_topic(topic)
    answer = found.answer()
    where = f"   (sections {found.sections})" if found.sections else ""
    click.echo(paragraph(found.question + where))
    click.echo()
    click.echo(paragraph(answer.says))
    for each in answer.tables:
        click.echo()
        if each.title:
            click.echo(paragraph(each.title))
        click.echo(table(each.headers, each.rows))
    click.echo("\nChecked here and now:")
    for check in answer.checks:
        seen = f" ({check.seen})" if check.seen else ""
        word = "yes" if check.holds else "NO"
        click.echo(paragraph(f"  {word:<4}{check.claim}{seen}", " " * 6))
    _write_pictures(answer.pictures, out or Path("runs", "explain", topic))
    ctx.exit(0 if answer.holds else 1)


def _write_pictures(pictures, folder: Path) -> None:
    from gluon_course import viz
    from gluon_course.base.files import cannot_write

    if not pictures:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    click.echo()
    for name, picture in pictures.items():
        click.echo(f"picture  {viz.save(picture, folder / f'{name}.png')}")
