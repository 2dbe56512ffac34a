"""v2:13.10 转置卷积

Text:     chapter_computer-vision/transposed-conv
Run:      gluon-course run v2:transposed-conv
Expected: a kernel of 2 x 2 over 2 x 2 pixels gives 3 x 3, with stride 2 4 x 4, with
          padding 1 one pixel, 4; loops, matrix and Gluon agree
Vary:     kernel, stride and padding in the file: the size is s (n - 1) + k - 2 p
"""

from mxnet import init, nd
from mxnet.gluon import nn

from gluon_course import cli, scratch
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.nn import PixelShuffle, PixelUnshuffle


def main(num_channels=10, run=RunOptions()):
    seed_everything(run.seed)
    # 基本操作: every pixel lays down the kernel, times itself
    X = K = nd.array([[0, 1], [2, 3]])
    facts = {"basic": scratch.trans_conv(X, K)}

    # 填充、步幅和多通道: the padding is taken off the output
    facts["padding_1"] = scratch.trans_conv(X, K, padding=1)
    facts["stride_2"] = scratch.trans_conv(X, K, stride=2)
    tconv = nn.Conv2DTranspose(1, kernel_size=2, use_bias=False)
    tconv.initialize()
    images = X.reshape((1, 1, 2, 2))
    tconv(images)
    tconv.weight.set_data(K.reshape((1, 1, 2, 2)))
    facts["gluon"] = tconv(images)[0, 0]

    # a convolution and a transposed one with the same settings: the shape is back
    settings = {"kernel_size": 5, "padding": 2, "strides": 3}
    conv = nn.Conv2D(2 * num_channels, **settings)
    tconv = nn.Conv2DTranspose(num_channels, **settings)
    conv.initialize(init.Xavier())
    tconv.initialize(init.Xavier())
    X = nd.random.uniform(shape=(1, num_channels, 16, 16))
    facts["shape_down"] = conv(X).shape
    facts["shape_back"] = tconv(conv(X)).shape

    # 与矩阵变换的联系: W @ x is the convolution, W.T @ y the transposed one
    X, K = nd.arange(9).reshape((3, 3)), nd.array([[1, 2], [3, 4]])
    W = scratch.conv_matrix(K, X.shape)
    Y = scratch.corr2d(X, K)
    product = nd.dot(W, X.reshape((-1,))).reshape(Y.shape)
    facts["matrix"] = W.shape
    facts["conv_difference"] = (product - Y).abs().max().asscalar().item()
    back = scratch.trans_conv_matrix(Y, K) - scratch.trans_conv(Y, K)
    facts["back_difference"] = back.abs().max().asscalar().item()

    # another way up: channels become pixels
    X = nd.random.uniform(shape=(1, 8, 4, 4))
    shuffled = PixelShuffle(2)(X)
    facts["shuffled"] = shuffled.shape
    returned = PixelUnshuffle(2)(shuffled)
    facts["shuffle_difference"] = (returned - X).abs().max().asscalar().item()
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
