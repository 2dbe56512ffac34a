"""Larger pictures out of small maps: bilinear kernels and the shuffling of pixels."""

from __future__ import annotations

import numpy as np
from mxnet import init, nd
from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError, ShapeError


def bilinear_kernel(
    in_channels: int, out_channels: int, kernel_size: int
) -> nd.NDArray:
    """Weights with which a transposed convolution interpolates bilinearly.

    With stride s, a kernel of 2s and padding s / 2 the picture becomes s times as
    large. Channel i of the output comes from channel i of the input alone.

    Parameters
    ----------
    in_channels, out_channels : int
        C and D, 1 or more.
    kernel_size : int
        Height and width of the kernel, 1 or more.

    Returns
    -------
    NDArray, shape (C, D, kernel_size, kernel_size)

    Raises
    ------
    ConfigError
        If a number is below 1.

    Section: 9.10 全卷积网络（FCN） (chapter_computer-vision/fcn)
    """
    if min(in_channels, out_channels, kernel_size) < 1:
        raise ConfigError(
            f"A bilinear kernel of size {kernel_size} from {in_channels} to "
            f"{out_channels} channels",
            action="choose 1 or more of each",
        )
    return nd.array(_bilinear((in_channels, out_channels, kernel_size, kernel_size)))


@init.register
class BilinearKernel(init.Initializer):
    """Initializes the weight of a transposed convolution by :func:`bilinear_kernel`.

    Given as ``weight_initializer`` of the layer, it stays whatever initializer the
    rest of the net gets.

    Raises
    ------
    ShapeError
        If the weight is not (C, D, h, w).

    Section: 9.10 全卷积网络（FCN）
    """

    def _init_weight(self, name, data):
        if len(data.shape) != 4:
            raise ShapeError(
                f"The weight {name} has shape {data.shape}",
                "only transposed convolutions of pictures interpolate",
                "give it to nn.Conv2DTranspose",
            )
        data[:] = _bilinear(data.shape)


class PixelShuffle(nn.HybridBlock):
    """Channels become pixels: each place turns into a square of ``factor**2``.

    Parameters
    ----------
    factor : int
        How much larger the picture becomes, 1 or more.

    Inputs
    ------
    X : shape (N, C * factor**2, H, W)

    Outputs
    -------
    shape (N, C, H * factor, W * factor)
        Channel c at (i, j) is channel ``c * factor**2 + i % factor * factor + j %
        factor`` of X at (i // factor, j // factor).

    Raises
    ------
    ConfigError
        If ``factor`` is below 1.
    ShapeError
        If the channels are no multiple of ``factor**2``.

    Source: Shi et al. (2016), Real-time single image and video super-resolution
    """

    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = _checked_factor(factor)

    def forward(self, X):
        squares = self.factor**2
        if isinstance(X, nd.NDArray) and (X.ndim != 4 or X.shape[1] % squares):
            raise ShapeError(
                f"Pixels of shape {X.shape} cannot be shuffled by {self.factor}",
                f"every {squares} channels become one",
                f"give (N, C, H, W) with C a multiple of {squares}",
            )
        return super().forward(X)

    def hybrid_forward(self, F, X):
        f = self.factor
        X = F.reshape(X, (0, -4, -1, f * f, 0, 0))  # (N, C, f * f, H, W)
        X = F.reshape(X, (0, 0, -4, f, f, 0, 0))  # (N, C, f, f, H, W)
        X = F.transpose(X, axes=(0, 1, 4, 2, 5, 3))  # (N, C, H, f, W, f)
        return F.reshape(X, (0, 0, -3, -3))


class PixelUnshuffle(nn.HybridBlock):
    """The inverse of :class:`PixelShuffle`: a square of pixels becomes channels.

    Parameters
    ----------
    factor : int
        How much smaller the picture becomes, 1 or more.

    Inputs
    ------
    X : shape (N, C, H * factor, W * factor)

    Outputs
    -------
    shape (N, C * factor**2, H, W)

    Raises
    ------
    ConfigError
        If ``factor`` is below 1.
    ShapeError
        If height or width is no multiple of ``factor``.
    """

    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = _checked_factor(factor)

    def forward(self, X):
        if isinstance(X, nd.NDArray) and (
            X.ndim != 4 or X.shape[2] % self.factor or X.shape[3] % self.factor
        ):
            raise ShapeError(
                f"Pixels of shape {X.shape} do not fall into squares of {self.factor}",
                action="give (N, C, H, W) with H and W multiples of the factor",
            )
        return super().forward(X)

    def hybrid_forward(self, F, X):
        f = self.factor
        X = F.reshape(X, (0, 0, -4, -1, f, -2))  # (N, C, H, f, W * f)
        X = F.reshape(X, (0, 0, 0, 0, -4, -1, f))  # (N, C, H, f, W, f)
        X = F.transpose(X, axes=(0, 1, 3, 5, 2, 4))  # (N, C, f, f, H, W)
        X = F.reshape(X, (0, -3, 0, 0, 0))  # (N, C * f, f, H, W)
        return F.reshape(X, (0, -3, 0, 0))


def _bilinear(shape) -> np.ndarray:
    in_channels, out_channels, height, width = shape
    kernel = np.zeros(shape, np.float32)
    both = np.arange(min(in_channels, out_channels))
    kernel[both, both] = np.outer(_tent(height), _tent(width))
    return kernel


def _tent(size: int) -> np.ndarray:
    """Weights that fall linearly from the middle of a kernel."""
    half = (size + 1) // 2
    return 1 - np.abs(np.arange(size) - (size - 1) / 2) / half


def _checked_factor(factor) -> int:
    if isinstance(factor, bool) or not isinstance(factor, int) or factor < 1:
        raise ConfigError(f"factor is {factor!r}", action="choose a whole number, 1 up")
    return factor
