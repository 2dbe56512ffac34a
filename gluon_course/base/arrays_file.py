"""``nd.save`` and ``nd.load`` of the text: written whole, read with checks."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gluon_course.base.errors import CheckpointError
from gluon_course.base.params_file import read_arrays, write_params

if TYPE_CHECKING:
    from mxnet import nd


def save(path: os.PathLike | str, data: nd.NDArray | Sequence | Mapping) -> Path:
    """Write an array, a list of arrays or a dict of arrays, as ``nd.save`` does.

    Parameters
    ----------
    path : path
        The file; a reader sees the old one or the new one, also after a power cut.
    data : NDArray, sequence of NDArray, or mapping of str to NDArray
        Of one axis or more; on any device.

    Raises
    ------
    CheckpointError
        For what is no array, for a scalar, or a type that MXNet does not know.
    DataError
        If the file cannot be written.

    Section: 4.5 读取和存储 (chapter_deep-learning-computation/read-write)
    """
    if hasattr(data, "asnumpy"):
        data = [data]
    if isinstance(data, str) or not isinstance(data, (Mapping, Sequence)):
        raise CheckpointError(
            f"{data!r} is no array",
            action="give an NDArray, a list of them, or a dict of them by name",
        )
    return write_params(path, data)


def load(path: os.PathLike | str) -> list[nd.NDArray] | dict[str, nd.NDArray]:
    """The arrays of a file of :func:`save` or ``nd.save``, on the current device.

    Returns
    -------
    list or dict of NDArray
        What was saved; an array that was saved alone is a list of one.

    Raises
    ------
    CheckpointError
        If the file is missing, cut off or damaged; MXNet's own reader would load
        nearly half of the damaged files without a word.

    Section: 4.5 读取和存储 (chapter_deep-learning-computation/read-write)
    """
    from mxnet import nd

    arrays = read_arrays(path)
    if isinstance(arrays, list):
        return [nd.array(each, dtype=each.dtype) for each in arrays]
    return {name: nd.array(each, dtype=each.dtype) for name, each in arrays.items()}
