"""CIFAR-10: the binary files of the full set, and the PNG files of its stand-in."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from gluon_course.base.errors import DataError

CIFAR10_CLASSES = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)
_SIDE = 32
_RECORD = 1 + 3 * _SIDE * _SIDE


def read_cifar10(folder: Path) -> tuple[np.ndarray, ...]:
    """Read ``data_batch_1.bin`` to ``data_batch_5.bin`` and ``test_batch.bin``.

    Returns
    -------
    X, y, X_test, y_test : numpy.ndarray
        Pictures uint8 (50000, 32, 32, 3) and (10000, 32, 32, 3), labels int32, 0..9.

    Raises
    ------
    DataError
        If a file is missing or is not made of whole records.
    """
    parts = [read_batch(folder / f"data_batch_{number}.bin") for number in range(1, 6)]
    X = np.concatenate([each for each, _ in parts])
    y = np.concatenate([each for _, each in parts])
    return (X, y, *read_batch(folder / "test_batch.bin"))


def read_batch(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """One binary file: records of a label and 3x32x32 pixels, red plane first."""
    try:
        content = np.fromfile(path, np.uint8)
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}") from error
    is_whole = len(content) and len(content) % _RECORD == 0
    if not is_whole or content[::_RECORD].max() >= len(CIFAR10_CLASSES):
        raise DataError(
            f"{path} ({len(content):,} bytes) is not a file of CIFAR-10",
            f"records have {_RECORD} bytes and a label below 10; it was cut off",
            "delete it and run: gluon-course data fetch cifar10",
        )
    records = content.reshape(-1, _RECORD)
    # (N, 3, 32, 32) -> (N, 32, 32, 3)
    X = records[:, 1:].reshape(-1, 3, _SIDE, _SIDE).transpose(0, 2, 3, 1)
    return np.ascontiguousarray(X), records[:, 0].astype(np.int32)


def read_cifar10_folders(folder: Path) -> tuple[np.ndarray, ...]:
    """Read ``train/<id>.png`` and ``test/<id>.png`` with their label files.

    Returns
    -------
    X, y, X_test, y_test : numpy.ndarray
        As :func:`read_cifar10`, in the order of the label files.

    Raises
    ------
    DataError
        If a label file is missing or damaged, a picture is missing, damaged or not
        32x32, or a label is no class.
    """
    return (
        *_read_folder(folder / "train", folder / "trainLabels.csv"),
        *_read_folder(folder / "test", folder / "testLabels.csv"),
    )


def _read_folder(pictures: Path, labels: Path) -> tuple[np.ndarray, np.ndarray]:
    import cv2  # comes with mxnet's pictures; 0.1 s to import

    try:
        with open(labels, newline="", encoding="utf-8") as stream:
            rows = [(row["id"], row["label"]) for row in csv.DictReader(stream)]
        if not rows:
            raise ValueError("no rows")
    except OSError as error:
        raise DataError(f"Cannot read {labels}: {error.strerror}") from error
    except (KeyError, ValueError, csv.Error) as error:
        raise DataError(
            f"{labels} is not a table with the columns id and label",
            "it is damaged or another file",
            "delete it and run: gluon-course data fetch cifar10-subset",
        ) from error
    X = np.empty((len(rows), _SIDE, _SIDE, 3), np.uint8)
    y = np.empty(len(rows), np.int32)
    for index, (name, label) in enumerate(rows):
        path = pictures / f"{name}.png"
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if picture is None or picture.shape != X.shape[1:]:
            raise DataError(f"{path} is missing or is not a picture of 32x32 pixels")
        if label not in CIFAR10_CLASSES:
            raise DataError(f"{labels} has the label {label!r}, no class")
        X[index] = picture[..., ::-1]  # OpenCV reads blue first
        y[index] = CIFAR10_CLASSES.index(label)
    return X, y
