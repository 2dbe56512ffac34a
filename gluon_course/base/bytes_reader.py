"""Numbers and arrays of a parameter file, each checked against the bytes that are left.

What the numbers mean stands in :mod:`gluon_course.base.params_file`.
"""

from __future__ import annotations

import io
import math
import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np

from gluon_course.base.errors import CheckpointError


class FileReader:
    """Takes numbers and arrays from a file and never asks for more than is left."""

    def __init__(self, path: Path, stream: BinaryIO, size: int):
        self.path, self.stream, self.size, self.place = path, stream, size, 0

    @property
    def left(self) -> int:
        return self.size - self.place

    def numbers(self, layout: str, what: str) -> tuple:
        length = struct.calcsize("<" + layout)
        return struct.unpack("<" + layout, self.take(length, what))

    def take(self, length: int, what: str) -> bytes:
        self.require(length, what)
        content = self.stream.read(length)
        if len(content) != length:
            raise self.damaged(
                f"{what} could not be read", "it shrank while being read"
            )
        self.place += length
        return content

    def array(self, shape: tuple[int, ...], dtype: np.dtype, what: str) -> np.ndarray:
        self.require(math.prod(shape) * dtype.itemsize, what)
        try:
            array = np.empty(shape, dtype)
        except (ValueError, MemoryError) as error:
            raise self.damaged(f"{what} has the impossible shape {shape}") from error
        if array.nbytes:
            view = memoryview(array.reshape(-1).view(np.uint8))
            if self.stream.readinto(view) != array.nbytes:
                raise self.damaged(
                    f"{what} could not be read", "it shrank while being read"
                )
        self.place += array.nbytes
        return array

    def require(self, length: int, what: str) -> None:
        if length > self.left:
            raise self.damaged(
                f"{what} needs {length:,} bytes at {self.place:,} of {self.size:,}",
                "it was cut off or damaged",
            )

    def damaged(self, what: str, cause: str = "it is damaged") -> CheckpointError:
        return CheckpointError(
            f"{self.path} is not a sound parameter file: {what}",
            cause,
            "use another checkpoint, or write it anew",
        )


class BytesReader(FileReader):
    """A reader of bytes in memory, whose arrays need no memory of their own."""

    def __init__(self, path: Path, content: bytes):
        super().__init__(path, io.BytesIO(content), len(content))
        self.content = content

    def array(self, shape: tuple[int, ...], dtype: np.dtype, what: str) -> np.ndarray:
        count = math.prod(shape)
        self.require(count * dtype.itemsize, what)
        try:
            array = np.frombuffer(self.content, dtype, count, self.place)
            array = array.reshape(shape)
        except (ValueError, OverflowError) as error:
            raise self.damaged(f"{what} has the impossible shape {shape}") from error
        self.place += array.nbytes
        self.stream.seek(self.place)
        return array
