"""Height and width after a layer, and what "padding is kernel size - 1" means."""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course import scratch
from gluon_course.base.shapes import infer_output_shape
from gluon_course.explain.topic import Answer, Check, Table, register_topic

LAYERS = (
    ("LeNet, first", 28, nn.Conv2D, {"channels": 1, "kernel_size": 5}),
    ("VGG", 224, nn.Conv2D, {"channels": 1, "kernel_size": 3, "padding": 1}),
    (
        "AlexNet, first",
        224,
        nn.Conv2D,
        {"channels": 1, "kernel_size": 11, "strides": 4},
    ),
    (
        "ResNet, first",
        96,
        nn.Conv2D,
        {"channels": 1, "kernel_size": 7, "padding": 3, "strides": 2},
    ),
    (
        "dilated",
        28,
        nn.Conv2D,
        {"channels": 1, "kernel_size": 3, "padding": 2, "dilation": 2},
    ),
    ("pooling", 55, nn.MaxPool2D, {"pool_size": 3, "strides": 2}),
    ("pooling", 12, nn.MaxPool2D, {"pool_size": 3, "strides": 2}),
    (
        "pooling, ceil",
        12,
        nn.MaxPool2D,
        {"pool_size": 3, "strides": 2, "ceil_mode": True},
    ),
    (
        "transposed",
        14,
        nn.Conv2DTranspose,
        {"channels": 1, "kernel_size": 4, "padding": 1, "strides": 2},
    ),
    (
        "transposed, FCN",
        10,
        nn.Conv2DTranspose,
        {"channels": 1, "kernel_size": 64, "padding": 16, "strides": 32},
    ),
)
"""What, height of the input, layer and its options; widths and heights are equal."""


def layer_output_shape(layer, height: int, width: int) -> tuple[int, int]:
    """Height and width after one Gluon layer, by formula.

    Parameters
    ----------
    layer : nn.Conv2D, nn.Conv2DTranspose, nn.MaxPool2D or nn.AvgPool2D
    height, width : int
        Of its input, in pixels.

    Raises
    ------
    ShapeError
        If the window does not fit.

    Section: 5.2 填充和步幅, 5.4 池化层, 9.10 全卷积网络（FCN）
    """
    options = layer._kwargs
    window = (height, width), options["kernel"], options["pad"], options["stride"]
    if isinstance(layer, nn.Conv2DTranspose):
        extra = options["adj"]
        return scratch.transposed_conv_output_shape(*window, output_padding=extra)
    return scratch.conv_output_shape(
        *window,
        dilation=options.get("dilate", 1),
        is_ceil=options.get("pooling_convention") == "full",
    )


@register_topic(
    "convolution-shapes",
    "How large is the output, and what padding keeps it?",
    "5.2, 5.4, 9.10, v2:6.3",
)
def convolution_shapes() -> Answer:
    """The formula on ten layers of the course; then padding by kernel size."""
    rows, agree = [], True
    for what, size, make, options in LAYERS:
        layer = make(**options)
        ours = layer_output_shape(layer, size, size)
        agree &= ours == infer_output_shape(layer, (1, 1, size, size))[2:]
        window = layer._kwargs
        cells = (window["kernel"][0], window["pad"][0], window["stride"][0])
        rows.append((what, size, *cells, ours[0]))
    paddings, is_kept, odd_only = [], True, True
    for kernel in range(1, 8):
        (before, after), _ = scratch.same_padding(kernel)
        sizes = {
            p: infer_output_shape(nn.Conv2D(1, kernel, padding=p), (1, 1, 28, 28))[2]
            for p in range(kernel)
        }
        keeping = [p for p, size in sizes.items() if size == 28]
        is_kept &= before + after == kernel - 1
        odd_only &= bool(keeping) == (kernel % 2 == 1)
        whole = sizes[kernel - 1]
        one = keeping[0] if keeping else None
        paddings.append((kernel, kernel - 1, f"{before} + {after}", one, whole))
    return Answer(
        "floor((n + 2p - k) / s) + 1 for convolution and pooling, where p is the "
        "padding of one side as in Gluon; s (n - 1) + k - 2p for the transposed one, "
        "where padding makes the output smaller. The size stays if the padding of both "
        "sides TOGETHER is k - 1. Gluon's argument is for one side, (k - 1) / 2: that "
        "is a whole number for odd kernels only, which is why kernels are odd.",
        tables=[
            Table(("layer", "n", "k", "p", "s", "output"), rows),
            Table(
                ("kernel", "k - 1", "both sides", "padding=", "padding=k-1 gives"),
                paddings,
                "Padding that keeps 28 pixels at stride 1",
            ),
        ],
        checks=[
            Check("the formula agrees with Gluon on every layer of the table", agree),
            Check("the padding that keeps the size is k - 1 in all", is_kept),
            Check("one padding for both sides keeps it for odd kernels only", odd_only),
            Check(
                "with padding=k-1 on each side the output grows by k - 1",
                all(row[-1] == 28 + row[1] for row in paddings),
            ),
        ],
    )
