"""The bound of coarse scores: exact where nothing is lost, falling with the stride."""

import numpy as np
import pytest

from gluon_course.base.errors import ShapeError
from gluon_course.metrics import SegmentationScore, through_stride


def test_a_stride_of_one_and_straight_edges_lose_nothing():
    y = np.random.RandomState(0).randint(0, 4, (2, 8, 12))
    np.testing.assert_array_equal(through_stride(y, 1, 4), y)
    half = np.zeros((1, 16, 16), int)
    half[:, 8:] = 1
    np.testing.assert_array_equal(through_stride(half, 8, 2), half)


def test_thin_things_are_lost_first():
    y = np.zeros((1, 64, 64), int)
    y[0, 8:56, 18:28] = 1  # 10 pixels wide
    y[0, 8:56, 34:60] = 2
    bounds = []
    for stride in (4, 8, 32):
        score = SegmentationScore(3)
        score.update(through_stride(y, stride, 3), y)
        bounds.append(score.iou)
    assert bounds[0][1] > bounds[1][1] > bounds[2][1] == 0
    assert all(each[2] > 0.4 for each in bounds)


def test_interpolation_is_that_of_the_bilinear_kernel():
    """Away from the border, as a transposed convolution computes it."""
    from mxnet import nd

    from gluon_course.nn import bilinear_kernel

    y = np.kron(np.random.RandomState(1).randint(0, 3, (1, 4, 5)), np.ones((4, 4), int))
    coarse = np.stack([y[0, ::4, ::4] == c for c in range(3)])[None].astype(np.float32)
    fine = nd.Deconvolution(
        nd.array(coarse),
        bilinear_kernel(3, 3, 8),
        kernel=(8, 8),
        stride=(4, 4),
        pad=(2, 2),
        num_filter=3,
        no_bias=True,
    )
    want = fine.asnumpy()
    ordered = np.sort(want, axis=1)
    is_clear = ordered[:, -1] - ordered[:, -2] > 1e-4  # no ties
    inside = np.zeros(y.shape, bool)
    inside[:, 2:-2, 2:-2] = True
    is_clear &= inside
    got = through_stride(y, 4, 3)
    np.testing.assert_array_equal(got[is_clear], want.argmax(axis=1)[is_clear])


def test_sizes_that_do_not_fit_are_told():
    with pytest.raises(ShapeError, match="stride of 8"):
        through_stride(np.zeros((1, 20, 16)), 8, 2)
