"""Boxes of RecordIO files, through gluoncv's reader (9.6)."""

from __future__ import annotations

import os
import struct
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from gluoncv.data import RecordFileDetection
from gluoncv.data.recordio.detection import _transform_label
from mxnet import MXNetError
from mxnet.gluon.data.vision import ImageRecordDataset

from gluon_course.base.errors import DataError, reason_of
from gluon_course.data.detection.pictures import BoxPictures

_MAGIC = 0xCED7230A  # begins every record
_LENGTH_BITS = 29


class BoxRecords(RecordFileDetection):
    """:class:`gluoncv.data.RecordFileDetection` that takes pictures without objects.

    Parameters
    ----------
    path : Path
        File ``NAME.rec`` with or without ``NAME.idx`` beside it.
    """

    def __init__(self, path: Path):
        self._reading = threading.Lock()  # the file has one place of reading
        if path.with_suffix(".idx").is_file():
            super().__init__(str(path))
            return
        # the validation records of the text's set come without an index
        self._beside = tempfile.TemporaryDirectory()
        link = Path(self._beside.name, "records.rec")
        link.symlink_to(path.resolve())
        places = enumerate(record_places(path))
        lines = "".join(f"{number}\t{place}\n" for number, place in places)
        link.with_suffix(".idx").write_text(lines)
        super().__init__(str(link))

    def __getitem__(self, idx):
        with self._reading:
            image, label = ImageRecordDataset.__getitem__(self, idx)
        if np.size(label) >= 2 and np.size(label) == int(np.ravel(label)[0]):
            return image, np.zeros((0, 5))  # a header alone: no object
        return image, _transform_label(label, *image.shape[:2])


def record_places(path: Path) -> Iterator[int]:
    """The place of each record in a RecordIO file, in bytes from its start.

    Raises
    ------
    DataError
        If the file is cut off or is none.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        place = 0
        while place < size:
            head = stream.read(8)
            magic, word = struct.unpack("<II", head) if len(head) == 8 else (0, 0)
            length = word & ((1 << _LENGTH_BITS) - 1)
            if magic != _MAGIC or place + 8 + length > size:
                raise DataError(
                    f"{path} is cut off or no RecordIO file (byte {place:,})",
                    "it was not loaded to its end",
                    "delete it and fetch it again",
                )
            if word >> _LENGTH_BITS in (0, 1):  # whole, or the first part of several
                yield place
            place += 8 + length + (-length) % 4
            stream.seek(place)


def record_boxes(path: os.PathLike | str, class_names: Sequence[str]) -> BoxPictures:
    """Pictures and boxes of a RecordIO file.

    Parameters
    ----------
    path : path
        ``NAME.rec`` as ``im2rec --pack-label`` writes it, boxes as fractions; its
        index is made where there is none.
    class_names : sequence of str

    Raises
    ------
    DataError
        If the file is missing, damaged or empty.
    """
    path = Path(path)
    if not path.is_file():
        raise DataError(f"There is no file {path}", action="check the path")
    try:
        dataset = BoxRecords(path)
    except (MXNetError, OSError, ValueError, IndexError) as error:
        raise DataError(
            f"{path} cannot be read: {reason_of(error)}",
            "it or its index is damaged",
            "delete both and fetch them again",
        ) from error
    return BoxPictures(dataset, class_names, lambda index: f"{path}, record {index}")
