"""The detection sets of the course, as pairs of loaders."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path

from gluon_course.base.errors import DataError, reason_of
from gluon_course.base.run import RunOptions
from gluon_course.data.detection.arrays import DetectionArrays, in_memory
from gluon_course.data.detection.composed import composed_voc
from gluon_course.data.detection.composing import (
    COMPOSED_CLASSES,
    MOST_OBJECTS,
    NOTICE,
)
from gluon_course.data.detection.loader import DetectionLoader
from gluon_course.data.detection.pictures import BoxPictures, ListedPictures
from gluon_course.data.detection.records import record_boxes
from gluon_course.data.detection.transforms import ssd_transform
from gluon_course.data.detection.voc import VOC_BOX_CLASSES, voc_boxes
from gluon_course.data.info import DataInfo
from gluon_course.data.locating import locate
from gluon_course.data.normalisation import IMAGENET

SAMPLE_SIDE = 128
"""Side of the composed pictures in pixels."""


def composed_detection(
    batch_size: int,
    num_train: int = 2000,
    num_test: int = 400,
    side: int = SAMPLE_SIDE,
    run: RunOptions | None = None,
    test_seed: int = 0,
) -> tuple[DetectionArrays, DetectionArrays]:
    """Digits on photographs: training and held-out part of the composed sample.

    Nothing is mirrored: digits would become other shapes.

    Parameters
    ----------
    batch_size : int
    num_train, num_test, side, test_seed : int
        See :func:`~gluon_course.data.detection.composed_voc`.
    run : RunOptions, optional
        ``limit`` takes the first training pictures, ``seed`` their order.

    Raises
    ------
    ConfigError, DataError
        As :func:`~gluon_course.data.detection.composed_voc`.
    """
    run = run or RunOptions()
    root = composed_voc(num_train, num_test, side, test_seed=test_seed)
    title = "composed pictures of digits"
    info = _info("composed", title, side, COMPOSED_CLASSES, True, NOTICE)
    parts = []
    for split, limit in (("train", run.limit), ("val", None)):
        pictures = voc_boxes(root, ((2012, split),), COMPOSED_CLASSES)
        parts.append(in_memory(pictures, MOST_OBJECTS, limit))
    return _pair(parts, batch_size, info, run, flip=False)


def pikachu_detection(
    batch_size: int, folder: os.PathLike | str | None = None, run=None
) -> tuple[DetectionArrays, DetectionArrays]:
    """The text's pictures with a Pikachu each, 256x256 pixels.

    Half of the training pictures are mirrored in each pass. The text crops them at
    random: see :func:`~gluon_course.data.load_pikachu`.

    Parameters
    ----------
    batch_size : int
    folder : path, optional
        Holds ``train.rec`` and ``val.rec``; fetched by default.
    run : RunOptions, optional
        ``sample`` takes the composed sample instead.

    Raises
    ------
    DataError
        If a file is missing or damaged.

    Section: 9.6 目标检测数据集（皮卡丘） (chapter_computer-vision/
    object-detection-dataset)
    """
    run = run or RunOptions()
    if run.sample:
        return composed_detection(batch_size, run=run)
    folder = locate("pikachu") if folder is None else Path(folder)
    parts = [
        in_memory(record_boxes(folder / name, ("pikachu",)), 1, limit)
        for name, limit in (("train.rec", run.limit), ("val.rec", None))
    ]
    info = _info("pikachu", "Pikachu", parts[0][0].shape[1], ("pikachu",))
    return _pair(parts, batch_size, info, run, flip=True)


def banana_detection(
    batch_size: int, folder: os.PathLike | str | None = None, run=None
) -> tuple[DetectionArrays, DetectionArrays]:
    """The 1,000 + 100 pictures with a banana each of zh-v2, 256x256 pixels.

    Parameters
    ----------
    batch_size : int
    folder : path, optional
        Holds ``bananas_train`` and ``bananas_val``; fetched by default.
    run : RunOptions, optional
        ``sample`` takes the composed sample instead.

    Raises
    ------
    DataError
        If a file is missing or damaged.

    Section: v2:13.6 目标检测数据集
    """
    run = run or RunOptions()
    if run.sample:
        return composed_detection(batch_size, run=run)
    folder = locate("banana-detection") if folder is None else Path(folder)
    parts = [
        in_memory(banana_boxes(folder / name), 1, limit)
        for name, limit in (("bananas_train", run.limit), ("bananas_val", None))
    ]
    info = _info("banana-detection", "bananas", parts[0][0].shape[1], ("banana",))
    return _pair(parts, batch_size, info, run, flip=True)


def banana_boxes(folder: os.PathLike | str) -> BoxPictures:
    """Pictures and boxes of one part: ``label.csv`` and ``images``.

    Raises
    ------
    DataError
        If the table is missing or a row of another form.
    """
    file = Path(folder, "label.csv")
    rows: dict[str, list] = {}
    try:
        with file.open(newline="", encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                keys = ("label", "xmin", "ymin", "xmax", "ymax")
                values = [float(row[key]) for key in keys]
                rows.setdefault(row["img_name"], []).append(values)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{file} cannot be read as a table of boxes: {reason_of(error)}",
            "its columns are img_name, label, xmin, ymin, xmax, ymax",
            "delete the folder and run: gluon-course data fetch banana-detection",
        ) from error
    paths = [file.parent / "images" / name for name in rows]
    pictures = ListedPictures(paths, list(rows.values()))
    return BoxPictures(pictures, ("banana",), lambda index: paths[index])


def voc_detection(
    batch_size: int,
    side: int = 300,
    root: os.PathLike | str | None = None,
    train_splits: Sequence = ((2012, "train"),),
    test_splits: Sequence = ((2012, "val"),),
    class_names: Sequence[str] = VOC_BOX_CLASSES,
    num_threads: int = 0,
    run: RunOptions | None = None,
    with_difficult: bool = False,
) -> tuple[DetectionLoader, DetectionLoader]:
    """Pascal VOC, transformed for SSD as the pictures come.

    Parameters
    ----------
    batch_size : int
    side : int
        Of the pictures after the transform, in pixels.
    root : path, optional
        ``VOCdevkit``; VOC 2012 of the catalogue by default.
    train_splits, test_splits : sequence of (int, str)
        Such as ``((2007, "trainval"), (2012, "trainval"))``.
    class_names : sequence of str
    num_threads : int
        See :class:`~gluon_course.data.detection.DetectionLoader`.
    run : RunOptions, optional
        ``sample`` takes the composed sample instead, in VOC's layout; ``limit`` the
        first training pictures; ``seed``.
    with_difficult : bool
        Whether labels of test pictures have a sixth column, which marks objects that
        do not count: for evaluation, not for the loss.

    Raises
    ------
    DataError
        If a list, picture or annotation is missing or damaged: all annotations are
        read at once.

    Section: 9.9 语义分割和数据集 (the set); Liu et al. (2015) (the transforms)
    """
    run = run or RunOptions()
    name, title, notice = "voc2012", "Pascal VOC", ""
    if run.sample:
        root, class_names = composed_voc(), COMPOSED_CLASSES
        train_splits, test_splits = ((2012, "train"),), ((2012, "val"),)
        name, title, notice = "composed", "composed pictures of digits", NOTICE
    root = locate("voc2012").parent if root is None else root
    info = _info(name, title, side, class_names, bool(notice), notice)
    parts = [
        voc_boxes(root, train_splits, class_names),
        voc_boxes(root, test_splits, class_names, with_difficult),
    ]
    counts = [len(part.dataset.boxes(i)) for part in parts for i in range(len(part))]
    loaders = [
        DetectionLoader(
            part,
            batch_size=batch_size,
            transform=ssd_transform(side, is_train),
            max_objects=max(counts + [1]),
            shuffle=is_train,
            num_threads=num_threads,
            seed=run.seed,
            info=info,
            limit=run.limit if is_train else None,
        )
        for part, is_train in zip(parts, (True, False))
    ]
    return loaders[0], loaders[1]


def _info(name, title, side, class_names, is_sample=False, notice="") -> DataInfo:
    return DataInfo(
        name,
        title,
        (3, side, side),
        tuple(class_names),
        IMAGENET.mean,
        IMAGENET.std,
        is_sample,
        notice,
    )


def _pair(parts, batch_size, info, run, flip: bool):
    options = {"batch_size": batch_size, "info": info, "seed": run.seed}
    train, test = parts
    return (
        DetectionArrays(*train, shuffle=True, flip=flip, **options),
        DetectionArrays(*test, **options),
    )
