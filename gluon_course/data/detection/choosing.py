"""A set with boxes, or with boxes and masks, by its name: for scripts and ``eval``."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.data.detection.instances import composed_instances
from gluon_course.data.detection.sets import (
    SAMPLE_SIDE,
    composed_detection,
    voc_detection,
)
from gluon_course.data.detection.voc_instances import voc_instances
from gluon_course.data.locating import locate

VOC_SETS = ("voc2012", "voc2012-subset")
"""Names of the catalogue that have VOC's layout."""


def load_boxes(
    dataset: str,
    batch_size: int,
    num_train: int = 2000,
    num_test: int = 400,
    side: int = SAMPLE_SIDE,
    run: RunOptions | None = None,
    with_difficult: bool = False,
):
    """Training and test part of a set with boxes.

    Parameters
    ----------
    dataset : {"composed", "voc2012", "voc2012-subset"}
        Pictures of VOC are read and transformed as they come.
    batch_size : int
    num_train, num_test : int
        Pictures of the composed sample.
    side : int
        Height and width of the pictures in pixels.
    run : RunOptions, optional
        ``sample`` takes the composed sample, ``limit`` the first training pictures.
    with_difficult : bool
        See :func:`~gluon_course.data.detection.voc_detection`.

    Raises
    ------
    ConfigError
        If there is no such set.
    DataError
        If its files are missing or damaged.

    Section: 9.6 目标检测数据集（皮卡丘） (chapter_computer-vision/
    object-detection-dataset)
    """
    run = run or RunOptions()
    if dataset == "composed" or run.sample:
        return composed_detection(batch_size, num_train, num_test, side, run)
    root = _folder(dataset).parent
    loaders = voc_detection(
        batch_size, side, root, run=run, with_difficult=with_difficult
    )
    return _named(loaders, dataset)


def load_instances(
    dataset: str,
    batch_size: int,
    num_train: int = 2000,
    num_test: int = 400,
    side: int = SAMPLE_SIDE,
    run: RunOptions | None = None,
):
    """Training and test part of a set with a mask for every object.

    Parameters and errors are those of :func:`load_boxes`; pictures of VOC are kept in
    memory. The subset of VOC has no masks of objects.
    """
    run = run or RunOptions()
    if dataset == "composed" or run.sample:
        return composed_instances(batch_size, num_train, num_test, side, run)
    return _named(voc_instances(batch_size, side, _folder(dataset), run=run), dataset)


def _folder(dataset: str) -> Path:
    """The folder ``VOC2012`` of a set of the catalogue."""
    if dataset not in VOC_SETS:
        raise ConfigError(
            f"There is no set {dataset!r} for these nets",
            action=f"choose from composed, {', '.join(VOC_SETS)}",
        )
    try:
        return locate(dataset)
    except DataError as error:
        action = f"{error.action}\nor go on with composed pictures: --sample"
        raise DataError(error.what, error.cause, action) from error


def _named(loaders, dataset: str):
    for loader in loaders:
        loader.info = dataclasses.replace(loader.info, name=dataset)
    return loaders
