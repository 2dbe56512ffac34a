"""The matrix of a convolution against SciPy's correlation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import correlate

from gluon_course.base.errors import ShapeError
from gluon_course.explain.channels import convolution_matrix

few = st.integers(1, 3)


@settings(deadline=None, max_examples=30)
@given(few, few, few, few, st.integers(3, 6), st.integers(3, 6))
def test_the_matrix_computes_the_correlation(d, c, h, w, height, width):
    random = np.random.RandomState(d + 10 * c)
    K, X = (
        random.standard_normal((d, c, h, w)),
        random.standard_normal((c, height, width)),
    )
    M = convolution_matrix(K, height, width)
    wanted = np.stack(
        [sum(correlate(x, k, "valid") for x, k in zip(X, kernel)) for kernel in K]
    )
    assert M.shape == (wanted.size, X.size)
    np.testing.assert_allclose((M @ X.ravel()).reshape(wanted.shape), wanted, atol=1e-9)


def test_its_rows_hold_the_same_weights_at_shifted_places():
    M = convolution_matrix(np.arange(1.0, 5.0).reshape(1, 1, 2, 2), 3, 3)
    assert M.tolist() == [
        [1, 2, 0, 3, 4, 0, 0, 0, 0],
        [0, 1, 2, 0, 3, 4, 0, 0, 0],
        [0, 0, 0, 1, 2, 0, 3, 4, 0],
        [0, 0, 0, 0, 1, 2, 0, 3, 4],
    ]


@pytest.mark.parametrize("shape", [(2, 2), (1, 1, 4, 1)])
def test_kernels_that_do_not_fit_are_refused(shape):
    with pytest.raises(ShapeError):
        convolution_matrix(np.ones(shape), 3, 3)
