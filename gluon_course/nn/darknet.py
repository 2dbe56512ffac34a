"""The blocks of Darknet: a convolution with leaky relu, and its residual block."""

from mxnet.gluon import nn

SLOPE = 0.1  # of the leaky relu below 0


def darknet_conv(num_channels, kernel_size=3, strides=1):
    """Convolution without bias, batch normalization, leaky relu with slope 0.1.

    Parameters
    ----------
    num_channels, strides : int
    kernel_size : int
        Odd: with stride 1 height and width stay.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to (N, num_channels, H', W'), H' = (H - 1) // strides + 1.

    Source: Redmon and Farhadi (2018), YOLOv3: an incremental improvement
    """
    blk = nn.HybridSequential()
    blk.add(
        nn.Conv2D(
            num_channels, kernel_size, strides, padding=kernel_size // 2, use_bias=False
        ),
        nn.BatchNorm(),
        nn.LeakyReLU(SLOPE),
    )
    return blk


class DarknetResidual(nn.HybridBlock):
    """A 1x1 convolution to half the channels and a 3x3 one back, added to the input.

    Parameters
    ----------
    num_channels : int
        Channels of input and output, an even number.

    Source: Redmon and Farhadi (2018), table 1
    """

    def __init__(self, num_channels, **kwargs):
        super().__init__(**kwargs)
        self.body = nn.HybridSequential()
        self.body.add(darknet_conv(num_channels // 2, 1), darknet_conv(num_channels))

    def hybrid_forward(self, F, X):
        return X + self.body(X)


def darknet_stage(num_channels, num_residuals):
    """A convolution that halves height and width, then residual blocks.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to (N, num_channels, H', W'), H' = (H + 1) // 2.

    Source: Redmon and Farhadi (2018), table 1
    """
    blk = nn.HybridSequential()
    blk.add(darknet_conv(num_channels, strides=2))
    blk.add(*(DarknetResidual(num_channels) for _ in range(num_residuals)))
    return blk
