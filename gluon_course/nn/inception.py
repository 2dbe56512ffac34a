"""Paths side by side: blocks with any branches, and the four of GoogLeNet."""

from __future__ import annotations

from collections.abc import Sequence

from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError


class Branches(nn.HybridBlock):
    """Paths that all take the same input; their outputs are joined along the channels.

    Parameters
    ----------
    branches : sequence of sequences of HybridBlock
        The layers of each path, in order; at least one path, and one layer in each.
        All paths must give the same height and width. Layer j of path i is the
        attribute ``p{i}_{j}``, counted from 1.

    Inputs
    ------
    x : shape (N, C, H, W)

    Outputs
    -------
    shape (N, D, H', W')
        D is the sum of the paths' channels, in their order.

    Raises
    ------
    ConfigError
        If there is no path, or one without a layer.

    Section: 5.9 含并行连结的网络（GoogLeNet）
    """

    def __init__(self, branches: Sequence[Sequence[nn.HybridBlock]], **kwargs):
        super().__init__(**kwargs)
        if not branches or not all(branches):
            raise ConfigError(
                f"There are {len(branches)} branches with {list(map(len, branches))}"
                " layers",
                action="give at least one branch, and at least one layer for each",
            )
        self._paths = []
        for i, branch in enumerate(branches, 1):
            names = [f"p{i}_{j}" for j in range(1, len(branch) + 1)]
            for name, layer in zip(names, branch):
                setattr(self, name, layer)
            self._paths.append(names)

    def hybrid_forward(self, F, x):
        outputs = []
        for names in self._paths:
            y = x
            for name in names:
                y = getattr(self, name)(y)
            outputs.append(y)
        return F.concat(*outputs, dim=1)


class Inception(Branches):
    """Four parallel paths whose outputs are joined along the channels.

    Height and width stay as they are. All convolutions have relu.

    Parameters
    ----------
    c1 : int
        Output channels of path 1, a 1x1 convolution.
    c2 : pair of int
        Channels of path 2: a 1x1 convolution, then a 3x3 one with padding 1.
    c3 : pair of int
        Channels of path 3: a 1x1 convolution, then a 5x5 one with padding 2.
    c4 : int
        Channels of path 4: 3x3 maximum pooling with padding 1, then a 1x1 convolution.

    Inputs
    ------
    x : shape (N, C, H, W)

    Outputs
    -------
    shape (N, c1 + c2[1] + c3[1] + c4, H, W)

    Raises
    ------
    ConfigError
        If ``c2`` or ``c3`` is no pair.

    Section: 5.9 含并行连结的网络（GoogLeNet）
    """

    def __init__(self, c1, c2, c3, c4, **kwargs):
        for name, pair in (("c2", c2), ("c3", c3)):
            if not isinstance(pair, Sequence) or len(pair) != 2:
                raise ConfigError(
                    f"{name} is {pair!r}",
                    "paths 2 and 3 have two convolutions each",
                    f"give both channels, such as {name}=(16, 32)",
                )
        branches = (
            (same_conv(c1, 1),),
            (same_conv(c2[0], 1), same_conv(c2[1], 3)),
            (same_conv(c3[0], 1), same_conv(c3[1], 5)),
            (nn.MaxPool2D(pool_size=3, strides=1, padding=1), same_conv(c4, 1)),
        )
        super().__init__(branches, **kwargs)


def same_conv(num_channels: int, kernel_size: int) -> nn.Conv2D:
    """A convolution with relu whose output is as high and wide as its input.

    Parameters
    ----------
    num_channels : int
        Output channels.
    kernel_size : int
        Odd, so that both sides get the same padding, ``(kernel_size - 1) / 2``.

    Raises
    ------
    ConfigError
        If the kernel size is even or below 1.

    Section: 5.2 填充和步幅; 5.9 含并行连结的网络（GoogLeNet）
    """
    if kernel_size < 1 or kernel_size % 2 == 0:
        raise ConfigError(
            f"A kernel of {kernel_size} cannot keep height and width",
            "the padding would be half a pixel on each side",
            "choose an odd size",
        )
    padding = (kernel_size - 1) // 2
    return nn.Conv2D(num_channels, kernel_size, padding=padding, activation="relu")
