"""Strides and places are NumPy's; raw memory is what NumPy's bytes are."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd

from gluon_course.base.errors import ShapeError
from gluon_course.explain.storage import (
    coordinates,
    flat_index,
    stored_numbers,
    strides,
)

shapes = st.lists(st.integers(1, 5), max_size=5).map(tuple)


@given(shapes)
def test_strides_are_numpy_s_in_elements(shape):
    array = np.zeros(shape, dtype="float32")
    # NumPy may give any stride to an axis of length 1; a fresh array has the rule's
    assert tuple(step * 4 for step in strides(shape)) == array.strides


@given(shapes, st.data())
def test_places_and_coordinates_are_numpy_s_and_inverse(shape, data):
    index = data.draw(st.integers(0, math.prod(shape) - 1))
    at = coordinates(index, shape)
    assert at == tuple(np.unravel_index(index, shape)) if shape else at == ()
    assert flat_index(at, shape) == index
    if shape:
        assert np.ravel_multi_index(at, shape) == index


@given(shapes.filter(bool), st.sampled_from(["float16", "float32", "float64", "int32"]))
@settings(deadline=None)
def test_raw_memory_is_numpy_s_bytes_by_row(shape, dtype):
    values = np.arange(math.prod(shape), dtype=dtype).reshape(shape)
    stored = stored_numbers(nd.array(values, dtype=dtype))
    assert stored.dtype == dtype
    assert stored.tobytes() == values.tobytes(order="C")


def test_a_view_is_read_from_its_own_first_element():
    X = nd.arange(12).reshape((3, 4))
    assert stored_numbers(X[1:3]).tolist() == list(range(4, 12))
    assert stored_numbers(X.T).tolist() == [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: flat_index((0, 3), (2, 3)), "no coordinate 3 on axis 1"),
        (lambda: flat_index((-1, 0), (2, 3)), "no coordinate -1 on axis 0"),
        (lambda: flat_index((0,), (2, 3)), "1 coordinates, .* has 2 axes"),
        (lambda: coordinates(6, (2, 3)), "no place 6"),
        (lambda: coordinates(-1, (2, 3)), "no place -1"),
        (lambda: strides((2, 0)), "has no element"),
    ],
)
def test_a_place_outside_is_refused(call, message):
    with pytest.raises(ShapeError, match=message):
        call()
