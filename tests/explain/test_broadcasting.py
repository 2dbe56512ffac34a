"""The rule of broadcasting is NumPy's, for every pair of shapes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.base.errors import ShapeError
from gluon_course.explain.broadcasting import broadcast_shape

shapes = st.lists(st.integers(0, 3), max_size=4).map(tuple)


@given(shapes, shapes)
def test_shapes_broadcast_as_numpy_says(a, b):
    try:
        expected = np.broadcast_shapes(a, b)
    except ValueError:
        with pytest.raises(ShapeError, match=r"do not broadcast: axis -\d"):
            broadcast_shape(a, b)
    else:
        assert broadcast_shape(a, b) == expected


def test_the_message_names_the_first_axis_from_the_right_that_fails():
    with pytest.raises(ShapeError, match=r"axis -2 has length 2 and 5"):
        broadcast_shape((4, 2, 3), (7, 5, 1))
