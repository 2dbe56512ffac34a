"""Normalizing by an axis is NumPy's arithmetic, and a wrong axis is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from mxnet import nd

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.explain import get_topic
from gluon_course.explain.keepdims import normalize, standardize

tables = array_shapes(min_dims=1, max_dims=4, max_side=4).flatmap(
    lambda shape: arrays("float32", shape, elements=st.floats(0.5, 4, width=32))
)


@given(tables, st.data())
@settings(deadline=None, max_examples=60)
def test_normalize_divides_by_the_sum_over_its_axes(values, data):
    axis = data.draw(st.integers(-values.ndim, values.ndim - 1))
    ours = normalize(nd.array(values), axis).asnumpy()
    np.testing.assert_allclose(ours.sum(axis=axis), 1, rtol=1e-5)
    np.testing.assert_allclose(
        ours,
        np.moveaxis(np.moveaxis(values, axis, 0) / values.sum(axis), 0, axis),
        1e-5,
    )


@given(tables, st.data())
@settings(deadline=None, max_examples=60)
def test_standardize_gives_mean_0_and_the_shrunk_variance(values, data):
    axes = st.lists(st.integers(0, values.ndim - 1), min_size=1, unique=True)
    axis = tuple(data.draw(axes))
    ours = standardize(nd.array(values), axis, eps=0.1).asnumpy()
    exact = values.astype("float64")
    v = exact.var(axis=axis)
    np.testing.assert_allclose(ours.mean(axis=axis), 0, atol=1e-4)
    np.testing.assert_allclose(ours.var(axis=axis), v / (v + 0.1), atol=1e-4)


def test_a_constant_column_becomes_zero():
    X = nd.array([[1, 7], [3, 7]])
    np.testing.assert_allclose(
        standardize(X, 0).asnumpy(), [[-1, 0], [1, 0]], atol=1e-4
    )


def test_forgetting_keepdims_goes_unnoticed_only_on_square_arrays():
    rows = get_topic("keepdims").answer().tables[0].rows
    assert [row[3] for row in rows if row[1] == (2, 3)] == [
        (2, 3),
        "refused",
        (2, 3),
        (2, 3),
    ]
    assert [row[4] for row in rows if row[1] == (3, 3)] == ["axis 1", "none!"]


def test_wrong_axes_and_a_negative_eps_are_refused():
    with pytest.raises(ShapeError, match="no axis 2 among 2 axes"):
        normalize(nd.ones((2, 3)), axis=2)
    with pytest.raises(ShapeError, match="no axis -3 among 2 axes"):
        standardize(nd.ones((2, 3)), axis=-3)
    with pytest.raises(ConfigError, match=r"eps is -0\.1"):
        standardize(nd.ones((2, 3)), eps=-0.1)
