"""Two-dimensional convolution from scratch: sections 5.1 to 5.3.

``corr2d`` and its relatives loop as the text teaches. ``corr2d_im2col`` computes the
same (with padding and stride) as one matrix product, which is how libraries do it.
"""

from __future__ import annotations

from mxnet import nd
from mxnet.gluon import nn

from gluon_course.base.errors import ShapeError
from gluon_course.scratch.conv_shapes import Pair, conv_output_shape, pair


def corr2d(X: nd.NDArray, K: nd.NDArray) -> nd.NDArray:
    """Two-dimensional cross-correlation, by loops.

    Parameters
    ----------
    X : NDArray, shape (H, W)
    K : NDArray, shape (h, w)

    Returns
    -------
    NDArray, shape (H - h + 1, W - w + 1)

    Raises
    ------
    ShapeError
        If an array is not 2-D or the kernel is larger than the input.

    Section: 5.1 二维卷积层 (chapter_convolutional-neural-networks/conv-layer)
    """
    _check_ndim(X, 2, "input")
    _check_ndim(K, 2, "kernel")
    h, w = K.shape
    rows, columns = conv_output_shape(X.shape, K.shape)
    Y = [
        (X[i : i + h, j : j + w] * K).sum() for i in range(rows) for j in range(columns)
    ]
    return nd.concat(*Y, dim=0).reshape((rows, columns))


def corr2d_multi_in(X: nd.NDArray, K: nd.NDArray) -> nd.NDArray:
    """Sum of the cross-correlations of each input channel with its own kernel.

    Parameters
    ----------
    X : NDArray, shape (C, H, W)
    K : NDArray, shape (C, h, w)

    Returns
    -------
    NDArray, shape (H - h + 1, W - w + 1)

    Raises
    ------
    ShapeError
        If the numbers of channels differ.

    Section: 5.3 多输入通道和多输出通道 (chapter_convolutional-neural-networks/channels)
    """
    _check_ndim(X, 3, "input")
    _check_ndim(K, 3, "kernel")
    _check_channels(X.shape[0], K.shape[0])
    return nd.add_n(*[corr2d(x, k) for x, k in zip(X, K)])


def corr2d_multi_in_out(X: nd.NDArray, K: nd.NDArray) -> nd.NDArray:
    """:func:`corr2d_multi_in` with each of several kernels, stacked.

    Parameters
    ----------
    X : NDArray, shape (C, H, W)
    K : NDArray, shape (D, C, h, w)

    Returns
    -------
    NDArray, shape (D, H - h + 1, W - w + 1)

    Section: 5.3 多输入通道和多输出通道
    """
    _check_ndim(K, 4, "kernel")
    return nd.stack(*[corr2d_multi_in(X, k) for k in K])


def corr2d_multi_in_out_1x1(X: nd.NDArray, K: nd.NDArray) -> nd.NDArray:
    """A 1x1 convolution as the matrix product that it is.

    Parameters
    ----------
    X : NDArray, shape (C, H, W)
    K : NDArray, shape (D, C, 1, 1)

    Returns
    -------
    NDArray, shape (D, H, W)

    Raises
    ------
    ShapeError
        If the kernel is not 1x1 or the numbers of channels differ.

    Section: 5.3 多输入通道和多输出通道
    """
    _check_ndim(X, 3, "input")
    _check_ndim(K, 4, "kernel")
    _check_channels(X.shape[0], K.shape[1])
    if K.shape[2:] != (1, 1):
        raise ShapeError(f"The kernel is {K.shape[2]}x{K.shape[3]}, not 1x1")
    c_i, h, w = X.shape
    c_o = K.shape[0]
    Y = nd.dot(K.reshape((c_o, c_i)), X.reshape((c_i, h * w)))  # (D, H * W)
    return Y.reshape((c_o, h, w))


def im2col(
    X: nd.NDArray, kernel_size: Pair, padding: Pair = 0, stride: Pair = 1
) -> nd.NDArray:
    """Every window of a picture as one column.

    Parameters
    ----------
    X : NDArray, shape (N, C, H, W)
    kernel_size, padding, stride : int or (int, int)
        Height and width; the padding is that of one side.

    Returns
    -------
    NDArray, shape (N, C * h * w, H' * W')
        Channel by channel, then row by row of the window.
    """
    _check_ndim(X, 4, "input")
    (h, w), (p_h, p_w), (s_h, s_w) = map(pair, (kernel_size, padding, stride))
    rows, columns = conv_output_shape(X.shape[2:], (h, w), (p_h, p_w), (s_h, s_w))
    if p_h or p_w:
        X = nd.pad(X, "constant", (0, 0, 0, 0, p_h, p_h, p_w, p_w), constant_value=0)
    # for each place in the window, what lies there in all windows: (N, C, H', W')
    places = [
        nd.slice(
            X,
            begin=(None, None, i, j),
            end=(None, None, i + s_h * (rows - 1) + 1, j + s_w * (columns - 1) + 1),
            step=(None, None, s_h, s_w),
        )
        for i in range(h)
        for j in range(w)
    ]
    # (N, C, h * w, H', W')
    return nd.stack(*places, axis=2).reshape((X.shape[0], -1, rows * columns))


def corr2d_im2col(
    X: nd.NDArray, K: nd.NDArray, padding: Pair = 0, stride: Pair = 1
) -> nd.NDArray:
    """A batch of convolutions as one matrix product with :func:`im2col`.

    Parameters
    ----------
    X : NDArray, shape (N, C, H, W)
    K : NDArray, shape (D, C, h, w)
    padding, stride : int or (int, int)
        Height and width; the padding is that of one side.

    Returns
    -------
    NDArray, shape (N, D, H', W')
        :func:`conv_output_shape` tells H' and W'.

    Raises
    ------
    ShapeError
        If the numbers of channels differ or the kernel is too large.

    Section: 5.3 多输入通道和多输出通道
    """
    _check_ndim(X, 4, "input")
    _check_ndim(K, 4, "kernel")
    _check_channels(X.shape[1], K.shape[1])
    rows, columns = conv_output_shape(X.shape[2:], K.shape[2:], padding, stride)
    windows = im2col(X, K.shape[2:], padding, stride)  # (N, C * h * w, H' * W')
    flat = nd.broadcast_axis(K.reshape((1, K.shape[0], -1)), axis=0, size=X.shape[0])
    return nd.batch_dot(flat, windows).reshape((0, 0, rows, columns))


class Conv2D(nn.Block):
    """A convolution of one channel with a scalar bias, on :func:`corr2d`.

    Parameters
    ----------
    kernel_size : (int, int)
        Height and width.

    Section: 5.1 二维卷积层
    """

    def __init__(self, kernel_size: tuple[int, int], **kwargs):
        super().__init__(**kwargs)
        self.weight = self.params.get("weight", shape=kernel_size)
        self.bias = self.params.get("bias", shape=(1,), init="zeros")

    def forward(self, x: nd.NDArray) -> nd.NDArray:
        """Shape (H, W) to (H - h + 1, W - w + 1)."""
        return corr2d(x, self.weight.data(x.context)) + self.bias.data(x.context)


def _check_ndim(array: nd.NDArray, ndim: int, name: str) -> None:
    if array.ndim != ndim:
        raise ShapeError(
            f"The {name} has shape {array.shape}", action=f"give {ndim} dimensions"
        )


def _check_channels(in_input: int, in_kernel: int) -> None:
    if in_input != in_kernel:
        raise ShapeError(
            f"The input has {in_input} channels, the kernel {in_kernel}",
            "each input channel needs a kernel of its own",
        )
