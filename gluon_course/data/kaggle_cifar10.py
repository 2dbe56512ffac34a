"""The Kaggle contest cifar-10: 50,000 labelled pictures, 300,000 to be named."""

from __future__ import annotations

import os
from pathlib import Path

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data.contest import (
    ContestFolders,
    first_of_each,
    read_labels,
    reorganise,
)

LABEL_FILE = "trainLabels.csv"


def reorg_cifar10_data(
    folder: os.PathLike | str,
    out: os.PathLike | str | None = None,
    valid_ratio: float = 0.1,
) -> ContestFolders:
    """Sort the contest's pictures into folders as the section does.

    Parameters
    ----------
    folder : path-like
        Holds ``trainLabels.csv`` and the folders ``train`` and ``test``, or those of
        the text's small set, ``train_tiny`` and ``test_tiny``.
    out : path-like, optional
        The new folder; one in the cache by default.
    valid_ratio : float
        Share that validates, between 0 and 1. Of every class the first pictures
        train, as many as a class has on average without that share.

    Raises
    ------
    DataError
        If a file or folder is missing or does not fit.
    ConfigError
        If the ratio lies outside.

    Section: 9.12 实战Kaggle比赛：图像分类（CIFAR-10）
    """
    folder = Path(folder)
    labels = read_labels(folder / LABEL_FILE, "id", "label")
    train, test = (find_folder(folder, name) for name in ("train", "test"))
    count = sum(path.stem in labels for path in train.iterdir())
    num_classes = len({labels.get(path.stem) for path in train.iterdir()} - {None})
    num_train = int(count * (1 - checked_ratio(valid_ratio))) // max(num_classes, 1)
    return reorganise(out, labels, train, test, first_of_each(max(num_train, 1)))


def find_folder(folder: Path, name: str) -> Path:
    """``folder/name``, or the small one of the text, ``folder/name_tiny``.

    Raises
    ------
    DataError
        If neither is there.
    """
    for each in (folder / name, folder / f"{name}_tiny"):
        if each.is_dir():
            return each
    raise DataError(
        f"{folder} has no folder {name}",
        "the contest's archive was not unpacked there",
        "unpack it, or name the folder that holds train, test and the labels",
    )


def checked_ratio(valid_ratio: float) -> float:
    """A share between 0 and 1, both excluded, or ConfigError."""
    if not 0 < valid_ratio < 1:
        raise ConfigError(
            f"valid_ratio is {valid_ratio}", action="choose a number between 0 and 1"
        )
    return float(valid_ratio)
