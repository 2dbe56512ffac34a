"""Classes, boxes, and a class for every pixel."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence

import numpy as np

from gluon_course.base.palette import class_color
from gluon_course.base.pictures import decode_image
from gluon_course.serve.limits import Limits
from gluon_course.serve.refusal import RefusedError
from gluon_course.serve.tasks.task import Asked, Task

_MOST_SEEN = 64  # pixels of a side: larger inputs look like the picture itself


def read(question: Mapping, picture: bytes | None, limits: Limits) -> Asked:
    """Decode the picture: bytes in memory, never the name of a file.

    Raises
    ------
    RefusedError
        If it is not base64, or larger than a body may be.
    DataError
        If it is no picture, or has too many pixels.
    """
    options = {key: value for key, value in question.items() if key != "picture"}
    if picture is None:
        picture = _from_base64(question["picture"])
    pixels = decode_image(picture, limits.pixels)
    return Asked(pixels, tuple(sorted(options.items())), pixels.nbytes)


def ask(predictor, items: Sequence, options: Mapping) -> list:
    """Ask about pictures at once."""
    return predictor(items, **options)


def tell_classes(answer, meta: Mapping) -> dict:
    """The classes of a picture."""
    rows = [
        {"class": each.class_name, "probability": _probability(each.probability)}
        for each in answer
    ]
    is_shown = answer.pixels is not None and max(answer.pixels.shape) <= _MOST_SEEN
    seen = _as_base64(answer.drawn()) if is_shown else None
    return {"answers": rows, "notes": list(answer.notes), "seen": seen}


def tell_boxes(found, meta: Mapping) -> dict:
    """The objects of a picture, drawn too."""
    rows = found.as_list()
    masks = None if found.parts is None else [each["mask"] for each in rows]
    height, width = found.pixels.shape[:2]
    return {
        "boxes": [{key: row[key] for key in ("class", "score", "box")} for row in rows],
        "size": [width, height],
        "masks": masks,
        "overlay": _as_base64(found.draw().png()),
    }


def tell_segments(found, meta: Mapping) -> dict:
    """The classes of the pixels of a picture, drawn too."""
    names = meta["class_names"]
    rows = [
        {**row, "color": "#{:02x}{:02x}{:02x}".format(*_color(names, row["class"]))}
        for row in found.as_list()
    ]
    return {
        "classes": rows,
        "notes": list(found.notes),
        "overlay": _as_base64(found.drawn()),
        "palette": _as_base64(found.palette()),
    }


def warm(predictor) -> None:
    """Ask about a black picture of the size that the net was trained on."""
    predictor([np.zeros((*predictor.meta["input"]["shape"][1:], 3), np.uint8)])


TASKS = {
    "classification": Task("picture", read, ask, tell_classes, warm, is_slow=True),
    "detection": Task("picture", read, ask, tell_boxes, warm, True, True),
    "segmentation": Task("picture", read, ask, tell_segments, warm, True, True),
}


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError(
            400,
            f"The picture is not base64 ({error})",
            "a path, an address or a data URL was sent, or the text was cut",
            "send the bytes of the file in base64, or the file itself as multipart",
        ) from error


def _as_base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _color(names: Sequence[str], name: str) -> tuple[int, int, int]:
    return class_color(list(names).index(name))


def _probability(value: float) -> float:
    return min(1.0, max(0.0, round(value, 6)))
