"""Random resized crop: of each picture another rectangle, all scaled to one size."""

from __future__ import annotations

import numbers

from gluon_course.base.errors import ConfigError
from gluon_course.data.augmentation.operator import Augmentation, checked_range
from gluon_course.data.augmentation.rectangles import random_boxes, sides

_MOST = 1e6  # ratio of width to height


class RandomResizedCrop(Augmentation):
    """Cut a random rectangle out of each picture and scale it to ``size``.

    Each picture of the batch has its own rectangle: its share of the area is uniform
    in ``scale``, its ratio of width to height log-uniform in ``ratio``, its place
    uniform. A side that would be longer than the picture's is cut to it. Gluon's
    transform of that name draws the same way, except that it draws again where a side
    is too long.

    Parameters
    ----------
    size : int or (width, height)
        Pixels of the result.
    scale : (float, float)
        Least and greatest share of the area, 0 < share <= 1.
    ratio : (float, float)
        Least and greatest ratio of width to height.

    Raises
    ------
    ConfigError
        If a number is out of range.

    Section: 9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """

    def __init__(self, size, scale=(0.08, 1.0), ratio=(3 / 4, 4 / 3)):
        super().__init__()
        self.size = _checked_size(size)
        self.scale = checked_range("scale", scale, 1e-6, 1)
        self.ratio = checked_range("ratio", ratio, 1 / _MOST, _MOST)

    def hybrid_forward(self, F, X):
        boxes = random_boxes(F, X, self.scale, self.ratio)
        return crop_resized(F, X, boxes, self.size)


def crop_resized(F, X, boxes, size):
    """Cut ``boxes`` out of pictures and scale them by bilinear interpolation.

    Parameters
    ----------
    F : module
        ``mxnet.ndarray`` or ``mxnet.symbol``.
    X : shape (N, C, H, W)
        Pictures.
    boxes : shape (N, 4)
        One corner box for each, in pixels: (0, 0, W, H) is the whole picture.
    size : (int, int)
        Width and height of the result.

    Returns
    -------
    shape (N, C, size[1], size[0])
        Pixels outside the picture are those of its border.
    """
    height, width = sides(F, X)
    corners = F.split(boxes, num_outputs=4, axis=1)  # each (N, 1)
    across = _positions(F, corners[0], corners[2], size[0], width)  # (N, size[0])
    down = _positions(F, corners[1], corners[3], size[1], height)  # (N, size[1])
    # (N, size[1], size[0])
    across = F.broadcast_axis(F.expand_dims(across, axis=1), axis=1, size=size[1])
    down = F.broadcast_axis(F.expand_dims(down, axis=2), axis=2, size=size[0])
    return F.BilinearSampler(X, F.stack(across, down, axis=1))


def _positions(F, begin, end, count, side):
    """Centres of ``count`` pixels from ``begin`` to ``end``, as the sampler's -1..1."""
    steps = F.expand_dims((F.arange(count) + 0.5) / count, axis=0)  # (1, count)
    at = F.broadcast_add(F.broadcast_mul(end - begin, steps), begin) - 0.5
    last = F.reshape(side - 1, shape=(1, 1))
    at = F.broadcast_minimum(F.maximum(at, 0), last)
    return F.broadcast_div(at * 2, F.maximum(last, 1)) - 1


def _checked_size(size) -> tuple[int, int]:
    pair = tuple(size) if isinstance(size, (tuple, list)) else (size, size)
    if len(pair) != 2 or not all(
        isinstance(side, numbers.Integral) and side >= 1 for side in pair
    ):
        raise ConfigError(
            f"A crop of {size!r} pixels", action="give one size or (width, height)"
        )
    return int(pair[0]), int(pair[1])
