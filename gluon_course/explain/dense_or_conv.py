"""From dense layers to convolutions: what a picture of some size costs in each."""

from __future__ import annotations

import math

from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError
from gluon_course.base.layers import layer_rows
from gluon_course.explain.topic import Answer, Check, Table, register_topic

PICTURES = ((1, 28, 28), (1, 96, 96), (3, 224, 224), (3, 1000, 1000))


def dense_parameters(input_shape, num_units: int) -> int:
    """Weights and biases of a dense layer on a picture.

    Parameters
    ----------
    input_shape : (int, int, int)
        (C, H, W).
    num_units : int
        Outputs.

    Section: 5.5 卷积神经网络（LeNet）, v2:6.1
    """
    _check(*input_shape, num_units)
    return (math.prod(input_shape) + 1) * num_units


def conv_parameters(num_inputs: int, num_kernels: int, kernel_size: int) -> int:
    """Weights and biases of a convolution; height and width do not matter.

    Parameters
    ----------
    num_inputs, num_kernels : int
        Input and output channels.
    kernel_size : int
        Height and width of the kernel.

    Section: 5.3 多输入通道和多输出通道
    """
    _check(num_inputs, num_kernels, kernel_size)
    return (num_inputs * kernel_size**2 + 1) * num_kernels


@register_topic(
    "dense-or-conv",
    "Why a convolution for pictures, and not a dense layer?",
    "5.1, 5.5, v2:6.1",
)
def dense_or_conv() -> Answer:
    """Parameters of both for pictures of four sizes; then the steps between them."""
    rows, agree = [], True
    for shape in PICTURES:
        dense, conv = dense_parameters(shape, 1000), conv_parameters(shape[0], 64, 3)
        (as_dense,) = layer_rows(nn.Dense(1000), (1, *shape))
        (as_conv,) = layer_rows(nn.Conv2D(64, 3, padding=1), (1, *shape))
        agree &= (dense, conv) == (as_dense.parameters, as_conv.parameters)
        cells = f"{dense:,}", f"{conv:,}", f"{as_conv.multiply_adds:,}"
        rows.append((" x ".join(map(str, shape)), *cells))
    # from a picture to a map of the same size, as a convolution with one kernel makes
    pixels = 28 * 28
    steps = [
        ("dense: each output sees each pixel", pixels * pixels),
        ("local: each output sees a 5x5 window of its own", pixels * 25),
        ("shared: all outputs use the same 5x5 weights", 25),
    ]
    convolution = nn.Conv2D(1, 5, padding=2, use_bias=False)
    dense = nn.Dense(pixels, use_bias=False)
    counts = [
        layer_rows(each, (1, 1, 28, 28))[0].parameters for each in (dense, convolution)
    ]
    large, small = (
        layer_rows(convolution, (1, 1, size, size))[0].multiply_adds
        for size in (56, 28)
    )
    return Answer(
        "The parameters of a dense layer grow with the picture, those of a convolution "
        "do not: it looks at a small window (locality) with the same weights "
        "everywhere (translation invariance). The arithmetic of a convolution does "
        "grow with the picture, for it is done at each place.",
        tables=[
            Table(
                (
                    "C x H x W",
                    "dense, 1000",
                    "conv 3x3, 64",
                    "multiply-adds of the conv",
                ),
                rows,
                "Parameters of a first layer with 1,000 units, or 64 kernels of 3x3",
            ),
            Table(
                ("from a 28x28 picture to a map of the same size", "weights"),
                [(what, f"{count:,}") for what, count in steps],
            ),
        ],
        checks=[
            Check("Gluon's layers have as many parameters as counted", agree),
            Check(
                "so have the first and the last step of the second table",
                counts == [steps[0][1], steps[2][1]],
            ),
            Check(
                "a picture of twice the height and width: four times the arithmetic",
                large == 4 * small,
            ),
        ],
    )


def _check(*sizes: int) -> None:
    if min(sizes) < 1:
        raise ConfigError(f"Sizes {sizes}", action="all sizes are 1 or more")
