"""Ask about pictures: classes, boxes, or a class for every pixel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from gluon_course.base.errors import ConfigError, CourseError
from gluon_course.cli.errors import message
from gluon_course.cli.predict.kind import Answers, Kind
from gluon_course.cli.printing.boxes import boxes_table, free_stem, write_boxes
from gluon_course.cli.printing.segments import segments_table, write_segments
from gluon_course.cli.printing.terminal import bar, table
from gluon_course.cli.sections.number import Number

AT_ONCE = 32
TOP = 5
PARAMS = (
    click.Argument(
        ["images"], metavar="IMAGE...", nargs=-1, type=click.Path(path_type=Path)
    ),
    click.Option(
        ["--top"],
        type=Number(int, 1),
        metavar="K",
        help="The K most probable classes of each picture; of boxes all by default. "
        "[5]",
    ),
    click.Option(
        ["--least-score"],
        type=Number(float, 0, 1),
        metavar="P",
        help="Detectors: leave out boxes that are less probable. [0.3]",
    ),
    click.Option(
        ["--out"],
        type=click.Path(path_type=Path),
        default=Path("predictions"),
        metavar="FOLDER",
        help="Where pictures with boxes or masks and JSON files go. [predictions]",
    ),
    click.Option(
        ["--invert"],
        type=click.Choice(("auto", "yes", "no")),
        default="auto",
        help="Swap dark and light, for grey nets; auto: where the background is light.",
    ),
    click.Option(
        ["--fit"],
        type=click.Choice(("auto", "pad", "crop", "stretch")),
        default="auto",
        help="How a picture of other proportions is made to fit.",
    ),
)


def answer(predictor, values: Mapping) -> Answers:
    """Ask about each picture; those that cannot be read are among the errors.

    Raises
    ------
    ConfigError
        If there is no picture, or an option is not for this net.
    """
    images = values["images"]
    if not images:
        raise ConfigError(
            "No picture is named",
            f"the model is for {predictor.meta['task']}",
            "name one or several: gluon-course predict FOLDER IMAGE...",
        )
    task = predictor.meta["task"]
    ask = _asker(predictor, task, values)
    write = {"detection": write_boxes, "segmentation": write_segments}.get(task)
    answers = []
    for image, found, error in ask_each(ask, images):
        if error is not None:
            answers.append({"image": str(image), "error": message(error)})
        elif write is not None:
            taken = [
                each.get(key) for each in answers for key in ("picture", "classes")
            ]
            stem = free_stem(values["out"], image, [*taken, *map(str, images)])
            answers.append(write(image, found, stem, predictor.notice))
        else:
            answers.append(_as_dict(image, found))
    show = {"detection": boxes_table, "segmentation": segments_table}.get(task, _shown)
    return Answers(
        {"pictures": answers},
        "\n\n".join(show(each) for each in answers if "error" not in each),
        tuple(each["error"] for each in answers if "error" in each),
    )


KIND = Kind(("classification", "detection", "segmentation"), "Pictures", PARAMS, answer)


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


def _asker(predictor, task: str, values: Mapping) -> Callable:
    """From some pictures to their answers, with the options of the command line."""
    least_score, fit, top = values["least_score"], values["fit"], values["top"]
    if task == "segmentation" and fit != "auto":
        raise ConfigError(
            f"--fit {fit} for a net that gives every pixel a class",
            "it computes pictures of any size, and masks have the picture's own",
            "leave it out",
        )
    if least_score is not None and task != "detection":
        raise ConfigError(
            "--least-score for a net that finds no boxes",
            f"its task is {task}",
            "leave it out",
        )
    if task == "segmentation":
        return predictor
    options = {"invert": values["invert"], "fit": fit}
    if least_score is not None:
        options["least_score"] = least_score
    if task == "classification":
        top = top or TOP
    return lambda some: predictor(some, top, **options)


def _as_dict(image: Path, found) -> dict:
    classes = [
        {"class": each.class_name, "probability": round(each.probability, 6)}
        for each in found
    ]
    return {"image": str(image), "classes": classes, "notes": list(found.notes)}


def _shown(found: dict) -> str:
    rows = [
        (each["class"], f"{100 * each['probability']:.1f} %", bar(each["probability"]))
        for each in found["classes"]
    ]
    notes = "".join(f" ({each})" for each in found["notes"])
    rows = table(("class", "probability", ""), rows, right="probability")
    return f"{found['image']}{notes}\n{rows}"
