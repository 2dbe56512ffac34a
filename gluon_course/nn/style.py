"""Losses of style transfer: content, style by Gram matrices, and roughness (9.11)."""

from __future__ import annotations

from gluon_course.nn.operators import operators_of


def content_loss(Y_hat, Y):
    """Mean squared difference of two maps of features.

    Parameters
    ----------
    Y_hat, Y : NDArray or Symbol, shape (N, C, H, W)
        Features of the picture that is made and of the content picture.

    Returns
    -------
    shape (1,)

    Section: 9.11 样式迁移 (chapter_computer-vision/neural-style)
    """
    F = operators_of(Y_hat)
    return F.mean(F.square(Y_hat - Y))


def gram(X):
    """How much the channels of a map of features go together, wherever that is.

    Parameters
    ----------
    X : NDArray or Symbol, shape (N, C, H, W)

    Returns
    -------
    shape (N, C, C)
        Products of channels, summed over the places and divided by C * H * W, so that
        the numbers of large maps compare with those of small ones.

    Section: 9.11 样式迁移
    """
    F = operators_of(X)
    flat = F.reshape(X, (0, 0, -1))  # (N, C, H * W)
    size = F.sum(F.slice_axis(F.ones_like(flat), axis=0, begin=0, end=1))
    products = F.batch_dot(flat, flat, transpose_b=True)
    return F.broadcast_div(products, F.reshape(size, (1, 1, 1)))


def style_loss(Y_hat, gram_Y):
    """Mean squared difference of two Gram matrices.

    Parameters
    ----------
    Y_hat : NDArray or Symbol, shape (N, C, H, W)
        Features of the picture that is made.
    gram_Y : shape (N, C, C)
        :func:`gram` of the style picture's features.

    Returns
    -------
    shape (1,)

    Section: 9.11 样式迁移
    """
    F = operators_of(Y_hat)
    return F.mean(F.square(gram(Y_hat) - gram_Y))


def tv_loss(Y_hat):
    """Half the mean difference of neighbouring pixels, below and beside: roughness.

    Parameters
    ----------
    Y_hat : NDArray or Symbol, shape (N, C, H, W)
        A picture; 2 pixels or more high and wide.

    Returns
    -------
    shape (1,)

    Section: 9.11 样式迁移
    """
    F = operators_of(Y_hat)
    differences = []
    for axis in (2, 3):
        later = F.slice_axis(Y_hat, axis=axis, begin=1, end=None)
        earlier = F.slice_axis(Y_hat, axis=axis, begin=0, end=-1)
        differences.append(F.mean(F.abs(later - earlier)))
    return 0.5 * (differences[0] + differences[1])
