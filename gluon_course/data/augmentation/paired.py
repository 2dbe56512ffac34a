"""A crop of pictures and their masks: the same pixels of both."""

from __future__ import annotations

import numbers

from mxnet import nd

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.data.augmentation.operator import Augmentation, samples, uniform
from gluon_course.data.augmentation.rectangles import sides


class PairedCrop(Augmentation):
    """Cut the same rectangle out of a picture and its mask, at a random place.

    Each pair of the batch has its own place; all places are equally likely. Nothing
    is scaled: a pixel keeps its colour and its class.

    Parameters
    ----------
    height, width : int
        Of the rectangle in pixels.

    Inputs
    ------
    X : shape (N, C, H, W)
        Pictures, floats in [0, 1]; H and W at least those of the rectangle.
    y : shape (N, H, W)
        A number for each pixel, of any type.

    Outputs
    -------
    X : shape (N, C, height, width)
    y : shape (N, height, width)

    Raises
    ------
    ConfigError
        If a side is below 1.
    ShapeError
        If the masks do not fit the pictures, or the pictures are smaller.

    Section: 9.9 语义分割和数据集 (chapter_computer-vision/
    semantic-segmentation-and-dataset)
    """

    def __init__(self, height: int, width: int):
        super().__init__()
        for side in (height, width):
            if not isinstance(side, numbers.Integral) or side < 1:
                raise ConfigError(
                    f"A crop of {height!r} x {width!r} pixels",
                    action="give whole numbers, 1 or more",
                )
        self.size = int(height), int(width)

    def forward(self, X, y):
        if isinstance(X, nd.NDArray):
            self._check(X)
            self._check_pair(X.shape, y.shape)
        return super().forward(X, y)

    def _check_pair(self, pictures, masks) -> None:
        if masks != (pictures[0], *pictures[2:]):
            raise ShapeError(
                f"Masks of shape {masks} for pictures of shape {pictures}",
                "a mask says the class of each pixel of its picture",
                "give masks (N, H, W) for pictures (N, C, H, W)",
            )
        if pictures[2] < self.size[0] or pictures[3] < self.size[1]:
            raise ShapeError(
                f"A crop of {self.size[0]} x {self.size[1]} pixels out of pictures of "
                f"{pictures[2]} x {pictures[3]}",
                "a mask cannot be enlarged",
                "cut smaller rectangles, or leave out the smaller pictures",
            )

    def hybrid_forward(self, F, X, y):
        height, width = self.size
        tops, lefts = (
            self._starts(F, X, side, size) for side, size in zip(sides(F, X), self.size)
        )
        rows = F.broadcast_add(tops, _steps(F, X, 2, height)).expand_dims(2)
        columns = F.broadcast_add(lefts, _steps(F, X, 3, width)).expand_dims(1)
        numbers_ = F.reshape(samples(F, X), shape=(-1, 1, 1))
        # which picture, row and column each pixel comes from: (3, N, height, width)
        places = F.stack(
            F.broadcast_axis(numbers_, axis=(1, 2), size=self.size),
            F.broadcast_axis(rows, axis=2, size=width),
            F.broadcast_axis(columns, axis=1, size=height),
            axis=0,
        )
        pixels = F.gather_nd(F.transpose(X, axes=(0, 2, 3, 1)), places)
        return F.transpose(pixels, axes=(0, 3, 1, 2)), F.gather_nd(y, places)

    def _starts(self, F, X, side, size):
        """First row or column of each rectangle, shape (N, 1)."""
        free = side - size
        drawn = F.floor(F.broadcast_mul(uniform(F, X), free + 1))
        # the product may be rounded up to the number that it stays below
        return F.expand_dims(F.broadcast_minimum(drawn, free), axis=1)


def _steps(F, X, axis, count):
    """The numbers 0..count-1 on the device of X, shape (1, count)."""
    at = F.contrib.arange_like(X, axis=axis)
    return F.slice_axis(at, axis=0, begin=0, end=count).expand_dims(0)
