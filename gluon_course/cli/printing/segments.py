"""What ``predict`` writes and prints of the pixels that a net gives classes."""

from __future__ import annotations

from pathlib import Path

from gluon_course.cli.printing.terminal import bar, table


def write_segments(image: Path, found, stem: Path, notice: str = "") -> dict:
    """Write overlay, palette picture and shares; the answer to print.

    Parameters
    ----------
    image : Path
        The picture that was asked about.
    found : Segments
    stem : Path
        Where to, without a suffix.
    notice : str
        Written into the JSON.

    Raises
    ------
    DataError
        If a file cannot be written.
    """
    picture, classes, file = found.write(stem, image=str(image), notice=notice)
    return {
        "image": str(image),
        "shares": found.as_list(),
        "notes": list(found.notes),
        "picture": str(picture),
        "classes": str(classes),
        "file": str(file),
    }


def segments_table(answer: dict) -> str:
    """The share of each class, the largest first, and where it is drawn."""
    notes = "".join(f" ({each})" for each in answer["notes"])
    rows = [
        (each["class"], f"{100 * each['share']:.1f} %", bar(each["share"]))
        for each in answer["shares"]
    ]
    return (
        f"{answer['image']}{notes}, drawn in {answer['picture']}, classes in "
        f"{answer['classes']}\n{table(('class', 'pixels', ''), rows, right='pixels')}"
    )
