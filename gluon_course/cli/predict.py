"""``gluon-course predict FOLDER IMAGE...``"""

from __future__ import annotations

import json
from pathlib import Path

import click

from gluon_course.base.errors import CourseError
from gluon_course.cli.errors import MISTAKE, message
from gluon_course.cli.terminal import bar, table


@click.command(
    short_help="Say what is on pictures.",
    context_settings={"max_content_width": 80},
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument(
    "images",
    metavar="IMAGE...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
@click.option(
    "--top",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    metavar="K",
    help="The K most probable classes of each picture.",
)
@click.option(
    "--device", default="auto", show_default=True, help="auto, cpu, gpu or gpu:1."
)
@click.option("--json", "is_json", is_flag=True, help="Print JSON.")
def predict(
    folder: Path, images: tuple[Path, ...], top: int, device: str, is_json: bool
) -> int:
    """Say what is on pictures, with the net in FOLDER: a run or an export.

    A picture may have any size and colours; it is made to fit the net. One that
    cannot be read is named on stderr; the others are still answered, and the exit
    status is 2.

    \b
    Examples:
      gluon-course predict runs/lenet boot.png
      gluon-course predict runs/lenet *.jpg --top 3
      gluon-course predict runs/lenet boot.png --json
    """
    from gluon_course.base.devices import parse_devices
    from gluon_course.predict import load_predictor

    predictor = load_predictor(folder, ctx=parse_devices(device)[0])
    answers, problems = [], 0
    for image in images:
        try:
            ranked = predictor([image])[0]
        except CourseError as error:
            problems += 1
            click.echo(message(error), err=True)
            answers.append({"image": str(image), "error": str(error)})
            continue
        classes = [
            {"class": each.class_name, "probability": round(each.probability, 6)}
            for each in ranked[:top]
        ]
        answers.append({"image": str(image), "classes": classes})
    if is_json:
        click.echo(json.dumps(answers, indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join(_shown(each) for each in answers if "classes" in each))
    return MISTAKE if problems else 0


def _shown(answer: dict) -> str:
    rows = [
        (each["class"], f"{100 * each['probability']:.1f} %", bar(each["probability"]))
        for each in answer["classes"]
    ]
    rows = table(("class", "probability", ""), rows, right="probability")
    return f"{answer['image']}\n{rows}"
