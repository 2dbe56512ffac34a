"""Height and width after convolution, pooling and transposed convolution."""

from __future__ import annotations

from typing import Union

from gluon_course.base.errors import ShapeError

Pair = Union[int, tuple[int, int]]
"""One number for height and width, or one for each."""


def conv_output_shape(
    input_shape: Pair,
    kernel_size: Pair,
    padding: Pair = 0,
    stride: Pair = 1,
    *,
    dilation: Pair = 1,
    is_ceil: bool = False,
) -> tuple[int, int]:
    """Height and width after a convolution or pooling.

    ``floor((n + 2p - k) / s) + 1`` along each axis, with ``d * (k - 1) + 1`` in the
    place of k for a dilated kernel. The text counts the padding of both sides
    together; here, as in Gluon, ``padding`` is that of one side.

    Parameters
    ----------
    input_shape, kernel_size, padding, stride : int or (int, int)
        Height and width.
    dilation : int or (int, int)
        Distance between neighbours in the kernel.
    is_ceil : bool
        Round up, as Gluon's pooling layers do with ``ceil_mode``: a last window may
        stick out over the end.

    Returns
    -------
    (int, int)

    Raises
    ------
    ShapeError
        If the kernel is larger than the padded input, or a value is out of range.

    Section: 5.2 填充和步幅 (chapter_convolutional-neural-networks/padding-and-strides)
    """
    values = (input_shape, kernel_size, padding, stride, dilation)
    shape = []
    for n, k, p, s, d in zip(*map(pair, values)):
        if min(n, k, s, d) < 1 or p < 0:
            raise ShapeError(
                f"An input of {n}, kernel of {k}, padding of {p}, stride of {s}"
                + (f", dilation of {d}" if d != 1 else ""),
                "only the padding may be 0 and none may be negative",
            )
        k = d * (k - 1) + 1
        if k > n + 2 * p:
            raise ShapeError(
                f"The kernel ({k}) is larger than the padded input ({n} + 2 * {p})",
                "the picture became too small for this layer",
                "use a larger picture, more padding or a smaller kernel",
            )
        rest = n + 2 * p - k
        shape.append((-(-rest // s) if is_ceil else rest // s) + 1)
    return tuple(shape)


def transposed_conv_output_shape(
    input_shape: Pair,
    kernel_size: Pair,
    padding: Pair = 0,
    stride: Pair = 1,
    *,
    output_padding: Pair = 0,
) -> tuple[int, int]:
    """Height and width after a transposed convolution.

    ``s (n - 1) + k - 2p + o`` along each axis: the size that a convolution of the same
    kernel, padding and stride would turn into n. Several sizes do if the stride is
    above 1; ``output_padding`` (o) says which.

    Parameters
    ----------
    input_shape, kernel_size, padding, stride : int or (int, int)
        Height and width; the padding is that of one side and is taken off the output.
    output_padding : int or (int, int)
        Rows and columns added at one end, less than the stride.

    Returns
    -------
    (int, int)

    Raises
    ------
    ShapeError
        If a value is out of range or nothing is left.

    Section: 9.10 全卷积网络（FCN）
    """
    values = (input_shape, kernel_size, padding, stride, output_padding)
    shape = []
    for n, k, p, s, o in zip(*map(pair, values)):
        if min(n, k, s) < 1 or p < 0 or not 0 <= o < s:
            raise ShapeError(
                f"An input of {n}, kernel of {k}, padding of {p}, stride of {s}, "
                f"output padding of {o}",
                "sizes are at least 1, the output padding is less than the stride",
            )
        size = s * (n - 1) + k - 2 * p + o
        if size < 1:
            raise ShapeError(
                f"A padding of {p} leaves {size} rows or columns",
                "a transposed convolution takes the padding off its output",
                "use less padding",
            )
        shape.append(size)
    return tuple(shape)


def same_padding(kernel_size: Pair) -> tuple[tuple[int, int], tuple[int, int]]:
    """Padding before and after that keeps the size at stride 1, for height and width.

    The two add up to ``kernel_size - 1``. They are equal only for odd kernels, which is
    why kernels are odd: Gluon's ``padding`` is the same on both sides.

    Parameters
    ----------
    kernel_size : int or (int, int)

    Returns
    -------
    ((int, int), (int, int))
        (top, bottom) and (left, right).

    Raises
    ------
    ShapeError
        If a size is below 1.

    Section: 5.2 填充和步幅
    """
    sides = []
    for k in pair(kernel_size):
        if k < 1:
            raise ShapeError(f"A kernel of {k}", action="choose a size of at least 1")
        sides.append(((k - 1) // 2, k // 2))
    return tuple(sides)


def pair(value: Pair) -> tuple[int, int]:
    """Height and width from one number for both, or one for each."""
    return tuple(value) if isinstance(value, (tuple, list)) else (value, value)
