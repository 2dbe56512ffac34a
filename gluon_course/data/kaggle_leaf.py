"""The Kaggle contest classify-leaves: 18,353 labelled leaves of 176 species."""

from __future__ import annotations

import csv
import dataclasses
import os
from pathlib import Path

from gluon_course.base.errors import DataError
from gluon_course.data.folder import PictureList


@dataclasses.dataclass(frozen=True)
class Leaves:
    """The contest as lists of pictures; nothing is copied.

    Attributes
    ----------
    train, test : PictureList
        Pictures with their species, and those to be named (labels all 0).
    test_ids : tuple of str
        The test pictures as the contest writes them, such as ``images/18353.jpg``.
    class_names : tuple of str
        The species, sorted.
    """

    train: PictureList
    test: PictureList
    test_ids: tuple[str, ...]
    class_names: tuple[str, ...]


def read_leaves(folder: os.PathLike | str) -> Leaves:
    """Read ``train.csv`` (columns image, label) and ``test.csv`` (image).

    Parameters
    ----------
    folder : path-like
        The unpacked contest: both tables and the folder ``images``.

    Raises
    ------
    DataError
        If a table is missing, empty or lacks a column, or names a picture twice, one
        that is not there, or one outside the folder.

    Topic of the video course of zh-v2 (no section); submissions are written by
    :func:`~gluon_course.data.write_labels` with the columns image and label.
    """
    folder = Path(folder)
    train = _rows(folder / "train.csv", ("image", "label"))
    test = _rows(folder / "test.csv", ("image",))
    names = tuple(sorted({label for _, label in train}))
    number = {name: label for label, name in enumerate(names)}
    return Leaves(
        PictureList(
            [_inside(folder, image) for image, _ in train],
            [number[label] for _, label in train],
            names,
        ),
        PictureList(
            [_inside(folder, each) for (each,) in test], [0] * len(test), names
        ),
        tuple(each for (each,) in test),
        names,
    )


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    try:
        with open(path, newline="", encoding="utf-8-sig") as stream:
            rows = [tuple(row[c] for c in columns) for row in csv.DictReader(stream)]
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}") from error
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(
            f"{path} is not a table with the columns {' and '.join(columns)}",
            "it is damaged or another file",
        ) from error
    images = [row[0] for row in rows]
    if not rows or not all(all(row) for row in rows) or len(set(images)) < len(images):
        raise DataError(
            f"{path} is empty, lacks an entry or names a picture twice",
            "it is cut off or was put together by hand",
        )
    return rows


def _inside(folder: Path, image: str) -> Path:
    path = folder / image
    is_inside = folder.resolve() in path.resolve().parents
    if not is_inside or not path.is_file():
        raise DataError(
            f"There is no picture {image!r} in {folder}",
            "the archive was not unpacked whole, or the table is of another set",
        )
    return path
