"""The blocks that ResNet repeats: the course's residual block and the bottleneck."""

from mxnet.gluon import nn


class Residual(nn.HybridBlock):
    """Two 3x3 convolutions with batch normalization, added to the input.

    As in the text, the convolutions have biases (BatchNorm cancels all but the
    shortcut's) and the 1x1 convolution of the shortcut has no BatchNorm.

    Parameters
    ----------
    num_channels : int
        Output channels.
    use_1x1conv : bool
        Pass the input through a 1x1 convolution, needed where the number of channels
        or the size changes.
    strides : int
        Stride of the first convolution and of the shortcut.

    Inputs
    ------
    X : shape (N, C, H, W)
        C = num_channels unless ``use_1x1conv``.

    Outputs
    -------
    shape (N, num_channels, H', W'), H' = (H - 1) // strides + 1, and W' likewise

    Section: 5.11 残差网络（ResNet）
    """

    def __init__(self, num_channels, use_1x1conv=False, strides=1, **kwargs):
        super().__init__(**kwargs)
        self.conv1 = nn.Conv2D(num_channels, kernel_size=3, padding=1, strides=strides)
        self.conv2 = nn.Conv2D(num_channels, kernel_size=3, padding=1)
        if use_1x1conv:
            self.conv3 = nn.Conv2D(num_channels, kernel_size=1, strides=strides)
        else:
            self.conv3 = None
        self.bn1 = nn.BatchNorm()
        self.bn2 = nn.BatchNorm()

    def hybrid_forward(self, F, X):
        Y = _relu(F, self.bn1(self.conv1(X)))
        Y = self.bn2(self.conv2(Y))
        if self.conv3 is not None:
            X = self.conv3(X)
        return _relu(F, Y + X)


class Bottleneck(nn.HybridBlock):
    """A 1x1, a 3x3 and a 1x1 convolution around a narrow middle, added to the input.

    Built as in the paper, so that parameters can be compared with its published nets:
    no biases, and BatchNorm on the shortcut too. The stride is in the 3x3 convolution,
    where later implementations put it (the paper has it in the first 1x1 one).

    Parameters
    ----------
    num_channels : int
        Output channels, a multiple of 4; the middle has a quarter of them.
    use_1x1conv : bool
        Pass the input through a 1x1 convolution, needed where the number of channels
        or the size changes.
    strides : int
        Stride of the 3x3 convolution and of the shortcut.

    Inputs
    ------
    X : shape (N, C, H, W)
        C = num_channels unless ``use_1x1conv``.

    Outputs
    -------
    shape (N, num_channels, H', W'), H' = (H - 1) // strides + 1, and W' likewise

    Source: He et al. (2015), section 4.1; 5.11 残差网络（ResNet）
    """

    def __init__(self, num_channels, use_1x1conv=False, strides=1, **kwargs):
        super().__init__(**kwargs)
        middle = num_channels // 4
        self.conv1 = nn.Conv2D(middle, kernel_size=1, use_bias=False)
        self.conv2 = nn.Conv2D(
            middle, kernel_size=3, padding=1, strides=strides, use_bias=False
        )
        self.conv3 = nn.Conv2D(num_channels, kernel_size=1, use_bias=False)
        self.bn1 = nn.BatchNorm()
        self.bn2 = nn.BatchNorm()
        self.bn3 = nn.BatchNorm()
        if use_1x1conv:
            self.conv4 = nn.Conv2D(
                num_channels, kernel_size=1, strides=strides, use_bias=False
            )
            self.bn4 = nn.BatchNorm()
        else:
            self.conv4 = None

    def hybrid_forward(self, F, X):
        Y = _relu(F, self.bn1(self.conv1(X)))
        Y = _relu(F, self.bn2(self.conv2(Y)))
        Y = self.bn3(self.conv3(Y))
        if self.conv4 is not None:
            X = self.bn4(self.conv4(X))
        return _relu(F, Y + X)


def resnet_block(num_channels, num_residuals, first_block=False, residual=Residual):
    """Residual blocks of one width; the first halves height and width.

    Parameters
    ----------
    num_channels : int
        Output channels of each residual block.
    num_residuals : int
        Number of residual blocks.
    first_block : bool
        True for the stage right after the stem, which keeps height and width.
    residual : class
        :class:`Residual` or :class:`Bottleneck`.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to (N, num_channels, H', W'), H' = (H + 1) // 2, or H' = H for
        the first block, and W' likewise. For the first block of :class:`Residual`, C
        is num_channels.

    Section: 5.11 残差网络（ResNet）
    """
    blk = nn.HybridSequential()
    for i in range(num_residuals):
        if i == 0 and not first_block:
            blk.add(residual(num_channels, use_1x1conv=True, strides=2))
        elif i == 0 and residual is Bottleneck:
            blk.add(residual(num_channels, use_1x1conv=True))
        else:
            blk.add(residual(num_channels))
    return blk


def _relu(F, x):
    """relu as the operator that shares the memory layout of the convolutions."""
    return F.Activation(x, act_type="relu")
