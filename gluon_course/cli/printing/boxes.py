"""What ``predict`` writes and prints of the boxes that a detector finds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gluon_course.cli.printing.terminal import table


def write_boxes(image: Path, found, stem: Path, notice: str = "") -> dict:
    """Write ``STEM.png`` and ``STEM.json``; the answer to print.

    Parameters
    ----------
    image : Path
        The picture that was asked about.
    found : FoundBoxes
    stem : Path
    notice : str
        Written into the JSON.

    Raises
    ------
    DataError
        If a file cannot be written.
    """
    facts = {"image": str(image), "notice": notice}
    picture, file = found.write(stem, **facts)
    return {
        "image": str(image),
        "boxes": found.as_list(),
        "picture": str(picture),
        "file": str(file),
    }


def free_stem(folder: Path, image: Path, taken: Sequence[str | None]) -> Path:
    """``folder/NAME`` of a picture, or NAME-2, ... where that would replace a file.

    Parameters
    ----------
    folder : Path
    image : Path
    taken : sequence of str or None
        Files that must stay: what this call has written, and the pictures themselves.
    """
    kept = {Path(each).resolve() for each in taken if each}
    number, stem = 1, folder / image.stem
    while Path(f"{stem}.png").resolve() in kept:
        number += 1
        stem = folder / f"{image.stem}-{number}"
    return stem


def boxes_table(answer: dict) -> str:
    """The boxes of one picture in pixels, best first, and where they are drawn."""
    has_masks = any("area" in each for each in answer["boxes"])
    rows = [
        (
            each["class"],
            f"{each['score']:.2f}",
            *(f"{x:.0f}" for x in each["box"]),
            *([f"{each['area']:,}"] if has_masks else []),
        )
        for each in answer["boxes"]
    ]
    count = len(rows)
    said = f"{count} object{'' if count == 1 else 's'}" if count else "no object"
    head = f"{answer['image']}: {said}, drawn in {answer['picture']}"
    if not rows:
        return head
    names = ("class", "score", "x1", "y1", "x2", "y2")
    names += ("pixels",) if has_masks else ()
    return f"{head}\n{table(names, rows, right=' '.join(names[1:]))}"
