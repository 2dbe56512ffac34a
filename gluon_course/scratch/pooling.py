"""Pooling from scratch (section 5.4), with padding and stride."""

from __future__ import annotations

import functools

from mxnet import nd

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.scratch.conv_shapes import conv_output_shape


def pool2d(
    X: nd.NDArray,
    pool_size: tuple[int, int],
    mode: str = "max",
    padding: tuple[int, int] = (0, 0),
    stride: tuple[int, int] = (1, 1),
) -> nd.NDArray:
    """Maximum or mean of each window of a picture, by loops.

    Parameters
    ----------
    X : NDArray, shape (H, W) or (C, H, W)
        Channels are pooled one by one.
    pool_size : (int, int)
        Height and width of the window.
    mode : str
        ``'max'`` or ``'avg'``.
    padding : (int, int)
        Rows and columns added on each side: -inf for the maximum; zeros that count for
        the mean, as in Gluon.
    stride : (int, int)
        Step of the window. The section's function has 1; Gluon's layers take the
        window's size.

    Returns
    -------
    NDArray, shape (H', W') or (C, H', W')
        :func:`~gluon_course.scratch.conv_output_shape` tells H' and W'.

    Raises
    ------
    ConfigError
        If ``mode`` is another word.
    ShapeError
        If ``X`` is neither 2-D nor 3-D, or the window does not fit.

    Section: 5.4 池化层 (chapter_convolutional-neural-networks/pooling)
    """
    if mode not in ("max", "avg"):
        raise ConfigError(f"The pooling mode is {mode!r}", action="use 'max' or 'avg'")
    if X.ndim == 3:
        pool = functools.partial(
            pool2d, pool_size=pool_size, mode=mode, padding=padding, stride=stride
        )
        return nd.stack(*[pool(x) for x in X])
    if X.ndim != 2:
        raise ShapeError(
            f"The input has shape {X.shape}", action="give 2 or 3 dimensions"
        )
    rows, columns = conv_output_shape(X.shape, pool_size, padding, stride)
    if any(padding):
        X = _pad(X, padding, value=float("-inf") if mode == "max" else 0.0)
    (p_h, p_w), (s_h, s_w) = pool_size, stride
    windows = [
        X[i * s_h : i * s_h + p_h, j * s_w : j * s_w + p_w]
        for i in range(rows)
        for j in range(columns)
    ]
    Y = [window.max() if mode == "max" else window.mean() for window in windows]
    return nd.concat(*Y, dim=0).reshape((rows, columns))


def _pad(X: nd.NDArray, padding: tuple[int, int], value: float) -> nd.NDArray:
    p_h, p_w = padding
    X = X.reshape((1, 1, *X.shape))  # nd.pad wants (N, C, H, W)
    widths = (0, 0, 0, 0, p_h, p_h, p_w, p_w)
    return nd.pad(X, "constant", widths, constant_value=value)[0, 0]
