"""Pooling: what it computes, and how far it makes a net blind to small shifts."""

from __future__ import annotations

import numpy as np
from mxnet import nd
from mxnet.gluon import nn

from gluon_course import data, scratch
from gluon_course.base.errors import ConfigError
from gluon_course.base.layers import layer_rows
from gluon_course.base.run import RunOptions
from gluon_course.explain.topic import Answer, Check, Table, register_topic

WINDOWS = (
    ((2, 2), (0, 0), (2, 2)),
    ((3, 3), (1, 1), (2, 2)),
    ((2, 3), (1, 2), (2, 3)),
    ((3, 3), (0, 0), (1, 1)),
)


def shift_response(layer, X: nd.NDArray, shift: int = 1) -> float:
    """How much the output changes when the input moves to the right.

    Parameters
    ----------
    layer : callable
        (N, C, H, W) to (N, C', H', W'), such as a pooling layer.
    X : NDArray, shape (N, C, H, W)
    shift : int
        Pixels, 1..W-1; what leaves on the right comes in on the left.

    Returns
    -------
    float
        Norm of the change divided by the norm of the output; 0 means blind to it.

    Raises
    ------
    ConfigError
        If the shift is out of range.

    Section: 5.4 池化层 (chapter_convolutional-neural-networks/pooling)
    """
    if not 1 <= shift < X.shape[3]:
        raise ConfigError(f"A shift of {shift} for pictures {X.shape[3]} wide")
    parts = X[:, :, :, -shift:], X[:, :, :, :-shift]
    moved = layer(nd.concat(*parts, dim=3))
    still = layer(X)
    return ((moved - still).norm() / still.norm()).asscalar().item()


@register_topic("pooling", "What does a pooling layer do?", "5.4, v2:6.5")
def pooling() -> Answer:
    """Loops and layers side by side; then digits that move by one and two pixels."""
    X = nd.array(np.random.RandomState(0).standard_normal((3, 7, 8)))
    rows, agree = [], True
    for size, padding, stride in WINDOWS:
        shapes = set()
        for mode, make in (("max", nn.MaxPool2D), ("avg", nn.AvgPool2D)):
            ours = scratch.pool2d(X, size, mode, padding, stride)
            theirs = make(size, stride, padding)(X.expand_dims(0))[0]
            agree &= np.allclose(ours.asnumpy(), theirs.asnumpy(), atol=1e-6)
            shapes.add(ours.shape)
        rows.append((size, padding, stride, *shapes))
    (pool,) = layer_rows(nn.MaxPool2D(2), (1, 3, 28, 28))
    corner = nn.AvgPool2D(3, 2, 1)(nd.ones((1, 1, 4, 4)))[0, 0, 0, 0].asscalar()
    inside = nn.AvgPool2D(3, 2, 1, count_include_pad=False)
    corner_inside = inside(nd.ones((1, 1, 4, 4)))[0, 0, 0, 0].asscalar()

    test_iter = data.fashion_mnist(64, run=RunOptions(sample=True))[1]
    digits = next(iter(test_iter))[0]
    layers = {
        "none": lambda X: X,
        "maximum 2x2": nn.MaxPool2D(2),
        "average 2x2": nn.AvgPool2D(2),
        "maximum 4x4": nn.MaxPool2D(4),
        "average over all": nn.GlobalAvgPool2D(),
    }
    changes = {
        name: [shift_response(layer, digits, shift) for shift in (1, 2)]
        for name, layer in layers.items()
    }
    return Answer(
        "It takes the maximum or the mean of each window, in every channel by itself, "
        "so it has no parameters and keeps the number of channels. Padding and stride "
        "work as in a convolution; in Gluon the stride is the window unless given. It "
        "makes the output less sensitive to where a pixel lies, not blind to it: only "
        "pooling over the whole picture is.",
        tables=[
            Table(
                ("window", "padding", "stride", "output"),
                rows,
                "An input of shape (3, 7, 8)",
            ),
            Table(
                ("pooling", "moved by 1", "moved by 2"),
                [
                    (name, *(f"{each:.0%}" for each in pair))
                    for name, pair in changes.items()
                ],
                "Change of the output when 64 digits move to the right",
            ),
        ],
        checks=[
            Check("loops and Gluon's layers agree, maximum and mean", agree),
            Check(
                "no parameters, and as many channels as before",
                pool.parameters == 0 and pool.output_shape[1] == 3,
            ),
            Check(
                "a mean counts padded zeros unless count_include_pad=False",
                np.isclose(corner, 4 / 9) and corner_inside == 1,
                f"in a corner of ones: {corner:.2f} and {corner_inside:.0f}",
            ),
            Check(
                "the wider the window, the less a shift changes",
                changes["none"][0]
                > changes["maximum 2x2"][0]
                > changes["maximum 4x4"][0],
            ),
            Check(
                "the mean over the whole picture does not change at all",
                max(changes["average over all"]) < 1e-5,
            ),
        ],
    )
