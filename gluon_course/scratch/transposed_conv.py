"""Transposed convolution written out: by loops, and as a product with a matrix.

A convolution of a picture with n pixels is ``W @ x`` with a sparse matrix W of n
columns; the transposed convolution with the same kernel, stride and padding is
``W.T @ y``. So it takes shapes back, not values.
"""

from __future__ import annotations

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ShapeError
from gluon_course.scratch.conv_shapes import (
    Pair,
    conv_output_shape,
    pair,
    transposed_conv_output_shape,
)


def trans_conv(
    X: nd.NDArray, K: nd.NDArray, padding: Pair = 0, stride: Pair = 1
) -> nd.NDArray:
    """Transposed convolution of one channel: every pixel lays down a scaled kernel.

    Parameters
    ----------
    X : NDArray, shape (H, W)
    K : NDArray, shape (h, w)
    padding, stride : int or (int, int)
        Height and width. The stride is the distance between two kernels in the
        output; the padding is taken off each side of it.

    Returns
    -------
    NDArray, shape (H', W')
        :func:`transposed_conv_output_shape` tells H' and W'.

    Raises
    ------
    ShapeError
        If an array is not 2-D, or the padding leaves nothing.

    Section: v2:13.10 转置卷积 (chapter_computer-vision/transposed-conv)
    """
    _check_ndim(X, K, 2)
    (h, w), (p_h, p_w), (s_h, s_w) = map(pair, (K.shape, padding, stride))
    rows, columns = transposed_conv_output_shape(X.shape, (h, w), (p_h, p_w), stride)
    Y = nd.zeros((rows + 2 * p_h, columns + 2 * p_w), X.context, X.dtype)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            top, left = i * s_h, j * s_w
            Y[top : top + h, left : left + w] += X[i, j] * K
    return Y[p_h : p_h + rows, p_w : p_w + columns]


def trans_conv_multi_in_out(
    X: nd.NDArray, K: nd.NDArray, padding: Pair = 0, stride: Pair = 1
) -> nd.NDArray:
    """:func:`trans_conv` with several channels: those of the input are added up.

    Parameters
    ----------
    X : NDArray, shape (C, H, W)
    K : NDArray, shape (C, D, h, w)
        As the weight of ``nn.Conv2DTranspose``.
    padding, stride : int or (int, int)

    Returns
    -------
    NDArray, shape (D, H', W')

    Raises
    ------
    ShapeError
        If the numbers of channels differ or the arrays have other axes.

    Section: v2:13.10 转置卷积
    """
    if X.ndim != 3 or K.ndim != 4 or X.shape[0] != K.shape[0]:
        raise ShapeError(
            f"An input of shape {X.shape} for a kernel of shape {K.shape}",
            "each input channel has a kernel for each output channel",
            "give (C, H, W) and (C, D, h, w)",
        )
    outputs = range(K.shape[1])
    return nd.stack(
        *(
            nd.add_n(*(trans_conv(x, k[d], padding, stride) for x, k in zip(X, K)))
            for d in outputs
        )
    )


def conv_matrix(
    K: nd.NDArray, input_shape: Pair, padding: Pair = 0, stride: Pair = 1
) -> nd.NDArray:
    """The matrix W with ``W @ x`` = the convolution of a picture with ``K``.

    Parameters
    ----------
    K : NDArray, shape (h, w)
    input_shape : int or (int, int)
        Height and width of the picture.
    padding, stride : int or (int, int)

    Returns
    -------
    NDArray, shape (H' * W', H * W)
        A row for each place of the output, a column for each pixel; all places are
        counted row by row.

    Raises
    ------
    ShapeError
        If the kernel does not fit.

    Section: 9.10 全卷积网络（FCN） (chapter_computer-vision/fcn)
    """
    if K.ndim != 2:
        raise ShapeError(f"The kernel has shape {K.shape}", action="give (h, w)")
    (height, width), (p_h, p_w), (s_h, s_w) = map(pair, (input_shape, padding, stride))
    h, w = K.shape
    rows, columns = conv_output_shape((height, width), (h, w), (p_h, p_w), (s_h, s_w))
    kernel = K.asnumpy()
    W = np.zeros((rows, columns, height + 2 * p_h, width + 2 * p_w), kernel.dtype)
    for i in range(rows):
        for j in range(columns):
            W[i, j, i * s_h : i * s_h + h, j * s_w : j * s_w + w] = kernel
    # columns of the padding multiply zeros: leave them out
    W = W[:, :, p_h : p_h + height, p_w : p_w + width]
    W = W.reshape(rows * columns, height * width)
    return nd.array(W, K.context, K.dtype)


def trans_conv_matrix(
    X: nd.NDArray, K: nd.NDArray, padding: Pair = 0, stride: Pair = 1
) -> nd.NDArray:
    """:func:`trans_conv` as the product with a transposed :func:`conv_matrix`.

    Parameters, result and errors are those of :func:`trans_conv`.

    Section: 9.10 全卷积网络（FCN）; v2:13.10 转置卷积
    """
    _check_ndim(X, K, 2)
    shape = transposed_conv_output_shape(X.shape, K.shape, padding, stride)
    W = conv_matrix(K, shape, padding, stride)
    return nd.dot(W.T, X.reshape((-1,))).reshape(shape)


def _check_ndim(X: nd.NDArray, K: nd.NDArray, ndim: int) -> None:
    if X.ndim != ndim or K.ndim != ndim:
        raise ShapeError(
            f"An input of shape {X.shape} and a kernel of shape {K.shape}",
            action=f"give {ndim} dimensions each",
        )
