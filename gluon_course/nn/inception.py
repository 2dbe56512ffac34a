"""The block that GoogLeNet repeats: four paths side by side."""

from mxnet.gluon import nn


class Inception(nn.HybridBlock):
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

    Section: 5.9 含并行连结的网络（GoogLeNet）
    """

    def __init__(self, c1, c2, c3, c4, **kwargs):
        super().__init__(**kwargs)
        self.p1_1 = nn.Conv2D(c1, kernel_size=1, activation="relu")
        self.p2_1 = nn.Conv2D(c2[0], kernel_size=1, activation="relu")
        self.p2_2 = nn.Conv2D(c2[1], kernel_size=3, padding=1, activation="relu")
        self.p3_1 = nn.Conv2D(c3[0], kernel_size=1, activation="relu")
        self.p3_2 = nn.Conv2D(c3[1], kernel_size=5, padding=2, activation="relu")
        self.p4_1 = nn.MaxPool2D(pool_size=3, strides=1, padding=1)
        self.p4_2 = nn.Conv2D(c4, kernel_size=1, activation="relu")

    def hybrid_forward(self, F, x):
        p1 = self.p1_1(x)
        p2 = self.p2_2(self.p2_1(x))
        p3 = self.p3_2(self.p3_1(x))
        p4 = self.p4_2(self.p4_1(x))
        return F.concat(p1, p2, p3, p4, dim=1)
