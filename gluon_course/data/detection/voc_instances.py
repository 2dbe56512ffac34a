"""Pascal VOC with a mask for every object, as far as its pictures are segmented."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.data.detection.boxes import as_labels, has_area
from gluon_course.data.detection.instances import InstanceLoader, read_owners
from gluon_course.data.detection.pictures import BoxPictures
from gluon_course.data.detection.voc import VOC_BOX_CLASSES, VocFolder
from gluon_course.data.info import DataInfo
from gluon_course.data.locating import locate
from gluon_course.data.normalisation import IMAGENET
from gluon_course.data.voc import split_names

_BORDER = 255  # number of the pixels around VOC's objects, which belong to none


class SegmentedFolder(VocFolder):
    """The pictures of a list of ``ImageSets/Segmentation`` with their boxes.

    ``ImageSets/Main``, which gluoncv reads, lists all pictures with boxes; only some
    of them are segmented.
    """

    def _load_items(self, splits):
        return [
            (os.path.join(self._root, folder), name)
            for folder, split in splits
            for name in split_names(Path(self._root, folder), split)
        ]


def voc_instances(
    batch_size: int,
    side: int = 128,
    root: os.PathLike | str | None = None,
    splits: tuple[str, str] = ("train", "val"),
    class_names: Sequence[str] = VOC_BOX_CLASSES,
    run: RunOptions | None = None,
) -> tuple[InstanceLoader, InstanceLoader]:
    """VOC 2012 with boxes and masks, resized to squares that are kept in memory.

    Pictures are resized by averaging, masks by the nearest pixel; the proportions
    change. Borders of objects count as background. An object whose box has no pixel
    of the picture is left out with its mask.

    Parameters
    ----------
    batch_size : int
    side : int
        Height and width after resizing, in pixels.
    root : path, optional
        Folder ``VOC2012``; that of the catalogue by default.
    splits : (str, str)
        Lists of ``ImageSets/Segmentation`` for training and for testing.
    class_names : sequence of str
        Lower case.
    run : RunOptions, optional
        ``limit`` takes the first training pictures, ``seed`` their order.

    Raises
    ------
    DataError
        If a list, picture, annotation or mask is missing or damaged, or a mask has
        another size than its picture or more objects than the annotation.
    ConfigError
        If ``side`` is below 1.

    Section: 9.8 区域卷积神经网络（R-CNN）系列; 9.9 语义分割和数据集 (the set)
    """
    if side < 1:
        raise ConfigError(f"The side is {side}", action="take 1 or more")
    run = run or RunOptions()
    root = Path(locate("voc2012") if root is None else root)
    parts = [
        _read(root, split, side, class_names, limit)
        for split, limit in zip(splits, (run.limit, None))
    ]
    most = max(max(map(len, boxes)) for _, boxes, _ in parts)
    info = DataInfo(
        "voc2012",
        "Pascal VOC 2012",
        (3, side, side),
        tuple(class_names),
        IMAGENET.mean,
        IMAGENET.std,
    )
    loaders = []
    for number, (pixels, boxes, owners) in enumerate(parts):
        labels = [as_labels(each, (1, 1), max(most, 1), str(root)) for each in boxes]
        loaders.append(
            InstanceLoader(
                np.stack(pixels),
                np.stack(labels),
                np.stack(owners),
                batch_size=batch_size,
                shuffle=number == 0,
                seed=run.seed,
                info=info,
            )
        )
    return tuple(loaders)


def _read(root: Path, split: str, side: int, class_names, limit: int | None):
    """Pictures, boxes as fractions and owners of a split, one list each."""
    folder = SegmentedFolder(root.parent, ((root.name, split),), class_names)
    pictures = BoxPictures(folder, class_names, folder.annotation)
    pixels, boxes, owners = [], [], []
    for index in range(min(len(folder), limit or len(folder))):
        picture, kept = pictures[index]
        name = folder.annotation(index).stem
        height, width = picture.shape[:2]
        numbers = _numbers(root, name, (height, width), folder.boxes(index))
        pixels.append(_resized(picture.asnumpy(), side, cv2.INTER_AREA))
        owners.append(_resized(numbers, side, cv2.INTER_NEAREST_EXACT))
        kept[:, :4] /= (width, height, width, height)
        boxes.append(kept)
    return pixels, boxes, owners


def _numbers(root: Path, name: str, size: tuple[int, int], rows) -> np.ndarray:
    """Owners as :func:`read_owners`, numbered by the boxes that are kept."""
    owners = read_owners(root, name)
    if owners.shape != size:
        raise DataError(
            f"The objects of {name} in {root} are masked on {owners.shape[1]} x "
            f"{owners.shape[0]} pixels, its picture has {size[1]} x {size[0]}",
            "the mask is of another picture, or one of them was resized",
            "unpack the archive again",
        )
    owners = np.where(owners == _BORDER, 0, owners)
    if owners.max() > len(rows):
        raise DataError(
            f"{name} in {root} has a mask of object {owners.max()}, its annotation "
            f"{len(rows)} objects",
            "mask and annotation are of different pictures or editions",
            "unpack the archive again",
        )
    new = np.zeros(len(rows) + 1, np.uint8)
    is_kept = has_area(rows, size[::-1])
    new[1:][is_kept] = np.arange(1, is_kept.sum() + 1)
    return new[owners]


def _resized(pixels: np.ndarray, side: int, way: int) -> np.ndarray:
    return cv2.resize(pixels, (side, side), interpolation=way)
