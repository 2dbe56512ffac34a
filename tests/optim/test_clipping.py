import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.optim import clip_global_norm

VALUES = st.lists(
    st.lists(st.floats(-100, 100, width=32), min_size=1, max_size=5),
    min_size=1,
    max_size=4,
)


@settings(max_examples=50, deadline=None)
@given(VALUES, st.floats(0.01, 100))
def test_equals_numpy(rows, theta):
    arrays = [np.array(row, "float32") for row in rows]
    gradients = [nd.array(array) for array in arrays]
    norm = clip_global_norm(gradients, theta).asscalar()
    flat = np.concatenate(arrays).astype("float64")
    expected = np.sqrt((flat**2).sum())
    assert norm == pytest.approx(expected, rel=1e-4, abs=1e-6)
    scale = min(1.0, theta / expected) if expected > 0 else 1.0
    for gradient, array in zip(gradients, arrays):
        np.testing.assert_allclose(
            gradient.asnumpy(), array * scale, rtol=1e-3, atol=1e-6
        )


def test_shapes_are_kept():
    gradients = [nd.ones((2, 3, 4)), nd.ones((1,))]
    clip_global_norm(gradients, 1.0)
    assert [gradient.shape for gradient in gradients] == [(2, 3, 4), (1,)]
    total = sum((gradient**2).sum().asscalar() for gradient in gradients)
    assert total == pytest.approx(1.0, rel=1e-5)


@pytest.mark.parametrize("theta", [0, -1, float("inf"), float("nan")])
def test_senseless_bounds_are_refused(theta):
    with pytest.raises(ConfigError):
        clip_global_norm([nd.ones(2)], theta)
