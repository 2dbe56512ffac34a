"""Boxes of Pascal VOC's layout, through gluoncv's reader (9.6, 9.9)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from gluoncv.data import VOCDetection

from gluon_course.base.errors import DataError, reason_of
from gluon_course.base.pictures import check_picture
from gluon_course.base.registry import nearest
from gluon_course.data.detection.pictures import BoxPictures

VOC_BOX_CLASSES = VOCDetection.CLASSES
"""The 20 kinds of objects, spelt as the annotations have them."""


class VocFolder(VOCDetection):
    """:class:`gluoncv.data.VOCDetection` with any classes, whose mistakes are told.

    gluoncv's own leaves out unknown classes, and takes the last column and row of a
    box for its end; here a box ends behind them, as a width of a whole picture says.

    Parameters
    ----------
    root : path
        Folder ``VOCdevkit``.
    splits : sequence of (int, str)
        Year and name, such as ``(2012, "train")``.
    class_names : sequence of str
    """

    def __init__(self, root, splits, class_names: Sequence[str]):
        self._names = tuple(class_names)
        super().__init__(root=str(root), splits=splits, preload_label=False)

    @property
    def classes(self):
        """Names of the classes."""
        return self._names

    def annotation(self, index: int) -> Path:
        """The XML file of a picture."""
        return Path(self._anno_path.format(*self._items[index]))

    def boxes(self, index: int) -> np.ndarray:
        """Boxes in pixels, class, and 1 if difficult, (M, 6), without the pixels."""
        return self._load_label(index)

    def __getitem__(self, idx):
        check_picture(self._image_path.format(*self._items[idx]))
        picture, rows = super().__getitem__(idx)
        height, width = picture.shape[:2]
        said = self._im_shapes.get(idx)
        if said and said != (width, height):
            path = self.annotation(idx)
            raise DataError(
                f"{path} is of a picture of {said[0]}x{said[1]} pixels, not"
                f" {width}x{height}",
                "the picture was scaled or turned after it was annotated",
                "annotate it anew, or restore the picture",
            )
        return picture, rows

    def _load_label(self, idx):
        path = self.annotation(idx)
        try:
            top = ElementTree.parse(path).getroot()
            rows = [self._row(each, path) for each in top.iter("object")]
            words = [top.findtext(f"size/{key}") for key in ("width", "height")]
            if all(words):
                size = tuple(int(float(word)) for word in words)
                self._im_shapes[idx] = size if min(size) > 0 else None
        except DataError:
            raise
        except (ElementTree.ParseError, OSError, AttributeError, ValueError) as error:
            raise DataError(
                f"{path} cannot be read as an annotation: {reason_of(error)}",
                "it is empty, cut off, or lacks a name or a corner of an object",
                "restore it, or take the picture out of ImageSets/Main",
            ) from error
        return np.array(rows, np.float32).reshape(-1, 6)

    def _row(self, each, path: Path) -> list[float]:
        name = each.find("name").text.strip().lower()
        if name not in self.index_map:
            raise DataError(
                f"{path} has an object of the unknown class {name!r}",
                nearest(name, self._names),
                "give class_names with all classes of the set",
            )
        x1, y1, x2, y2 = (
            float(each.find("bndbox").find(key).text)
            for key in ("xmin", "ymin", "xmax", "ymax")
        )
        # corners count from 1, and the last column and row belong to the box
        is_difficult = each.findtext("difficult", "0").strip() == "1"
        return [x1 - 1, y1 - 1, x2, y2, self.index_map[name], float(is_difficult)]


def voc_boxes(
    root: os.PathLike | str,
    splits: Sequence[tuple[int, str]] = ((2012, "train"),),
    class_names: Sequence[str] = VOC_BOX_CLASSES,
    with_difficult: bool = False,
) -> BoxPictures:
    """Pictures and boxes of one or several splits of Pascal VOC.

    Objects marked difficult are among them, for training as gluoncv does it.

    Parameters
    ----------
    root : path
        Folder that holds ``VOC2007``, ``VOC2012``: ``VOCdevkit``.
    splits : sequence of (int, str)
        Year and name of the lists ``VOC<year>/ImageSets/Main/<name>.txt``.
    class_names : sequence of str
        Lower case.
    with_difficult : bool
        Whether boxes have a sixth column, 1 for objects marked difficult, which
        :class:`~gluon_course.metrics.MeanAveragePrecision` then leaves out.

    Raises
    ------
    DataError
        If a list is missing.
    """
    root = Path(root)
    for year, name in splits:
        path = root / f"VOC{year}" / "ImageSets" / "Main" / f"{name}.txt"
        if not path.is_file():
            raise DataError(
                f"There is no file {path}",
                "the folder is not VOCdevkit, or its set of boxes is not unpacked",
                "gluon-course data fetch voc2012, or give the folder above VOC2012",
            )
    dataset = VocFolder(root, splits, class_names)
    return BoxPictures(dataset, class_names, dataset.annotation, with_difficult)
