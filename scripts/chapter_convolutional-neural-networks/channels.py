"""5.3 多输入通道和多输出通道

Text:     chapter_convolutional-neural-networks/channels
Run:      gluon-course run channels
Expected: [[56, 72], [104, 120]] from two input channels, with the kernels K, K + 1,
          K + 2 also [[76, 100], [148, 172]] and [[96, 128], [192, 224]]; the 1x1
          convolution equals a matrix product to 1e-6
Vary:     --seed 1, another 1x1 convolution
"""

from mxnet import nd

from gluon_course import cli, scratch
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(run=RunOptions()):
    seed_everything(run.seed)
    # 多输入通道: one kernel for each input channel, the results added
    X = nd.array(
        [
            [[0, 1, 2], [3, 4, 5], [6, 7, 8]],
            [[1, 2, 3], [4, 5, 6], [7, 8, 9]],
        ]
    )
    K = nd.array([[[0, 1], [2, 3]], [[1, 2], [3, 4]]])
    multi_in = scratch.corr2d_multi_in(X, K)

    # 多输出通道: K, K + 1 and K + 2 make a kernel of shape (3, 2, 2, 2)
    K = nd.stack(K, K + 1, K + 2)
    multi_in_out = scratch.corr2d_multi_in_out(X, K)

    # 1x1卷积层: a fully connected layer over the channels of each pixel
    X = nd.random.uniform(shape=(3, 3, 3))
    K = nd.random.uniform(shape=(2, 3, 1, 1))
    Y1 = scratch.corr2d_multi_in_out_1x1(X, K)
    Y2 = scratch.corr2d_multi_in_out(X, K)
    # im2col: any convolution is a matrix product, once the windows are columns
    Y3 = scratch.corr2d_im2col(X.expand_dims(0), K)[0]
    return {
        "multi_in": multi_in,
        "multi_in_out": multi_in_out,
        "difference_1x1": (Y1 - Y2).norm().asscalar().item(),
        "difference_im2col": (Y3 - Y2).norm().asscalar().item(),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
