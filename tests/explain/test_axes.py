"""Traced shapes are NumPy's and NDArray's, and the sentences name the right axis."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd

from gluon_course.base.errors import ShapeError
from gluon_course.explain import axes

shapes = st.lists(st.integers(1, 4), min_size=1, max_size=4).map(tuple)


@st.composite
def reductions(draw):
    shape = draw(shapes)
    some = st.lists(
        st.integers(0, len(shape) - 1), unique=True, min_size=1, max_size=len(shape)
    )
    signs = draw(st.booleans())
    axis = draw(st.none() | some)
    if axis is not None:
        axis = tuple(i - len(shape) if signs else i for i in axis)
    return shape, axis, draw(st.booleans())


@given(reductions())
@settings(deadline=None)
def test_reductions_have_the_shapes_of_numpy_and_ndarray(case):
    shape, axis, keepdims = case
    ours = axes.trace_reduction(shape, axis, keepdims).shape
    assert ours == (np.zeros(shape).sum(axis=axis, keepdims=keepdims).shape or (1,))
    assert ours == nd.zeros(shape).sum(axis=axis, keepdims=keepdims).shape


@given(shapes, st.data())
@settings(deadline=None)
def test_joins_have_the_shapes_of_numpy_and_ndarray(shape, data):
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    lengths = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    parts = [list(shape) for _ in lengths]
    for part, length in zip(parts, lengths):
        part[axis] = length
    ours = axes.trace_concat(parts, axis).shape
    assert ours == np.concatenate([np.zeros(part) for part in parts], axis).shape
    joined = nd.concat(*(nd.zeros(tuple(part)) for part in parts), dim=axis)
    assert ours == joined.shape


@given(shapes, st.integers(1, 3), st.data())
@settings(deadline=None)
def test_stacks_have_the_shapes_of_numpy_and_ndarray(shape, count, data):
    axis = data.draw(st.integers(-len(shape) - 1, len(shape)))
    ours = axes.trace_stack([shape] * count, axis).shape
    assert ours == np.stack([np.zeros(shape)] * count, axis).shape
    assert ours == nd.stack(*[nd.zeros(shape)] * count, axis=axis).shape


@given(shapes, st.data())
@settings(deadline=None)
def test_transposes_have_the_shapes_of_numpy_and_ndarray(shape, data):
    order = data.draw(st.none() | st.permutations(range(len(shape))))
    ours = axes.trace_transpose(shape, order).shape
    assert ours == np.transpose(np.zeros(shape), order).shape
    axes_given = {} if order is None else {"axes": order}
    assert ours == nd.transpose(nd.zeros(shape), **axes_given).shape


def test_the_sentence_names_the_axis():
    assert axes.trace_reduction((2, 3), -1).says == "axis 1 vanishes"
    assert axes.trace_reduction((2, 3), 0, True).says == "axis 0 stays, length 1"
    assert axes.trace_reduction((2, 3)).says == "axes 0, 1 vanish"
    assert axes.trace_concat([(2, 3), (2, 4)], 1).says == "axis 1 grows to 3 + 4 = 7"
    assert axes.trace_stack([(2,), (2,)], 1).says == "a new axis 1 counts the 2 arrays"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: axes.trace_reduction((2, 3), 2), "no axis 2 among 2 axes"),
        (lambda: axes.trace_reduction((2, 3), (1, -1)), "Axis -1 is named twice"),
        (lambda: axes.trace_reduction((2, 0)), "is no shape"),
        (lambda: axes.trace_reduction(()), "is no shape"),
        (lambda: axes.trace_concat([(2, 3), (3, 3)], 1), "axis 0 has length 2 and 3"),
        (lambda: axes.trace_concat([(2, 3), (3,)], 0), "2 and 1 axes"),
        (lambda: axes.trace_concat([], 0), "no array to join"),
        (lambda: axes.trace_stack([(2,), (3,)]), "axis 0 has length 2 and 3"),
        (lambda: axes.trace_transpose((2, 3), (0, 0)), "is no order of the 2 axes"),
        (lambda: axes.trace_transpose((2, 3), (-1, 0)), "is no order of the 2 axes"),
    ],
)
def test_an_impossible_axis_is_refused_with_its_number(call, message):
    with pytest.raises(ShapeError, match=message):
        call()
