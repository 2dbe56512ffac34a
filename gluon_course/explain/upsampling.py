"""Ways to a larger picture: transposed convolution, its padding, and pixel shuffle."""

from __future__ import annotations

from mxnet import init, nd
from mxnet.gluon import nn as layers

from gluon_course import nn
from gluon_course.explain.topic import Answer, Check, Table, register_topic

SIZE = 8
SETTINGS = ((4, 0, 2), (4, 1, 2), (2, 0, 2), (64, 16, 32))  # kernel, padding, stride


def transposed_size(size: int, kernel: int, padding: int = 0, stride: int = 1) -> int:
    """Pixels that a transposed convolution makes of ``size``, along one axis.

    Padding is cut off at both ends of the output: more of it makes the output smaller.

    Parameters
    ----------
    size, kernel, padding, stride : int
        Padding of one side.

    Section: 9.10 全卷积网络（FCN）
    """
    return (size - 1) * stride + kernel - 2 * padding


@register_topic(
    "upsampling",
    "Why does padding make an upsampled picture smaller?",
    "9.10, v2:13.10",
)
def upsampling() -> Answer:
    """Sizes by the formula and by the layer; a bilinear start; channels to pixels."""
    rows = [
        (*setting, transposed_size(SIZE, *setting), _size_of_layer(*setting))
        for setting in SETTINGS
    ]
    X = nd.arange(16).reshape((1, 1, 4, 4))
    shuffle = nn.PixelShuffle(2)
    channels = nd.arange(64).reshape((1, 4, 4, 4))
    large = shuffle(channels)
    return Answer(
        "A transposed convolution lays a kernel over the output for each place of the "
        "input: (n - 1) stride + kernel pixels. Its padding names what the convolution "
        "that it reverses would have added, so it is cut off here. FCN, a fully "
        "convolutional net, starts its kernel as bilinear interpolation and goes on "
        "learning. Pixel shuffle moves channels to places and has no parameters.",
        tables=[
            Table(
                ("kernel", "padding", "stride", "by formula", "by layer"),
                rows,
                f"{SIZE} pixels become",
            )
        ],
        checks=[
            Check("formula and layer agree", all(row[3] == row[4] for row in rows)),
            Check(
                "padding 1 makes the output 2 pixels smaller",
                rows[0][4] - rows[1][4] == 2,
                f"{rows[0][4]}, {rows[1][4]}",
            ),
            Check(
                "with a bilinear kernel a constant picture stays one inside",
                _bilinear_keeps_constants(),
            ),
            Check(
                "pixel shuffle has no parameters and keeps every number",
                not list(shuffle.collect_params())
                and large.shape == (1, 1, 8, 8)
                and sorted(large.asnumpy().ravel()) == list(range(64)),
            ),
            Check(
                "convolution and its transposition undo each other's size only",
                _size_comes_back(X),
            ),
        ],
    )


def _size_of_layer(kernel: int, padding: int, stride: int) -> int:
    layer = layers.Conv2DTranspose(1, kernel, strides=stride, padding=padding)
    layer.initialize(init.One())
    return layer(nd.ones((1, 1, SIZE, SIZE))).shape[2]


def _bilinear_keeps_constants() -> bool:
    layer = layers.Conv2DTranspose(1, 4, strides=2, padding=1, use_bias=False)
    layer.initialize(nn.BilinearKernel())
    inner = layer(nd.ones((1, 1, SIZE, SIZE)))[0, 0, 2:-2, 2:-2]
    return bool((inner - 1).abs().max().asscalar() < 1e-6)


def _size_comes_back(X) -> bool:
    down = layers.Conv2D(1, 2, strides=2)
    up = layers.Conv2DTranspose(1, 2, strides=2)
    for layer in (down, up):
        layer.initialize(init.One())
    found = up(down(X))
    return found.shape == X.shape and bool((found != X).sum().asscalar() > 0)
