"""5.4 池化层

Text:     chapter_convolutional-neural-networks/pooling
Run:      gluon-course run pooling
Expected: maximum [[4, 5], [7, 8]] and average [[2, 3], [5, 6]] of 0..8; of 0..15 the
          layers give [[10]], [[5, 7], [13, 15]] and [[0, 3], [8, 11], [12, 15]]
Vary:     the window and its step, in the file
"""

from mxnet import nd
from mxnet.gluon import nn

from gluon_course import cli, scratch, viz
from gluon_course.base.run import RunOptions


def main(run=RunOptions()):
    # 二维最大池化层和平均池化层
    X = nd.array([[0, 1, 2], [3, 4, 5], [6, 7, 8]])
    largest = scratch.pool2d(X, (2, 2))
    mean = scratch.pool2d(X, (2, 2), "avg")

    # 填充和步幅: by default the step is the window
    X = nd.arange(16).reshape((1, 1, 4, 4))
    by_window = nn.MaxPool2D(3)(X)
    padded = nn.MaxPool2D(3, padding=1, strides=2)(X)
    uneven = nn.MaxPool2D((2, 3), padding=(1, 2), strides=(2, 3))(X)
    from_scratch = scratch.pool2d(X[0], (2, 3), padding=(1, 2), stride=(2, 3))

    # 多通道: channels are pooled one by one and not added
    two = nn.MaxPool2D(3, padding=1, strides=2)(nd.concat(X, X + 1, dim=1))

    viz.image_grid(
        [X[0, 0] / 15, padded[0, 0] / 15, uneven[0, 0] / 15],
        ["input", "maximum, 3x3 window", "maximum, 2x3 window"],
        path=run.path("pooling.png"),
    )
    return {
        "max": largest,
        "avg": mean,
        "window_3": by_window[0, 0],
        "padded": padded[0, 0],
        "uneven": uneven[0, 0],
        "uneven_from_scratch": from_scratch[0],
        "two_channels": two[0],
    }


if __name__ == "__main__":
    cli.run_script(__file__)
