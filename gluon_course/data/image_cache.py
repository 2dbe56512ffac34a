"""Decompressed pictures in the cache, so that a start need not gunzip them again."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np

from gluon_course.base.errors import DataError
from gluon_course.base.files import write_bytes
from gluon_course.base.paths import cache_root
from gluon_course.data.checksums import checksums


def cached_array(path: Path, read: Callable[[Path], np.ndarray]) -> np.ndarray:
    """``read(path)``, kept in the cache under the checksum of ``path``.

    Reading the 60,000 pictures of Fashion-MNIST takes a tenth of the time then.

    Parameters
    ----------
    path : Path
        A file that is slow to read.
    read : callable
        Reads it; what it raises passes through.
    """
    kept = cache_root() / "arrays" / f"{checksums(path)['sha256'][:32]}.npy"
    try:
        return np.load(kept, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        pass  # not there yet, or damaged: made anew below
    array = read(path)
    content = io.BytesIO()
    np.save(content, array)
    try:
        write_bytes(kept, content.getvalue())
    except DataError:
        return array  # a cache that cannot be written costs time only
    return array
