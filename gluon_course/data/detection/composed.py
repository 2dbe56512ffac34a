"""The composed sample as a folder in Pascal VOC's layout, made once and kept.

gluoncv's readers of VOC take it as they take VOC 2012: ``JPEGImages``,
``Annotations``, ``SegmentationClass``, ``SegmentationObject`` and ``ImageSets``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from PIL import Image

from gluon_course.base.files import new_folder, write_bytes
from gluon_course.base.paths import cache_root
from gluon_course.base.sealed import is_sealed, seal
from gluon_course.data.detection.composing import (
    COMPOSED_CLASSES,
    LARGEST,
    MOST_OBJECTS,
    NOTICE,
    SMALLEST,
    ComposedPicture,
    compose,
)
from gluon_course.data.locks import locked
from gluon_course.data.sample import show_notice
from gluon_course.data.voc import VOC_COLORMAP

YEAR_FOLDER = "VOC2012"
SPLITS = {"train": ("train", "trainval"), "test": ("val",)}
"""Names of each part among VOC's splits; gluoncv's ``train`` reads ``trainval``."""

FRESH_SEED = 71
"""Draws the test pictures of ``gluon-course eval``, which no training looks at."""

_VERSION = 1  # of what compose() makes: another number makes the folders anew
_QUALITY = 95  # of the JPEG files: the digits' borders stay sharp


def composed_voc(
    num_train: int = 2000,
    num_test: int = 400,
    side: int = 128,
    seed: int = 0,
    sizes: tuple[float, float] = (SMALLEST, LARGEST),
    most: int = MOST_OBJECTS,
    test_seed: int = 0,
) -> Path:
    """The folder ``VOCdevkit`` of the composed sample; made if it is not there yet.

    Parameters
    ----------
    num_train, num_test : int
        Pictures of the splits ``train`` and ``val``, 1 or more.
    side : int
        Height and width in pixels, 32 to 256.
    seed : int
        Draws the training pictures.
    sizes : (float, float)
        Least and greatest longer side of a digit, as shares of ``side``.
    most : int
        Most digits on a picture.
    test_seed : int
        Draws the test pictures, from digits and photographs' regions that no training
        picture shows. Training takes 0; :data:`FRESH_SEED` is for the final judgement.

    Returns
    -------
    Path
        Holds ``VOC2012``. The notice that the pictures are composed goes to stderr.

    Raises
    ------
    ConfigError
        If an argument is out of range.
    DataError
        If the cache cannot be written, or scikit-learn's pictures cannot be read.
    """
    show_notice(NOTICE)
    name = f"v{_VERSION}-{num_train}-{num_test}-{side}-{seed}"
    if (*sizes, most) != (SMALLEST, LARGEST, MOST_OBJECTS):
        name += f"-{sizes[0]:g}-{sizes[1]:g}-{most}"
    if test_seed:
        name += f"-test{test_seed}"
    folder = cache_root() / "composed" / name
    if not is_sealed(folder):
        parts = {
            "train": compose(num_train, "train", side, seed, sizes, most),
            "test": compose(num_test, "test", side, test_seed, sizes, most),
        }
        with locked(folder, "composes pictures"):
            if not is_sealed(folder):
                with new_folder(folder) as temporary:
                    write_voc(temporary / YEAR_FOLDER, parts)
                    seal(temporary)
    return folder


def write_voc(root: Path, parts: dict[str, Iterable[ComposedPicture]]) -> None:
    """Write pictures, boxes and masks in VOC's layout.

    Parameters
    ----------
    root : Path
        Becomes the folder ``VOC2012``.
    parts : dict of str to iterable of ComposedPicture
        The pictures of ``train`` and ``test``.

    Raises
    ------
    DataError
        If a file cannot be written.
    """
    for part, pictures in parts.items():
        names = []
        for number, picture in enumerate(pictures):
            names.append(f"{part}_{number:06d}")
            _write_picture(root, names[-1], picture)
        for kind in ("Main", "Segmentation"):
            text = "".join(f"{name}\n" for name in names)
            for split in SPLITS[part]:
                path = root / "ImageSets" / kind / f"{split}.txt"
                write_bytes(_parent(path), text.encode())


def _write_picture(root: Path, name: str, picture: ComposedPicture) -> None:
    path = _parent(root / "JPEGImages" / f"{name}.jpg")
    Image.fromarray(picture.image).save(path, quality=_QUALITY, subsampling=0)
    path = _parent(root / "Annotations" / f"{name}.xml")
    path.write_bytes(ElementTree.tostring(_annotation(name, picture)))
    classes, objects = (np.zeros(picture.image.shape[:2], np.uint8) for _ in range(2))
    for number, (label, mask) in enumerate(zip(picture.labels, picture.masks), 1):
        classes[mask], objects[mask] = label + 1, number
    for kind, numbers in (("Class", classes), ("Object", objects)):
        image = Image.fromarray(numbers, mode="P")
        image.putpalette(list(itertools.chain.from_iterable(VOC_COLORMAP)))
        image.save(_parent(root / f"Segmentation{kind}" / f"{name}.png"))


def _annotation(name: str, picture: ComposedPicture) -> ElementTree.Element:
    """VOC's XML; its corners count from 1, and the last column and row belong to it."""
    height, width, depth = picture.image.shape
    top = ElementTree.Element("annotation")
    _add(top, "folder", YEAR_FOLDER)
    _add(top, "filename", f"{name}.jpg")
    size = ElementTree.SubElement(top, "size")
    for key, value in (("width", width), ("height", height), ("depth", depth)):
        _add(size, key, value)
    _add(top, "segmented", 1)
    for label, (x1, y1, x2, y2) in zip(picture.labels, picture.boxes):
        each = ElementTree.SubElement(top, "object")
        _add(each, "name", COMPOSED_CLASSES[label])
        for key in ("truncated", "difficult"):
            _add(each, key, 0)
        box = ElementTree.SubElement(each, "bndbox")
        corners = {"xmin": x1 + 1, "ymin": y1 + 1, "xmax": x2, "ymax": y2}
        for key, value in corners.items():
            _add(box, key, value)
    return top


def _add(parent: ElementTree.Element, name: str, value: object) -> None:
    ElementTree.SubElement(parent, name).text = str(value)


def _parent(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
