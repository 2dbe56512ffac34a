"""Output shapes by formula against Gluon's layers, over their whole ranges."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mxnet.gluon import nn

from gluon_course.base.errors import ShapeError
from gluon_course.base.shapes import infer_output_shape
from gluon_course.scratch import (
    conv_output_shape,
    same_padding,
    transposed_conv_output_shape,
)

quick = settings(deadline=None, max_examples=40)


def pairs(low, high):
    return st.tuples(st.integers(low, high), st.integers(low, high))


def measured(layer, size):
    return infer_output_shape(layer, (1, 2, *size))[2:]


@quick
@given(pairs(1, 30), pairs(1, 7), pairs(0, 3), pairs(1, 4), pairs(1, 3))
def test_convolutions_with_dilation(size, kernel, padding, stride, dilation):
    assume(
        all(
            d * (k - 1) < n + 2 * p
            for n, k, p, d in zip(size, kernel, padding, dilation)
        )
    )
    layer = nn.Conv2D(3, kernel, stride, padding, dilation)
    ours = conv_output_shape(size, kernel, padding, stride, dilation=dilation)
    assert ours == measured(layer, size)


@quick
@given(pairs(3, 30), st.integers(1, 5), st.integers(0, 2), st.integers(1, 4))
@pytest.mark.parametrize("is_ceil", [False, True])
def test_pooling_rounds_down_or_up(is_ceil, size, window, padding, stride):
    assume(padding < window <= min(size) + 2 * padding)
    layer = nn.MaxPool2D(window, stride, padding, ceil_mode=is_ceil)
    ours = conv_output_shape(size, window, padding, stride, is_ceil=is_ceil)
    assert ours == measured(layer, size)


@quick
@given(pairs(1, 12), pairs(1, 7), pairs(0, 2), pairs(1, 4), st.data())
def test_transposed_convolutions(size, kernel, padding, stride, data):
    extra = tuple(data.draw(st.integers(0, s - 1)) for s in stride)
    sides = [
        s * (n - 1) + k - 2 * p + o
        for n, k, p, s, o in zip(size, kernel, padding, stride, extra)
    ]
    assume(min(sides) > 0)
    layer = nn.Conv2DTranspose(3, kernel, stride, padding, extra)
    ours = transposed_conv_output_shape(
        size, kernel, padding, stride, output_padding=extra
    )
    assert ours == measured(layer, size)


@quick
@given(pairs(1, 12), pairs(1, 7), pairs(0, 2), pairs(1, 4), st.data())
def test_a_transposed_convolution_undoes_the_size(size, kernel, padding, stride, data):
    assume(all(2 * p < k for k, p in zip(kernel, padding)))
    extra = tuple(data.draw(st.integers(0, s - 1)) for s in stride)
    options = (kernel, padding, stride)
    large = transposed_conv_output_shape(size, *options, output_padding=extra)
    assert conv_output_shape(large, *options) == size


@pytest.mark.parametrize("kernel", range(1, 12))
def test_same_padding_adds_up_to_the_kernel_less_one(kernel):
    (top, bottom), sides = same_padding(kernel)
    assert (top, bottom) == sides
    assert top + bottom == kernel - 1
    assert (top == bottom) == (kernel % 2 == 1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: conv_output_shape(8, 3, dilation=0), "dilation of 0"),
        (lambda: conv_output_shape(8, 3, dilation=4), r"kernel \(9\) is larger"),
        (lambda: transposed_conv_output_shape(0, 3), "input of 0"),
        (lambda: transposed_conv_output_shape(1, 3, 2), "leaves -1"),
        (
            lambda: transposed_conv_output_shape(2, 3, 0, 2, output_padding=2),
            "less than the stride",
        ),
        (lambda: same_padding((3, 0)), "kernel of 0"),
    ],
)
def test_sizes_that_cannot_be_are_refused(call, message):
    with pytest.raises(ShapeError, match=message):
        call()
