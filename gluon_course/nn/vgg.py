"""The block that VGG repeats."""

from mxnet.gluon import nn


def vgg_block(num_convs, num_channels):
    """Convolutions of one width, then a pooling layer that halves height and width.

    Parameters
    ----------
    num_convs : int
        Number of 3x3 convolutions with padding 1 and relu, at least 1.
    num_channels : int
        Output channels of each of them, at least 1.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to (N, num_channels, H // 2, W // 2); H and W at least 2.

    Section: 5.7 使用重复元素的网络（VGG）
    """
    blk = nn.HybridSequential()
    for _ in range(num_convs):
        blk.add(nn.Conv2D(num_channels, kernel_size=3, padding=1, activation="relu"))
    blk.add(nn.MaxPool2D(pool_size=2, strides=2))
    return blk
