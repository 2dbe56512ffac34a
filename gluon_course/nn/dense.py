"""The blocks that DenseNet repeats: dense blocks and the transitions between them."""

from mxnet.gluon import nn


def conv_block(num_channels):
    """BatchNorm, relu, then a 3x3 convolution with padding 1 and bias.

    Parameters
    ----------
    num_channels : int
        Output channels.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to (N, num_channels, H, W).

    Section: 5.12 稠密连接网络（DenseNet）
    """
    blk = nn.HybridSequential()
    blk.add(
        nn.BatchNorm(),
        nn.Activation("relu"),
        nn.Conv2D(num_channels, kernel_size=3, padding=1),
    )
    return blk


def bottleneck_conv_block(num_channels):
    """BatchNorm, relu, 1x1 convolution, then BatchNorm, relu, 3x3 convolution.

    The 1x1 convolution narrows the input to 4 * num_channels; no biases, as in the
    paper.

    Parameters
    ----------
    num_channels : int
        Output channels.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to (N, num_channels, H, W).

    Source: Huang et al. (2017), section 3, DenseNet-B
    """
    blk = nn.HybridSequential()
    blk.add(
        nn.BatchNorm(),
        nn.Activation("relu"),
        nn.Conv2D(4 * num_channels, kernel_size=1, use_bias=False),
        nn.BatchNorm(),
        nn.Activation("relu"),
        nn.Conv2D(num_channels, kernel_size=3, padding=1, use_bias=False),
    )
    return blk


class DenseBlock(nn.HybridBlock):
    """Convolution blocks, each of which sees the outputs of all before it.

    Parameters
    ----------
    num_convs : int
        Number of convolution blocks.
    num_channels : int
        Output channels of each, the growth rate.
    block : function
        Makes one from ``num_channels``: :func:`conv_block` or
        :func:`bottleneck_conv_block`.

    Inputs
    ------
    X : shape (N, C, H, W)

    Outputs
    -------
    shape (N, C + num_convs * num_channels, H, W), the input first

    Section: 5.12 稠密连接网络（DenseNet）
    """

    def __init__(self, num_convs, num_channels, block=conv_block, **kwargs):
        super().__init__(**kwargs)
        self.net = nn.HybridSequential()
        for _ in range(num_convs):
            self.net.add(block(num_channels))

    def hybrid_forward(self, F, X):
        for blk in self.net:
            Y = blk(X)
            X = F.concat(X, Y, dim=1)
        return X


def transition_block(num_channels, use_bias=True):
    """BatchNorm, relu, 1x1 convolution, then average pooling that halves the size.

    Parameters
    ----------
    num_channels : int
        Output channels.
    use_bias : bool
        Whether the convolution has a bias; the text's has one, the paper's has none.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to (N, num_channels, H // 2, W // 2); H and W at least 2.

    Section: 5.12 稠密连接网络（DenseNet）
    """
    blk = nn.HybridSequential()
    blk.add(
        nn.BatchNorm(),
        nn.Activation("relu"),
        nn.Conv2D(num_channels, kernel_size=1, use_bias=use_bias),
        nn.AvgPool2D(pool_size=2, strides=2),
    )
    return blk
