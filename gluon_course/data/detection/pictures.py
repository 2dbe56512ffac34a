"""gluoncv's detection data sets, made safe: each picture with boxes that are sound."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from gluoncv.data import LstDetection
from mxnet import MXNetError, image, nd
from mxnet.gluon.data import Dataset

from gluon_course.base.errors import DataError, reason_of
from gluon_course.base.pictures import check_picture
from gluon_course.data.detection.boxes import BoxCheck


class BoxPictures(Dataset):
    """A detection data set of gluoncv whose mistakes name their file.

    Parameters
    ----------
    dataset : Dataset
        Sample i is a picture, NDArray uint8 (H, W, 3), and rows of corner boxes in
        pixels and class, (M, 5 or more); M may be 0.
    class_names : sequence of str
        Class i of the labels is ``class_names[i]``.
    name_of : callable
        From a sample's number to the file that is named in messages.
    with_difficult : bool
        Whether boxes have a sixth column: see
        :class:`~gluon_course.data.detection.BoxCheck`.

    Raises
    ------
    DataError
        If there are no samples; while reading, if a picture or its annotation cannot
        be read, or a class has no name.
    """

    def __init__(
        self,
        dataset,
        class_names: Sequence[str],
        name_of: Callable,
        with_difficult: bool = False,
    ):
        if not len(dataset):
            raise DataError("The detection set is empty", "its list names no picture")
        self.dataset, self.class_names = dataset, tuple(class_names)
        self.name_of = name_of
        self.check = BoxCheck(class_names, with_difficult)

    def __len__(self) -> int:
        return len(self.dataset)

    def __getitem__(self, index: int) -> tuple[nd.NDArray, np.ndarray]:
        """Picture uint8 (H, W, 3) and float32 (M, 5 or 6): box in pixels, class."""
        try:
            picture, rows = self.dataset[index]
        except DataError:
            raise
        except (MXNetError, OSError, ValueError, LookupError, TypeError) as error:
            raise DataError(
                f"{self.name_of(index)} cannot be read: {reason_of(error)}",
                "the picture or its annotation is missing or damaged",
                "restore it, or take it out of the set's list",
            ) from error
        height, width = picture.shape[:2]
        return picture, self.check(rows, (width, height), str(self.name_of(index)))


class ListedPictures(LstDetection):
    """:class:`gluoncv.data.LstDetection` that takes pictures without objects.

    Parameters
    ----------
    paths : sequence of path
        The pictures.
    rows : sequence of array, shape (M, 5)
        Class and corner box of each object.
    is_fraction : bool
        Whether the boxes are fractions of the picture, not pixels.
    """

    def __init__(self, paths: Sequence, rows: Sequence, is_fraction: bool = False):
        # LstDetection's own __init__ reads these from a file
        self._flag, self._coord_normalized = 1, is_fraction
        self._items = [str(path) for path in paths]
        # the labels of a list start with the widths of header and object
        self._labels = [
            np.concatenate([[2, 5], np.ravel(each)]).astype(float) for each in rows
        ]

    def __getitem__(self, index):
        check_picture(self._items[index])
        if len(self._labels[index]) > 2:
            return super().__getitem__(index)
        return image.imread(self._items[index], self._flag), np.zeros((0, 5))


def listed_boxes(
    file: os.PathLike | str, class_names: Sequence[str], root: os.PathLike | str = ""
) -> BoxPictures:
    """Pictures and boxes of a ``.lst`` file, as MXNet's ``im2rec`` takes it.

    Parameters
    ----------
    file : path
        A line a picture, tabs between: number, header width 2, object width 5, then
        class and corner box (fractions) of each object, then the picture's path.
    class_names : sequence of str
    root : path
        Folder of the pictures; that of the list by default.

    Raises
    ------
    DataError
        If the list is missing or a line has another form.
    """
    file = Path(file)
    root = Path(root) if root else file.parent
    paths, rows = [], []
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise DataError(f"{file} cannot be read: {reason_of(error)}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            words = line.split("\t")
            values = np.array(words[1:-1], float)
            start, width = int(values[0]), int(values[1])
            rows.append(values[start:].reshape(-1, width)[:, :5])
        except (ValueError, IndexError) as error:
            raise DataError(
                f"Line {number} of {file} is no picture with boxes",
                f"{reason_of(error)}: {line[:60]!r}",
                "write number, 2, 5, class x1 y1 x2 y2 ..., path, with tabs between",
            ) from error
        paths.append(root / words[-1].strip())
    dataset = ListedPictures(paths, rows, is_fraction=True)
    return BoxPictures(dataset, class_names, lambda index: paths[index])
