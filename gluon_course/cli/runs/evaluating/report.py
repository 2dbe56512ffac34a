"""What is asked of an evaluation, and what it answers."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

from gluon_course.base.errors import CheckpointError
from gluon_course.base.files import read_json


@dataclasses.dataclass(frozen=True)
class Asked:
    """The options of ``eval``.

    Attributes
    ----------
    folder : Path
        Where pictures go.
    checkpoint : str
        ``'last'`` or ``'best'``.
    device : str
        As ``--device``; the first of several is used.
    batch_size : int, optional
        Samples computed at once; what suits the task by default.
    has_tools : bool
        Whether pycocotools computes COCO's average precision too.
    """

    folder: Path
    checkpoint: str = "last"
    device: str = "auto"
    batch_size: int | None = None
    has_tools: bool = False


@dataclasses.dataclass(frozen=True)
class Report:
    """What was measured.

    Attributes
    ----------
    title : str
        On what: the data set, and which part of it.
    checkpoint : str
        Name of the checkpoint's folder.
    figures : dict
        JSON values; they become ``eval.json``.
    text : str
        What is printed: tables and sentences.
    files : tuple of str
        Names of the pictures that were written.
    notice : str
        Sentence that goes with every result on a sample; may be empty.
    """

    title: str
    checkpoint: str
    figures: dict
    text: str
    files: tuple[str, ...] = ()
    notice: str = ""


def known(value: float) -> float | None:
    """A figure as JSON has it: ``None`` for nan, as of a class without objects."""
    return None if math.isnan(value) else value


def recorded_row(checkpoint: Path) -> dict:
    """The history's row of the epoch of a checkpoint; empty if there is none.

    Raises
    ------
    CheckpointError
        If the checkpoint's state cannot be read.
    """
    state = read_json(checkpoint / "state.json", CheckpointError)
    rows = {row["epoch"]: row for row in state.get("history", [])}
    return rows.get(state.get("epoch"), {})
