"""Read and write MXNet's ``.params`` files without MXNet's parser.

MXNet loads nearly half of all damaged files without a word and can hang on others, so
files from disk are read here: every count, name, shape and length is checked against
the bytes that are left. Damage inside the numbers themselves cannot be seen; the
manifests beside our files, with a sha256 of each, are there for that.

The format (little-endian; ``NDArray::Save`` and ``NDArray::Load`` of MXNet 1.9.1)::

    uint64 0x112, uint64 0
    uint64 count, then each array:
        uint32 magic              F993FAC8 V1, F993FAC9 V2, F993FACA V3 (NumPy shapes)
        int32 storage             V2 and V3 only; 0 = dense
        int32 ndim, int64 each    the shape
        int32 device, int32 id    where it lived; 1 = cpu, 2 = gpu
        int32 dtype               see ``_DTYPES``
        bytes                     the numbers, row by row
    uint64 count, then each name: uint64 length, bytes in UTF-8
                              count is 0 where a list was saved
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from gluon_course.base.bytes_reader import BytesReader, FileReader
from gluon_course.base.errors import CheckpointError
from gluon_course.base.files import write_bytes

BFLOAT16 = np.dtype([("bfloat16", np.uint16)])
"""MXNet's own dtype for bfloat16 in NumPy, which has none: the bits."""

_LIST_MAGIC = 0x112
_V1, _V2, _V3 = 0xF993FAC8, 0xF993FAC9, 0xF993FACA
_DTYPES = {
    0: np.dtype("<f4"),
    1: np.dtype("<f8"),
    2: np.dtype("<f2"),
    3: np.dtype("u1"),
    4: np.dtype("<i4"),
    5: np.dtype("i1"),
    6: np.dtype("<i8"),
    7: np.dtype("?"),
    12: BFLOAT16,
}
_FLAGS = {dtype: flag for flag, dtype in _DTYPES.items()}
_DEVICES = (1, 2, 3, 5)  # cpu, gpu, pinned, shared
_STORAGES = {1: "row-sparse", 2: "compressed sparse row"}
_MAX_NDIM = 32  # NumPy's own bound
_SMALLEST_ARRAY, _SMALLEST_NAME = 8, 8  # bytes in the file, to bound the counts


def read_params(path: os.PathLike | str) -> dict[str, np.ndarray]:
    """The named arrays of a ``.params`` file.

    Parameters
    ----------
    path : path
        A file written by ``mx.nd.save``, ``save_parameters``, ``export`` or
        :func:`write_params`.

    Returns
    -------
    dict of str to numpy.ndarray
        In the order of the file, names as they stand there (``arg:conv0_weight``).
        bfloat16 comes as :data:`BFLOAT16`.

    Raises
    ------
    CheckpointError
        If the file is missing, cut off, damaged in its structure, holds sparse arrays
        or arrays without names.
    """
    return _named(path, read_arrays(path))


def read_arrays(path: os.PathLike | str) -> dict[str, np.ndarray] | list[np.ndarray]:
    """:func:`read_params` of any file of ``mx.nd.save``: a dict, or a list as saved."""
    path = Path(path)
    try:
        with open(path, "rb") as stream:
            reader = FileReader(path, stream, os.fstat(stream.fileno()).st_size)
            return _read_list(reader)
    except OSError as error:
        raise CheckpointError(
            f"Cannot read {path}: {error.strerror or error}", action="check the path"
        ) from error


def parse_params(content: bytes, path: os.PathLike | str) -> dict[str, np.ndarray]:
    """:func:`read_params` of a file's content; the arrays are views of it.

    Parameters
    ----------
    content : bytes
    path : path
        Where it was read from, for messages.
    """
    return _named(path, _read_list(BytesReader(Path(path), content)))


def write_params(path: os.PathLike | str, arrays: Mapping | Sequence) -> Path:
    """Write arrays as ``mx.nd.save`` does, byte for byte, whole or not at all.

    Parameters
    ----------
    path : path
        The file; its folder is made if need be.
    arrays : mapping of str to numpy.ndarray or NDArray, or a sequence of them
        Arrays of one of MXNet's types and of one axis or more. An axis may be empty.

    Raises
    ------
    CheckpointError
        For a type that MXNet does not know, or for a scalar: MXNet writes arrays
        without axes in a form that it cannot read.
    DataError
        If the file cannot be written.
    """
    names = list(arrays) if isinstance(arrays, Mapping) else []
    pieces = [struct.pack("<QQQ", _LIST_MAGIC, 0, len(arrays))]
    for name, value in zip(names, arrays.values()) if names else enumerate(arrays):
        array = _as_little_endian(name, value)
        head = struct.pack("<IiI", _V2, 0, array.ndim)
        shape = struct.pack(f"<{array.ndim}q", *array.shape)
        tail = struct.pack("<iii", 1, 0, _FLAGS[array.dtype])
        pieces += [head + shape + tail, np.ascontiguousarray(array)]
    pieces.append(struct.pack("<Q", len(names)))
    for name in names:
        encoded = name.encode("utf-8")
        pieces += [struct.pack("<Q", len(encoded)), encoded]
    return write_bytes(path, b"".join(pieces))


def _named(path, arrays: dict | list) -> dict[str, np.ndarray]:
    if isinstance(arrays, list) and arrays:
        raise CheckpointError(
            f"{path} is not a sound parameter file: it holds {len(arrays)} arrays but "
            "0 names",
            "a list of arrays was saved, not a dict",
            "use another checkpoint, or write it anew",
        )
    return dict(arrays)


def _read_list(reader: FileReader) -> dict[str, np.ndarray] | list[np.ndarray]:
    magic, reserved = reader.numbers("QQ", "the head")
    if magic != _LIST_MAGIC or reserved != 0:
        raise reader.damaged(
            f"it starts with {magic:#x}, {reserved:#x}, not with {_LIST_MAGIC:#x}, 0",
            "it is another kind of file, or damaged",
        )
    count = _read_count(reader, _SMALLEST_ARRAY, "arrays")
    arrays = [_read_array(reader, f"array {i + 1} of {count}") for i in range(count)]
    names = _read_names(reader, count)
    if reader.left:
        raise reader.damaged(f"{reader.left:,} bytes follow its end")
    return dict(zip(names, arrays)) if names else arrays


def _read_count(reader: FileReader, smallest: int, what: str) -> int:
    (count,) = reader.numbers("Q", f"the number of {what}")
    if count * smallest > reader.left:
        raise reader.damaged(f"it claims {count:,} {what} in {reader.left:,} bytes")
    return count


def _read_array(reader: FileReader, what: str) -> np.ndarray:
    (magic,) = reader.numbers("I", what)
    if magic not in (_V1, _V2, _V3):
        raise reader.damaged(f"{what} starts with {magic:#x}, which is no array")
    if magic != _V1:
        (storage,) = reader.numbers("i", what)
        if storage in _STORAGES:
            raise reader.damaged(
                f"{what} is {_STORAGES[storage]}",
                "only dense arrays are parameters here",
            )
        if storage != 0:
            raise reader.damaged(f"{what} has the unknown storage {storage}")
    (ndim,) = reader.numbers("i", what)
    # Classic files mark a missing array by no axes; only V3 knows scalars.
    if not (0 if magic == _V3 else 1) <= ndim <= _MAX_NDIM:
        raise reader.damaged(f"{what} has {ndim} axes")
    shape = reader.numbers(f"{ndim}q", what)
    if any(length < 0 for length in shape):
        raise reader.damaged(f"{what} has the impossible shape {shape}")
    device, _, flag = reader.numbers("iii", what)
    if device not in _DEVICES:
        raise reader.damaged(f"{what} is on the unknown kind of device {device}")
    if flag not in _DTYPES:
        raise reader.damaged(f"{what} has the unknown dtype {flag}")
    return reader.array(shape, _DTYPES[flag], what)


def _read_names(reader: FileReader, count: int) -> list[str]:
    named = _read_count(reader, _SMALLEST_NAME, "names")
    if named not in (0, count):
        raise reader.damaged(f"it holds {count} arrays but {named} names")
    names: dict[str, None] = {}
    for i in range(named):
        what = f"name {i + 1} of {named}"
        (length,) = reader.numbers("Q", what)
        try:
            name = reader.take(length, what).decode("utf-8")
        except UnicodeDecodeError as error:
            raise reader.damaged(f"{what} is not UTF-8") from error
        if name in names:
            raise reader.damaged(f"two arrays are named {name!r}")
        names[name] = None
    return list(names)


def _as_little_endian(name: str, value) -> np.ndarray:
    array = value.asnumpy() if hasattr(value, "asnumpy") else np.asarray(value)
    if array.dtype != BFLOAT16:
        array = array.astype(array.dtype.newbyteorder("<"), copy=False)
    if array.dtype not in _FLAGS:
        raise CheckpointError(
            f"{name!r} has dtype {array.dtype}, which MXNet cannot store",
            action="cast it to float32 or int32 first",
        )
    if array.ndim == 0:
        raise CheckpointError(
            f"{name!r} is a scalar, which MXNet's classic format does not know",
            action="reshape it to (1,)",
        )
    return array
