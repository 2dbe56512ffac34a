"""Semantic segmentation of Pascal VOC 2012: pictures with a class for each pixel (9.9).

A label is stored as a picture of colours. ``voc_label_indices`` makes it into a map of
classes; colours that stand for no class, such as the border of an object, become class
0, the background.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from mxnet import MXNetError, image, nd

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.base.palette import class_color

VOC_CLASSES = [
    "background",
    "aeroplane",
    "bicycle",
    "bird",
    "boat",
    "bottle",
    "bus",
    "car",
    "cat",
    "chair",
    "cow",
    "diningtable",
    "dog",
    "horse",
    "motorbike",
    "person",
    "potted plant",
    "sheep",
    "sofa",
    "train",
    "tv/monitor",
]
"""Names of the 21 classes."""


VOC_COLORMAP = [list(class_color(number)) for number in range(len(VOC_CLASSES))]
"""RGB colour of each class in a label picture, 0..255."""
_SPLITS = {True: "train", False: "val"}


def voc_colormap2label() -> nd.NDArray:
    """The class of every colour: ``table[(256 * red + green) * 256 + blue]``.

    Returns
    -------
    NDArray, float32, shape (256 ** 3,)
        0 (background) for colours of no class.

    Section: 9.9 语义分割和数据集 (chapter_computer-vision/
    semantic-segmentation-and-dataset)
    """
    table = np.zeros(256**3, np.float32)
    for label, (red, green, blue) in enumerate(VOC_COLORMAP):
        table[(red * 256 + green) * 256 + blue] = label
    return nd.array(table)


def voc_label_indices(colormap: nd.NDArray, colormap2label: nd.NDArray) -> nd.NDArray:
    """The class of each pixel of a label picture.

    Parameters
    ----------
    colormap : NDArray, shape (H, W, 3)
        RGB, 0..255.
    colormap2label : NDArray, shape (256 ** 3,)
        As from :func:`voc_colormap2label`.

    Returns
    -------
    NDArray, shape (H, W)
        In the type of the table.

    Raises
    ------
    ShapeError
        If the picture is not (H, W, 3).

    Section: 9.9 语义分割和数据集
    """
    if colormap.ndim != 3 or colormap.shape[2] != 3:
        raise ShapeError(
            f"The label picture has shape {colormap.shape}",
            action="give (height, width, 3), red green blue",
        )
    colors = colormap.astype("int32")
    places = (colors[:, :, 0] * 256 + colors[:, :, 1]) * 256 + colors[:, :, 2]
    return colormap2label.take(places.as_in_context(colormap2label.context))


def read_voc_images(
    root: os.PathLike | str, is_train: bool = True
) -> tuple[list[nd.NDArray], list[nd.NDArray]]:
    """All pictures of a split and their label pictures, in memory.

    Parameters
    ----------
    root : path
        Folder ``VOCdevkit/VOC2012``.
    is_train : bool
        The split ``train``, else ``val``.

    Returns
    -------
    features, labels : list of NDArray, uint8, shape (H, W, 3)
        RGB, 0..255; the two of a pair have one size.

    Raises
    ------
    DataError
        If a file is missing or is not a picture, or a pair differs in size.

    Section: 9.9 语义分割和数据集
    """
    root = Path(root)
    features, labels = [], []
    for name in split_names(root, _SPLITS[bool(is_train)]):
        feature = _read_picture(root / "JPEGImages" / f"{name}.jpg")
        label = _read_picture(root / "SegmentationClass" / f"{name}.png")
        if feature.shape != label.shape:
            raise DataError(
                f"Picture {name} in {root} has shape {feature.shape}, its label "
                f"{label.shape}",
                "one of the files is of another picture",
                "unpack the archive again",
            )
        features.append(feature)
        labels.append(label)
    return features, labels


def split_names(root: Path, split: str) -> list[str]:
    """The names of the pictures of a split, such as ``train``, for segmentation.

    Raises
    ------
    DataError
        If the list is missing, cannot be read or is empty.
    """
    path = root / "ImageSets" / "Segmentation" / f"{split}.txt"
    try:
        names = path.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            f"Cannot read the list of pictures {path}: {error}",
            f"{root} is not a whole folder VOC2012",
            "run: gluon-course data fetch voc2012",
        ) from error
    if not names:
        raise DataError(f"{path} names no picture", "it is empty", "restore it")
    return names


def _read_picture(path: Path) -> nd.NDArray:
    try:
        return image.imread(str(path))
    except (MXNetError, ValueError, OSError) as error:
        raise DataError(
            f"{path} cannot be read as a picture",
            "it is missing, damaged or of another format",
            "unpack the archive again, or take its name out of the list",
        ) from error
