"""Channels: a kernel has those of the input, and makes one of the output."""

from __future__ import annotations

import numpy as np
from mxnet import nd
from mxnet.gluon import nn

from gluon_course import scratch
from gluon_course.base.errors import ShapeError
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.topic import Answer, Check, Table, register_topic

CASES = (
    ("one channel, one kernel", 1, 1),
    ("one channel, several kernels", 1, 4),
    ("several channels, one kernel", 3, 1),
    ("several channels and kernels", 3, 4),
)


def convolution_matrix(K, height: int, width: int) -> np.ndarray:
    """The matrix M with ``M @ X.ravel() == Y.ravel()`` for the convolution Y of X.

    A convolution is linear, so there is one. It is mostly zeros, and the same numbers
    stand in every block of rows: a dense layer with few weights that are shared.

    Parameters
    ----------
    K : NDArray or numpy.ndarray, shape (D, C, h, w)
        Kernels; no padding, stride 1.
    height, width : int
        H and W of the input, which has the shape (C, H, W).

    Returns
    -------
    numpy.ndarray, shape (D * H' * W', C * H * W)
        H' = H - h + 1 and W' = W - w + 1.

    Raises
    ------
    ShapeError
        If K is not 4-D or the kernel is larger than the input.

    Section: 5.3 多输入通道和多输出通道, 9.10 全卷积网络（FCN）
    """
    K = K.asnumpy() if isinstance(K, nd.NDArray) else np.asarray(K)
    if K.ndim != 4:
        raise ShapeError(f"The kernel has shape {K.shape}", action="give 4 dimensions")
    d, c, h, w = K.shape
    rows, columns = scratch.conv_output_shape((height, width), (h, w))
    M = np.zeros((d, rows, columns, c, height, width), K.dtype)
    for i in range(rows):
        for j in range(columns):
            M[:, i, j, :, i : i + h, j : j + w] = K
    return M.reshape(d * rows * columns, c * height * width)


@register_topic(
    "channels",
    "How many channels have a kernel and the output?",
    "5.3, v2:6.4",
)
def channels() -> Answer:
    """Four cases, each computed by loops, as a matrix, by im2col and by Gluon."""
    seed_everything(0)
    rows, largest, shares = [], 0.0, []
    for what, num_inputs, num_kernels in CASES:
        X = nd.random.normal(shape=(num_inputs, 6, 7))
        K = nd.random.normal(shape=(num_kernels, num_inputs, 3, 3))
        M = convolution_matrix(K, 6, 7)
        layer = nn.Conv2D(num_kernels, 3, use_bias=False, in_channels=num_inputs)
        layer.initialize()
        layer.weight.set_data(K)
        Y = scratch.corr2d_multi_in_out(X, K).asnumpy()
        others = (
            (M @ X.asnumpy().ravel()).reshape(Y.shape),
            scratch.corr2d_im2col(X.expand_dims(0), K)[0].asnumpy(),
            layer(X.expand_dims(0))[0].asnumpy(),
        )
        largest = max(largest, *(float(np.abs(Y - each).max()) for each in others))
        shares.append((M != 0).mean())
        rows.append((what, X.shape, K.shape, Y.shape, layer.weight.shape == K.shape))
    X, K = nd.random.normal(shape=(3, 6, 7)), nd.random.normal(shape=(4, 3, 1, 1))
    pixel = nd.dot(K.reshape((4, 3)), X[:, 2, 5])
    by_pixel = scratch.corr2d_multi_in_out(X, K)[:, 2, 5]
    misfit = False
    try:
        scratch.corr2d_multi_in(nd.ones((3, 6, 7)), nd.ones((2, 3, 3)))
    except ShapeError:
        misfit = True
    return Answer(
        "A kernel has as many channels as the input: it is multiplied with all of them "
        "and the products are added up, so that one kernel makes one output channel. "
        "There are as many output channels as kernels. The weight of a layer therefore "
        "has the shape (kernels, input channels, height, width).",
        tables=[
            Table(
                ("case", "input (C, H, W)", "kernels (D, C, h, w)", "output"),
                [row[:4] for row in rows],
            )
        ],
        checks=[
            Check(
                "loops, one large matrix, im2col and Gluon agree in all four cases",
                largest < 1e-4,
                f"largest difference {largest:.0e}",
            ),
            Check(
                "the weights of nn.Conv2D have the kernels' shape",
                all(row[4] for row in rows),
            ),
            Check("a kernel with another number of channels is refused", misfit),
            Check(
                "a 1x1 convolution is one dense layer, applied to every pixel",
                float((pixel - by_pixel).norm().asscalar()) < 1e-5,
            ),
            Check(
                "the large matrix is mostly zeros: 9 of 42 numbers in a row are not",
                np.allclose(shares, 9 / 42),
            ),
        ],
    )
