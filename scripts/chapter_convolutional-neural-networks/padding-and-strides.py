"""5.2 填充和步幅

Text:     chapter_convolutional-neural-networks/padding-and-strides
Run:      gluon-course run padding-and-strides
Expected: an 8x8 input becomes 8x8, 8x8, 4x4 and 2x2
Vary:     --size 16, another height and width of the input
"""

from mxnet import nd
from mxnet.gluon import nn

from gluon_course import cli, scratch
from gluon_course.base.run import RunOptions


def comp_conv2d(conv2d, X):
    """Apply a layer to one picture without batch and channel axes."""
    conv2d.initialize()
    X = X.reshape((1, 1, *X.shape))
    Y = conv2d(X)
    return Y.reshape(Y.shape[2:])


def main(size=8, run=RunOptions()):
    X = nd.random.uniform(shape=(size, size))
    settings = [
        # 填充: 1 on each side
        {"kernel_size": 3, "padding": 1},
        # a kernel of unequal sides keeps the size with unequal padding
        {"kernel_size": (5, 3), "padding": (2, 1)},
        # 步幅: 2, which halves height and width
        {"kernel_size": 3, "padding": 1, "strides": 2},
        {"kernel_size": (3, 5), "padding": (0, 1), "strides": (3, 4)},
    ]
    shapes, by_formula = [], []
    for each in settings:
        # floor((n + 2p - k) / s) + 1 along each axis
        kernel_size, padding = each["kernel_size"], each["padding"]
        stride = each.get("strides", 1)
        shape = scratch.conv_output_shape(X.shape, kernel_size, padding, stride)
        by_formula.append(shape)
        Y = comp_conv2d(nn.Conv2D(1, **each), X)
        shapes.append(Y.shape)
        if run.progress:
            print(f"{X.shape} -> {Y.shape}  {each}")
    return {"shapes": shapes, "by_formula": by_formula}


if __name__ == "__main__":
    cli.run_script(__file__)
