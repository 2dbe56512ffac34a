"""The IDX format of MNIST and Fashion-MNIST: a header and unsigned bytes, in gzip."""

from __future__ import annotations

import gzip
import math
import os
import struct
import zlib
from pathlib import Path

import numpy as np

from gluon_course.base.errors import DataError
from gluon_course.data.image_cache import cached_array

_UNSIGNED_BYTE = 8


def read_idx(path: os.PathLike | str, num_dims: int) -> np.ndarray:
    """Read an IDX file of unsigned bytes, with or without gzip.

    Parameters
    ----------
    path : path-like
        File, for example ``train-images-idx3-ubyte.gz``.
    num_dims : int
        Number of axes that the file must have: 3 for pictures, 1 for labels.

    Returns
    -------
    numpy.ndarray of uint8, shape as in the header

    Raises
    ------
    DataError
        If the file is missing, cut off, damaged, longer than its header says, or has
        another type or number of axes.
    """
    path = Path(path)
    content = _read(path)
    header_size = 4 + 4 * num_dims
    if len(content) < header_size:
        raise _damaged(path, f"it ends after {len(content)} bytes, inside its header")
    magic = struct.unpack(">I", content[:4])[0]
    if magic != _UNSIGNED_BYTE << 8 | num_dims:
        raise _damaged(
            path, f"its magic number is {magic:#010x}, not that of {num_dims}-D bytes"
        )
    shape = struct.unpack(f">{num_dims}I", content[4:header_size])
    expected = math.prod(shape)
    if len(content) - header_size != expected:
        found = len(content) - header_size
        raise _damaged(
            path, f"it holds {found:,} bytes where {expected:,} are declared"
        )
    return np.frombuffer(content, np.uint8, offset=header_size).reshape(shape)


def read_labelled_images(
    images_path: os.PathLike | str, labels_path: os.PathLike | str, num_classes: int
) -> tuple[np.ndarray, np.ndarray]:
    """Read pictures and their labels from a pair of IDX files.

    Returns
    -------
    X : numpy.ndarray of uint8, shape (N, H, W, 1)
    y : numpy.ndarray of int32, shape (N,)
        In 0..num_classes-1.

    Raises
    ------
    DataError
        If a file is damaged, the two do not belong together, or a label is out of
        range.
    """
    X = cached_array(Path(images_path), lambda path: read_idx(path, num_dims=3))
    y = read_idx(labels_path, num_dims=1)
    if len(X) != len(y):
        raise DataError(
            f"{images_path} has {len(X):,} pictures, {labels_path} {len(y):,} labels",
            "the files are of different sets",
            "fetch them again",
        )
    if len(y) and y.max() >= num_classes:
        raise _damaged(
            labels_path, f"it has a label {y.max()}, above {num_classes - 1}"
        )
    return X[..., np.newaxis], y.astype(np.int32)


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damaged(path, f"gzip says: {error}") from error
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}") from error


def _damaged(path: os.PathLike | str, reason: str) -> DataError:
    return DataError(
        f"{path} is not an IDX file that can be used: {reason}",
        "the download was cut off, or it is another file",
        "delete it; the next use, or gluon-course data fetch NAME, fetches it again",
    )
