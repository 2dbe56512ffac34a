"""The block that NiN repeats."""

from mxnet.gluon import nn


def nin_block(num_channels, kernel_size, strides, padding):
    """A convolution followed by two 1x1 convolutions, each with relu.

    The 1x1 convolutions act as dense layers on the channels of every pixel.

    Parameters
    ----------
    num_channels : int
        Output channels of the three convolutions, at least 1.
    kernel_size, strides, padding : int
        Those of the first convolution.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to (N, num_channels, H', W') with
        H' = (H + 2 * padding - kernel_size) // strides + 1, and W' likewise.

    Section: 5.8 网络中的网络（NiN）
    """
    blk = nn.HybridSequential()
    blk.add(
        nn.Conv2D(num_channels, kernel_size, strides, padding, activation="relu"),
        nn.Conv2D(num_channels, kernel_size=1, activation="relu"),
        nn.Conv2D(num_channels, kernel_size=1, activation="relu"),
    )
    return blk
