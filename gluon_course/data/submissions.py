"""Files that contests take: a class or the probabilities of each picture."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gluon_course.base.errors import DataError
from gluon_course.base.files import write_text

_TOLERANCE = 1e-3


def write_labels(
    path: os.PathLike | str,
    ids: Sequence[str],
    labels: Sequence[str],
    columns: tuple[str, str] = ("id", "label"),
    order: Sequence[str] | None = None,
) -> Path:
    """Write the class of each picture.

    Parameters
    ----------
    path : path-like
        Where to write.
    ids, labels : sequence of str, length N
        Names of the pictures and of their classes.
    columns : (str, str)
        The header.
    order : sequence of str, optional
        The ids in the order that is asked for, such as :func:`read_order` gives; by
        default sorted as text, as in the section.

    Raises
    ------
    DataError
        If the lengths differ, an id comes twice, ``order`` has other ids, or the file
        cannot be written.

    Section: 9.12 实战Kaggle比赛：图像分类（CIFAR-10）
    """
    return _write(path, columns, ids, [[label] for label in labels], order)


def write_probabilities(
    path: os.PathLike | str,
    ids: Sequence[str],
    probabilities: np.ndarray,
    class_names: Sequence[str],
    id_column: str = "id",
    order: Sequence[str] | None = None,
) -> Path:
    """Write the probability of every class for each picture.

    Parameters
    ----------
    probabilities : numpy.ndarray or NDArray, shape (N, C)
        Rows sum to 1.
    class_names : sequence of str, length C
        Columns after the id.
    path, ids, order
        See :func:`write_labels`.

    Raises
    ------
    DataError
        As :func:`write_labels`; also if a row is no distribution.

    Section: 9.13 实战Kaggle比赛：狗的品种识别（ImageNet Dogs）
    """
    if hasattr(probabilities, "asnumpy"):  # NumPy cannot convert an NDArray itself
        probabilities = probabilities.asnumpy()
    table = np.asarray(probabilities, np.float64)
    if table.ndim != 2 or table.shape[1] != len(class_names):
        raise DataError(
            f"Probabilities of shape {table.shape} for {len(class_names)} classes"
        )
    if not (table >= 0).all() or abs(table.sum(axis=1) - 1).max(initial=0) > _TOLERANCE:
        raise DataError(
            "A row is no distribution: a number is below 0 or not finite, or the sum "
            "is not 1",
            "scores before softmax were given, or training diverged",
        )
    rows = [[f"{value:.9g}" for value in row] for row in table]
    return _write(path, (id_column, *class_names), ids, rows, order)


def read_order(path: os.PathLike | str) -> list[str]:
    """The ids of a sample submission, its first column, in its order.

    Raises
    ------
    DataError
        If it cannot be read or has no rows.
    """
    return _read(path)[1]


def read_probabilities(
    path: os.PathLike | str,
) -> tuple[list[str], list[str], np.ndarray]:
    """A file of :func:`write_probabilities`: ids, class names, probabilities (N, C).

    Raises
    ------
    DataError
        If it cannot be read or holds what is no number.
    """
    header, ids, rows = _read(path)
    try:
        table = np.array(rows, np.float64).reshape(len(ids), len(header) - 1)
    except ValueError as error:
        raise DataError(f"{path} holds something that is no number: {error}") from error
    return ids, header[1:], table


def average_submissions(
    paths: Sequence[os.PathLike | str], out: os.PathLike | str
) -> Path:
    """The mean of several runs' probabilities as one submission.

    Parameters
    ----------
    paths : sequence of path-like
        Files of :func:`write_probabilities`, with the same pictures and classes in any
        order of rows.
    out : path-like
        Where to write, in the order of the first.

    Raises
    ------
    DataError
        If there is no file, or they differ in pictures or classes.
    """
    if not paths:
        raise DataError("There are no submissions to average")
    ids, names, total = read_probabilities(paths[0])
    for path in paths[1:]:
        others, other_names, table = read_probabilities(path)
        if other_names != names or sorted(others) != sorted(ids):
            raise DataError(
                f"{path} and {paths[0]} differ in pictures or classes",
                "they are submissions to different contests",
            )
        row_of = {each: row for row, each in enumerate(others)}
        total = total + table[[row_of[each] for each in ids]]
    return write_probabilities(out, ids, total / len(paths), names, order=ids)


def _write(path, header, ids, rows, order) -> Path:
    ids = [str(each) for each in ids]
    if len(ids) != len(rows) or len(set(ids)) != len(ids):
        raise DataError(
            f"{len(rows)} answers for {len(ids)} pictures, {len(set(ids))} of them "
            "different",
            "each picture has one answer and one id: a batch was left out, or an id "
            "stands twice",
            "predict all pictures, the last batch too, with the ids of the loader",
        )
    order = sorted(ids) if order is None else [str(each) for each in order]
    if sorted(order) != sorted(ids):
        missing = sorted(set(order) - set(ids)) or sorted(set(ids) - set(order))
        raise DataError(
            f"The order has other pictures than were predicted: {missing[:3]}",
            "the sample submission is of another set, or a picture was left out",
        )
    row_of = dict(zip(ids, rows))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([each, *row_of[each]] for each in order)
    return write_text(path, text.getvalue())


def _read(path) -> tuple[list[str], list[str], list[list[str]]]:
    try:
        with open(path, newline="", encoding="utf-8-sig") as stream:
            header, *rows = csv.reader(stream)
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}") from error
    except (ValueError, csv.Error) as error:
        raise DataError(f"{path} is not a table", "it is empty or damaged") from error
    if not rows or any(len(row) != len(header) for row in rows):
        raise DataError(f"{path} has no rows, or rows of unequal length")
    return header, [row[0] for row in rows], [row[1:] for row in rows]
