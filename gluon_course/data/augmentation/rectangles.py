"""Random rectangles in the pictures of a batch, one for each."""

from __future__ import annotations

import math

from gluon_course.data.augmentation.operator import uniform


def sides(F, X):
    """Height and width of the pictures (N, C, H, W), shape (1,) each."""
    return tuple(F.contrib.arange_like(X, axis=axis).max() + 1 for axis in (2, 3))


def random_boxes(F, X, area, ratio):
    """A random rectangle inside each picture.

    Parameters
    ----------
    F : module
        ``mxnet.ndarray`` or ``mxnet.symbol``.
    X : shape (N, C, H, W)
        The pictures.
    area : (float, float)
        Least and greatest share of the picture's area, 0..1, uniform.
    ratio : (float, float)
        Least and greatest ratio of width to height, above 0, log-uniform.

    Returns
    -------
    shape (N, 4)
        Corner boxes: left, top, right, bottom in pixels, fractions allowed. A side
        that would be longer than the picture's is cut to it; the place is uniform.
    """
    height, width = sides(F, X)
    pixels = F.broadcast_mul(uniform(F, X, *area), height * width)
    ratios = F.exp(uniform(F, X, *map(math.log, ratio)))
    w = F.broadcast_minimum(F.sqrt(pixels * ratios), width)
    h = F.broadcast_minimum(F.sqrt(pixels / ratios), height)
    x = uniform(F, X) * F.broadcast_sub(width, w)
    y = uniform(F, X) * F.broadcast_sub(height, h)
    return F.stack(x, y, x + w, y + h, axis=1)


def covered(F, X, boxes):
    """Which pixels lie in the box of their picture, its corners rounded.

    Parameters
    ----------
    X : shape (N, C, H, W)
        The pictures.
    boxes : shape (N, 4)
        Corner boxes in pixels; parts outside the picture count for nothing.

    Returns
    -------
    shape (N, H, W)
        1 or 0.
    """
    left, top, right, bottom = F.split(F.round(boxes), num_outputs=4, axis=1)
    rows = _between(F, F.contrib.arange_like(X, axis=2), top, bottom)
    columns = _between(F, F.contrib.arange_like(X, axis=3), left, right)
    return F.broadcast_mul(F.expand_dims(rows, axis=2), F.expand_dims(columns, axis=1))


def replaced(F, X, others, mask):
    """Pictures with the pixels of ``others`` where ``mask`` (N, H, W) is 1."""
    return F.where(F.broadcast_like(F.expand_dims(mask, axis=1), X), others, X)


def _between(F, at, low, high):
    at = F.expand_dims(at, axis=0)
    return F.broadcast_greater_equal(at, low) * F.broadcast_lesser(at, high)
