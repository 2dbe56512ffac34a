"""Sizes of upsampled pictures, overlaps of anchors, mixing."""

import pytest
from mxnet import nd

from gluon_course.explain.anchor_counts import best_overlap
from gluon_course.explain.mixup import mix
from gluon_course.explain.upsampling import transposed_size


@pytest.mark.parametrize(
    ("size", "kernel", "padding", "stride", "expected"),
    [(2, 2, 0, 1, 3), (2, 2, 0, 2, 4), (3, 2, 1, 1, 2), (10, 64, 16, 32, 320)],
)
def test_sizes_behind_transposed_convolutions(size, kernel, padding, stride, expected):
    assert transposed_size(size, kernel, padding, stride) == expected


def test_an_object_of_the_size_of_an_anchor_overlaps_it_whole():
    assert best_overlap(0.5, (0.25, 0.5)) == pytest.approx(1)
    assert best_overlap(0.25, (0.5,)) == pytest.approx(0.25)


def test_mixing_with_a_share_of_one_or_none_is_one_of_both():
    first, second = nd.array([1.0, 2.0]), nd.array([5.0, 6.0])
    assert mix(first, second, 1.0).asnumpy().tolist() == [1, 2]
    assert mix(first, second, 0.0).asnumpy().tolist() == [5, 6]
    assert mix(first, second, 0.5).asnumpy().tolist() == [3, 4]
