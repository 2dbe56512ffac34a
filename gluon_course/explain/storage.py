"""Row by row in one line of memory: strides, and where an element lies."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence

import numpy as np
from mxnet import nd

from gluon_course.base.errors import DeviceError, ShapeError
from gluon_course.explain.memory import buffer_address
from gluon_course.explain.topic import Answer, Check, Table, register_topic


def strides(shape: Sequence[int]) -> tuple[int, ...]:
    """How many places in memory one step along each axis is, stored row by row.

    Parameters
    ----------
    shape : sequence of int
        Lengths of 1 or more; () is a single number.

    Returns
    -------
    tuple of int
        In elements; NumPy's ``strides`` are in bytes. The last is 1: neighbours in a
        row are neighbours in memory.

    Raises
    ------
    ShapeError
        If a length is below 1.

    Section: 2.2 数据操作 (chapter_prerequisite/ndarray)
    """
    shape = _shape(shape)
    return tuple(math.prod(shape[axis + 1 :]) for axis in range(len(shape)))


def flat_index(coordinates: Sequence[int], shape: Sequence[int]) -> int:
    """The place of an element in memory, counted from 0: coordinates times strides.

    Parameters
    ----------
    coordinates : sequence of int
        One for each axis, 0..length-1.
    shape : sequence of int
        Lengths of 1 or more.

    Raises
    ------
    ShapeError
        If a coordinate lies outside, or their number is not that of the axes.

    Section: 2.2 数据操作 (chapter_prerequisite/ndarray)
    """
    shape, coordinates = _shape(shape), tuple(coordinates)
    if len(coordinates) != len(shape):
        raise ShapeError(
            f"{coordinates} are {len(coordinates)} coordinates, "
            f"{shape} has {len(shape)} axes",
            action="pass one coordinate for each axis",
        )
    for axis, (at, length) in enumerate(zip(coordinates, shape)):
        if not 0 <= at < length:
            raise ShapeError(
                f"There is no coordinate {at} on axis {axis} of shape {shape}",
                "coordinates are counted from 0",
                f"name one from 0 to {length - 1}",
            )
    return sum(at * step for at, step in zip(coordinates, strides(shape)))


def coordinates(index: int, shape: Sequence[int]) -> tuple[int, ...]:
    """The element at a place in memory: the inverse of :func:`flat_index`.

    Parameters
    ----------
    index : int
        0 up to the number of elements, less one.
    shape : sequence of int
        Lengths of 1 or more.

    Raises
    ------
    ShapeError
        If there is no such place.

    Section: 2.2 数据操作 (chapter_prerequisite/ndarray)
    """
    shape = _shape(shape)
    if not 0 <= index < math.prod(shape):
        raise ShapeError(
            f"There is no place {index} in shape {shape}",
            action=f"name one from 0 to {math.prod(shape) - 1}",
        )
    found = []
    for step in strides(shape):
        at, index = divmod(index, step)
        found.append(at)
    return tuple(found)


def stored_numbers(array: nd.NDArray) -> np.ndarray:
    """The numbers of an NDArray in the order in which they lie in memory.

    Parameters
    ----------
    array : NDArray, dense, on a CPU, of a type that NumPy has

    Returns
    -------
    numpy.ndarray, shape (size,)
        A copy of the raw bytes.

    Raises
    ------
    ConfigError
        If the array is sparse.
    DeviceError
        If it lies on a GPU.

    Section: 2.2 数据操作 (chapter_prerequisite/ndarray)
    """
    if array.context.device_type == "gpu":
        raise DeviceError(
            f"The memory of {array.context} cannot be read from here",
            action="copy the array first: array.as_in_context(mx.cpu())",
        )
    dtype = np.dtype(array.dtype)
    first = buffer_address(array)
    return np.frombuffer(ctypes.string_at(first, array.size * dtype.itemsize), dtype)


@register_topic("storage", "By row or by column: how is an array stored?", "2.2")
def storage() -> Answer:
    """The raw memory of a 2 x 3 array, of its transpose, and the rule for places."""
    X = nd.array([[11, 12, 13], [21, 22, 23]])
    rows = [
        (name, array.shape, strides(array.shape), _numbers(stored_numbers(array)))
        for name, array in (
            ("X", X),
            ("X.reshape((3, 2))", X.reshape((3, 2))),
            ("X.T", X.T),
        )
    ]
    in_memory = stored_numbers(X)
    places = [(i, coordinates(i, X.shape), f"{in_memory[i]:g}") for i in range(6)]
    by_column = np.asfortranarray(X.asnumpy())
    pictures = nd.arange(2 * 3 * 4 * 5).reshape((2, 3, 4, 5))
    return Answer(
        "By row: the last axis runs fastest. The element at coordinates (i, j) of an "
        "(m, n) array lies i * n + j places behind the first; in general each axis "
        "has a stride, and the place is the sum of coordinates times strides. reshape "
        "only counts the same memory in another way, while the transpose of an NDArray "
        "is written anew. NumPy can also store by column (order='F'); nd.array copies "
        "such an array into rows.",
        tables=[
            Table(("array", "shape", "strides", "in memory"), rows),
            Table(("place", "coordinates", "number"), places, "The places of X:"),
        ],
        checks=[
            Check(
                "the memory of X, read at its address, holds the first row first",
                in_memory.tolist() == [11, 12, 13, 21, 22, 23],
            ),
            Check(
                "every element of X lies where coordinates times strides say",
                all(
                    in_memory[flat_index((i, j), X.shape)] == X[i, j].asscalar()
                    for i in range(2)
                    for j in range(3)
                ),
            ),
            Check(
                "in pictures (N, C, H, W) = (2, 3, 4, 5) the next channel is H * W "
                "= 20 places on",
                strides(pictures.shape)[1] == 20
                and (pictures[0, 1] - pictures[0, 0]).min().asscalar() == 20,
            ),
            Check(
                "an array that NumPy stores by column is stored by row as an NDArray",
                by_column.ravel(order="K").tolist() == [11, 21, 12, 22, 13, 23]
                and stored_numbers(nd.array(by_column)).tolist() == in_memory.tolist(),
            ),
        ],
    )


def _numbers(values) -> str:
    return " ".join(f"{value:g}" for value in values)


def _shape(shape: Sequence[int]) -> tuple[int, ...]:
    shape = tuple(shape)
    if any(n < 1 for n in shape):
        raise ShapeError(f"{shape} has no element", "a length is below 1")
    return shape
