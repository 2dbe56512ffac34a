"""``gluon-course predict FOLDER IMAGE...``"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from gluon_course.base.errors import ConfigError, CourseError
from gluon_course.cli.errors import MISTAKE, message
from gluon_course.cli.printing.boxes import boxes_table, free_stem, write_boxes
from gluon_course.cli.printing.segments import segments_table, write_segments
from gluon_course.cli.printing.terminal import bar, paragraph, table
from gluon_course.cli.sections.number import Number

AT_ONCE = 32
TOP = 5


@click.command(
    short_help="Say what is on pictures.",
    context_settings={"max_content_width": 80},
)
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.argument(
    "images",
    metavar="IMAGE...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
@click.option(
    "--top",
    type=Number(int, 1),
    metavar="K",
    help="The K most probable classes of each picture; of boxes all by default. [5]",
)
@click.option(
    "--least-score",
    type=Number(float, 0, 1),
    metavar="P",
    help="Detectors: leave out boxes that are less probable. [0.3]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("predictions"),
    metavar="FOLDER",
    help="Where pictures with boxes or masks and JSON files go. [predictions]",
)
@click.option(
    "--invert",
    type=click.Choice(("auto", "yes", "no")),
    default="auto",
    help="Swap dark and light, for grey nets; auto: where the background is light.",
)
@click.option(
    "--fit",
    type=click.Choice(("auto", "pad", "crop", "stretch")),
    default="auto",
    help="How a picture of other proportions is made to fit.",
)
@click.option("--device", default="auto", help="auto, cpu, gpu or gpu:1. [auto]")
@click.option("--json", "is_json", is_flag=True, help="Print JSON.")
def predict(
    folder: Path,
    images: tuple[Path, ...],
    top: int | None,
    least_score: float | None,
    out: Path,
    invert: str,
    fit: str,
    device: str,
    is_json: bool,
) -> int:
    """Say what is on pictures, with the net in FOLDER: a run or an export.

    A picture may have any size and colours; it is made to fit the net. One that
    cannot be read is named on stderr; the others are still answered, and the exit
    status is 2. A detector also writes each picture with its boxes, as PNG, and the
    boxes in pixels, as JSON; a net for segmentation the picture with its masks, and a
    PNG of classes with VOC's palette, both of the picture's own size.

    \b
    Examples:
      gluon-course predict runs/lenet boot.png
      gluon-course predict runs/lenet *.jpg --top 3
      gluon-course predict runs/lenet boot.png --json
      gluon-course predict runs/ssd street.jpg --least-score 0.5 --out found
    """
    from gluon_course.base.devices import parse_devices
    from gluon_course.predict import Detector, Segmenter, load_predictor

    predictor = load_predictor(folder, ctx=parse_devices(device)[0])
    is_detector = isinstance(predictor, Detector)
    is_segmenter = isinstance(predictor, Segmenter)
    options = {} if is_segmenter else {"invert": invert, "fit": fit}
    if is_segmenter and fit != "auto":
        raise ConfigError(
            f"--fit {fit} for a net that gives every pixel a class",
            "it computes pictures of any size, and masks have the picture's own",
            "leave it out",
        )
    if least_score is not None:
        if not is_detector:
            raise ConfigError(
                "--least-score for a net that finds no boxes",
                f"its task is {predictor.meta['task']}",
                "leave it out",
            )
        options["least_score"] = least_score

    def ask(some: Sequence[Path]):
        if is_segmenter:
            return predictor(some)
        return predictor(some, top if is_detector else top or TOP, **options)

    write = write_boxes if is_detector else write_segments

    answers = []
    for image, answer, error in ask_each(ask, images):
        if error is not None:
            answers.append({"image": str(image), "error": message(error)})
        elif is_detector or is_segmenter:
            taken = [
                each.get(key) for each in answers for key in ("picture", "classes")
            ]
            stem = free_stem(out, image, [*taken, *map(str, images)])
            answers.append(write(image, answer, stem, predictor.notice))
        else:
            answers.append(_as_dict(image, answer))
    if is_json:
        content = {"notice": predictor.notice, "pictures": answers}
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
    else:
        show = {Detector: boxes_table, Segmenter: segments_table}.get(
            type(predictor), _shown
        )
        shown = [show(each) for each in answers if "error" not in each]
        click.echo("\n\n".join(shown), nl=bool(shown))
        if predictor.notice and shown:
            click.echo("\n" + paragraph(f"({predictor.notice})"))
    for each in answers:
        if "error" in each:
            click.echo(each["error"], err=True)
    return MISTAKE if any("error" in each for each in answers) else 0


def ask_each(
    ask: Callable, images: Sequence[Path]
) -> Iterator[tuple[Path, object, CourseError | None]]:
    """Each picture with its answer, or with the error that it causes.

    Pictures are computed many at once; those of a batch in which one cannot be read
    are asked for one by one.
    """
    for start in range(0, len(images), AT_ONCE):
        some = images[start : start + AT_ONCE]
        try:
            answers = ask(some)
        except CourseError as error:
            if len(some) == 1:
                yield some[0], None, error
                continue
            for image in some:
                yield from ask_each(ask, [image])
        else:
            yield from ((image, each, None) for image, each in zip(some, answers))


def _as_dict(image: Path, answer) -> dict:
    classes = [
        {"class": each.class_name, "probability": round(each.probability, 6)}
        for each in answer
    ]
    return {"image": str(image), "classes": classes, "notes": list(answer.notes)}


def _shown(answer: dict) -> str:
    rows = [
        (each["class"], f"{100 * each['probability']:.1f} %", bar(each["probability"]))
        for each in answer["classes"]
    ]
    notes = "".join(f" ({each})" for each in answer["notes"])
    rows = table(("class", "probability", ""), rows, right="probability")
    return f"{answer['image']}{notes}\n{rows}"
