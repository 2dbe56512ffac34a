"""Receptive fields: how much of the picture a unit sees, and how much of it counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from mxnet import autograd, init, nd
from mxnet.gluon import nn

from gluon_course import models, viz
from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.topic import Answer, Check, Table, register_topic

NETS = ("lenet", "alexnet", "vgg11", "vgg16", "nin")
DEPTHS = (5, 10, 20)
NETS_A_DEPTH = 8
_POINTWISE = (nn.Activation, nn.BatchNorm, nn.Dropout)


class Window(NamedTuple):
    """Kernel, stride, padding of one side and dilation of a layer, along one axis."""

    kernel: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1


class ReceptiveField(NamedTuple):
    """What the units behind some layers see of the input, along one axis.

    Attributes
    ----------
    size : int
        Pixels that a unit sees.
    stride : int
        Pixels between what neighbouring units see.
    offset : int
        First pixel that unit 0 sees; negative where that is padding. Unit i sees the
        pixels ``offset + i * stride`` to ``offset + i * stride + size - 1``.
    """

    size: int
    stride: int
    offset: int


def receptive_field(layers: Iterable[Window | tuple]) -> ReceptiveField:
    """The field of a unit behind a chain of convolutions and pooling layers.

    A layer adds ``dilation * (kernel - 1)`` times the stride of all before it.

    Parameters
    ----------
    layers : iterable of Window or tuple
        From the input on; ``(kernel, stride, padding, dilation)``, of which the last
        three may be left out.

    Raises
    ------
    ShapeError
        If a value is out of range.

    Section: 5.1 二维卷积层, 9.5 多尺度目标检测
    """
    size, stride, offset = 1, 1, 0
    for layer in layers:
        window = Window(*layer)
        if min(window.kernel, window.stride, window.dilation) < 1 or window.padding < 0:
            raise ShapeError(f"{window} is no layer", action="only padding may be 0")
        size += window.dilation * (window.kernel - 1) * stride
        offset -= window.padding * stride
        stride *= window.stride
    return ReceptiveField(size, stride, offset)


def windows_of(net) -> list[Window]:
    """The convolution and pooling layers of a net without branches, in order.

    The height is taken. The list ends before the first dense layer or global pooling,
    behind which a unit sees everything.

    Parameters
    ----------
    net : Block
        A chain of layers, nested in Sequentials or not.

    Raises
    ------
    ConfigError
        If a layer has branches or is unknown, so that its field is not a chain's.
    """
    windows = []
    for layer in _layers(net):
        options = getattr(layer, "_kwargs", {})
        if isinstance(layer, nn.Dense) or options.get("global_pool"):
            break
        if isinstance(layer, nn.Conv2DTranspose) or not (
            "kernel" in options or isinstance(layer, _POINTWISE)
        ):
            raise ConfigError(
                f"{type(layer).__name__} is no link of a chain of windows",
                "it has branches, or is not known here",
                "list its longest path and give that to receptive_field",
            )
        if "kernel" in options:
            kernel, stride, padding = (
                options[name][0] for name in ("kernel", "stride", "pad")
            )
            dilation = options.get("dilate", (1,))[0]
            windows.append(Window(kernel, stride, padding, dilation))
    return windows


def seen_pixels(net, shape, unit: int) -> np.ndarray:
    """How strongly each row of the input moves one unit: sums of absolute gradients.

    Parameters
    ----------
    net : Block
        Initialised; (1, C, H, W) to (1, C', H', W').
    shape : tuple of int
        Shape (1, C, H, W) of the input, drawn from N(0, 1).
    unit : int
        Row and column of the unit; the sum over its channels is taken.

    Returns
    -------
    numpy.ndarray, shape (H,)

    Section: 5.1 二维卷积层
    """
    X = nd.random.normal(shape=shape)
    X.attach_grad()
    with autograd.record():
        net(X)[0, :, unit, unit].sum().backward()
    return X.grad.abs().sum(axis=(0, 1, 3)).asnumpy()


@register_topic(
    "receptive-field",
    "What does a unit see, and is more always better?",
    "5.1, 9.5, v2:6.2",
)
def receptive_field_topic() -> Answer:
    """Fields of the course's nets; a check by gradients; how the strength is spread."""
    seed_everything(0)
    rows = []
    for name in NETS:
        windows = windows_of(models.get_model(name))
        rows.append((name, len(windows), *receptive_field(windows)))
    probe = nn.HybridSequential()
    probe.add(
        nn.Conv2D(4, 5, padding=1),
        nn.AvgPool2D(3, 2, 1),
        nn.Conv2D(4, 3, padding=2, dilation=2),
        nn.AvgPool2D(2),
        nn.Conv2D(4, 3, padding=1),
    )
    probe.initialize(init.Xavier())
    field = receptive_field(windows_of(probe))
    seen = [np.flatnonzero(seen_pixels(probe, (1, 1, 96, 96), i)) for i in (0, 9, 10)]
    starts = [field.offset + i * field.stride for i in (0, 9, 10)]
    as_computed = all(
        (rows_seen[0], rows_seen[-1]) == (max(start, 0), start + field.size - 1)
        for rows_seen, start in zip(seen, starts)
    )
    profiles = {depth: _profile(depth) for depth in DEPTHS}
    widths = {depth: _width(each) for depth, each in profiles.items()}
    shares = {depth: widths[depth] / (2 * depth + 1) for depth in DEPTHS}
    three, seven = ([Window(3)] * 3, [Window(7)])
    return Answer(
        "Each layer adds (kernel - 1) times the stride of all layers before it. A unit "
        "must see what it judges, but more is not always better: the pixels in the "
        "middle count most, the field that counts grows like the square root of the "
        "depth only, and a stride that widens it loses the place. It need not cost "
        "parameters: three 3x3 layers see what one 7x7 layer does, with 27 in the "
        "place of 49 weights for each pair of channels.",
        tables=[
            Table(
                ("net", "layers", "sees", "stride", "offset"),
                rows,
                "Fields in pixels, before the dense layers or the global pooling",
            ),
            Table(
                ("3x3 layers", "sees", "in which 95% of the gradient lies", "share"),
                [
                    (depth, 2 * depth + 1, widths[depth], f"{shares[depth]:.0%}")
                    for depth in DEPTHS
                ],
            ),
        ],
        pictures={
            "receptive-field": viz.plot(
                [np.arange(-depth, depth + 1) for depth in DEPTHS],
                list(profiles.values()),
                [f"{depth} layers" for depth in DEPTHS],
                "pixels from the middle of the field",
                "share of the gradient",
                title="The middle of a receptive field counts most",
            )
        },
        checks=[
            Check(
                "size, stride and offset are those that gradients of a net show",
                as_computed,
                f"{field.size}, {field.stride}, {field.offset}",
            ),
            Check(
                "three layers of 3x3 see as much as one of 7x7",
                receptive_field(three).size == receptive_field(seven).size == 7,
            ),
            Check(
                "the deeper the net, the smaller the share of its field that counts",
                shares[5] > shares[10] > shares[20],
            ),
        ],
    )


def _profile(depth: int) -> np.ndarray:
    """Share of the gradient by row of the field, mean over nets of 3x3 layers."""
    total = np.zeros(2 * depth + 1)
    for _ in range(NETS_A_DEPTH):
        net = nn.HybridSequential()
        net.add(*(nn.Conv2D(4, 3, padding=1) for _ in range(depth)))
        net.initialize(init.Xavier())
        total += seen_pixels(net, (1, 4, 2 * depth + 1, 2 * depth + 1), depth)
    return total / total.sum()


def _width(profile: np.ndarray) -> int:
    """Rows around the middle that hold 95% of the whole."""
    middle = len(profile) // 2
    return next(
        2 * i + 1
        for i in range(middle + 1)
        if profile[middle - i : middle + i + 1].sum() >= 0.95
    )


def _layers(block) -> Iterable:
    if isinstance(block, (nn.Sequential, nn.HybridSequential)):
        for child in block._children.values():
            yield from _layers(child)
    else:
        yield block
