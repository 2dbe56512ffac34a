"""The Kaggle contest dog-breed-identification: 10,222 dogs of 120 breeds."""

from __future__ import annotations

import os
from pathlib import Path

from gluon_course.data.contest import (
    ContestFolders,
    read_labels,
    reorganise,
    share_of_smallest,
)
from gluon_course.data.kaggle_cifar10 import checked_ratio, find_folder

LABEL_FILE = "labels.csv"


def reorg_dog_data(
    folder: os.PathLike | str,
    out: os.PathLike | str | None = None,
    valid_ratio: float = 0.1,
) -> ContestFolders:
    """Sort the contest's pictures into folders as the section does.

    Parameters
    ----------
    folder : path-like
        Holds ``labels.csv`` (columns id and breed) and the folders ``train`` and
        ``test``. The text's small set comes sorted already (``train``, ``valid``,
        ``train_valid`` and ``test`` with a folder for each class) and is taken as it
        is.
    out : path-like, optional
        The new folder; one in the cache by default.
    valid_ratio : float
        Between 0 and 1. Every class gives as many pictures to validation: this share
        of the smallest class, at least one.

    Raises
    ------
    DataError
        If a file or folder is missing or does not fit.
    ConfigError
        If the ratio lies outside.

    Section: 9.13 实战Kaggle比赛：狗的品种识别（ImageNet Dogs）
    """
    folder, ratio = Path(folder), checked_ratio(valid_ratio)
    parts = ("train", "valid", "train_valid", "test")
    if not (folder / LABEL_FILE).exists() and all(
        (folder / part).is_dir() for part in parts
    ):
        return ContestFolders(folder)
    labels = read_labels(folder / LABEL_FILE, "id", "breed")
    train, test = (find_folder(folder, name) for name in ("train", "test"))
    return reorganise(out, labels, train, test, share_of_smallest(ratio))
