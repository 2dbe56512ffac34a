"""``gluon-course list models|chapters``."""

from __future__ import annotations

import json

import click

from gluon_course.cli.group import SafeCommand
from gluon_course.cli.printing.terminal import table


class _ListGroup(SafeCommand, click.Group):
    """The group of the lists."""


as_json = click.option("--json", "is_json", is_flag=True, help="Print JSON.")


@click.group(
    "list",
    cls=_ListGroup,
    short_help="The models, or the sections with a script.",
    context_settings={"max_content_width": 80},
)
def list_command() -> None:
    """List the models, or the sections of the text that have a script.

    \b
    Examples:
      gluon-course list chapters
      gluon-course list models
      gluon-course list models --json
    """


@list_command.command("models", short_help="The models for `train`, with their facts.")
@as_json
def list_models(is_json: bool) -> None:
    """The models for `train`, with section, input, parameters, published accuracy.

    Input is channels x height x width in the model's section; acc is the test
    accuracy that the text prints (several builds: lowest-highest).
    """
    from gluon_course import models

    facts = [models.model_facts(name) for name in models.list_models()]
    if is_json:
        rows = [_model_as_dict(each) for each in facts]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    rows = [
        (
            each.name,
            "x".join(map(str, each.input_shape)),
            f"{each.num_parameters:,}",
            _accuracies(each),
            _slug(each.section),
        )
        for each in facts
    ]
    headers = ("model", "input", "parameters", "acc", "section")
    click.echo(table(headers, rows, right="parameters"))
    click.echo("\nTrain one:  gluon-course train MODEL --data fashion-mnist")
    click.echo("Its speed:  gluon-course bench inference MODEL")
    click.echo("Formats that each can be exported in: docs/formats.md")


@list_command.command("chapters", short_help="The sections that `run` takes.")
@as_json
def list_chapters(is_json: bool) -> None:
    """The sections that `run` takes: number, slug and title."""
    from gluon_course.base.chapters import list_sections

    sections = list_sections()
    if is_json:
        rows = [
            {
                "number": each.number,
                "slug": each.slug,
                "title": each.title,
                "path": each.path,
                "edition": each.edition,
                "name": each.name,
                "expected": each.expected,
            }
            for each in sections
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    rows = [
        (
            ("" if each.edition == "v1" else "v2:") + (each.number or "lecture"),
            each.slug,
            each.title,
        )
        for each in sections
    ]
    click.echo(table(("section", "slug", "title"), rows))
    click.echo("\nRun one by number or slug:  gluon-course run 5.5")


def _model_as_dict(facts) -> dict:
    return {
        "name": facts.name,
        "section": facts.section,
        "paper": facts.paper,
        "summary": facts.summary,
        "task": facts.task,
        "input_shape": list(facts.input_shape),
        "num_parameters": facts.num_parameters,
        "options": {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in facts.options.items()
        },
        "published": [
            {
                "accuracy": each.accuracy,
                "num_epochs": each.num_epochs,
                "options": each.options,
                "section": each.section or facts.section,
                "note": each.note,
            }
            for each in facts.published
        ],
    }


def _accuracies(facts) -> str | None:
    values = [value for each in facts.published for value in each.accuracy.values()]
    if not values:
        return None
    low, high = f"{min(values):.3f}", f"{max(values):.3f}"
    return low if low == high else f"{low}-{high}"


def _slug(path: str) -> str:
    return ("v2:" if path.startswith("v2:") else "") + path.rpartition("/")[2]
