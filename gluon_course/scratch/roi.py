"""RoI pooling and RoI align written out: what becomes of each region."""

from __future__ import annotations

import math

import numpy as np
from mxnet import nd


def roi_pool(X, rois, output_size, spatial_scale: float = 1.0):
    """RoI pooling: the maximum of each part of a region.

    A region is rounded to whole places and divided into h x w parts, which overlap
    where the division leaves a remainder.

    Parameters
    ----------
    X : NDArray, shape (N, C, H, W)
    rois : NDArray, shape (R, 5)
        Number of the picture and corner box in pixels; the last column and row belong
        to the region.
    output_size : (int, int)
        h and w.
    spatial_scale : float
        Places of the map for each pixel.

    Returns
    -------
    NDArray, shape (R, C, h, w)
        0 for parts that lie outside the map.

    Section: 9.8 区域卷积神经网络（R-CNN）系列 (chapter_computer-vision/rcnn)
    """
    maps, (h, w) = X.asnumpy(), output_size
    pooled = np.zeros((len(rois), maps.shape[1], h, w), np.float32)
    for r, (number, *box) in enumerate(rois.asnumpy()):
        x1, y1, x2, y2 = (math.floor(side * spatial_scale + 0.5) for side in box)
        rows = _parts(y1, max(y2 - y1 + 1, 1), h, maps.shape[2])
        columns = _parts(x1, max(x2 - x1 + 1, 1), w, maps.shape[3])
        for i, row in enumerate(rows):
            for j, column in enumerate(columns):
                part = maps[int(number), :, row, column]
                if part.size:
                    pooled[r, :, i, j] = part.max(axis=(1, 2))
    return nd.array(pooled)


def roi_align(X, rois, output_size, spatial_scale: float = 1.0, samples: int = 2):
    """RoI align: the mean of values at points of each part of a region.

    Nothing is rounded: a value between places is interpolated from the four around it.

    Parameters
    ----------
    X, rois, output_size, spatial_scale
        As for :func:`roi_pool`; but the region ends at x2 and y2.
    samples : int
        Points in each direction whose mean is one value.

    Returns
    -------
    NDArray, shape (R, C, h, w)

    Source: He et al. (2017), Mask R-CNN, section 3; 9.8 区域卷积神经网络（R-CNN）系列
    """
    maps, (h, w) = X.asnumpy(), output_size
    aligned = np.zeros((len(rois), maps.shape[1], h, w), np.float32)
    for r, (number, *box) in enumerate(rois.asnumpy()):
        # the value of place i belongs to the middle, i + 0.5
        x1, y1, x2, y2 = (side * spatial_scale - 0.5 for side in box)
        for i in range(h):
            for j in range(w):
                points = [
                    (
                        y1 + (i + (a + 0.5) / samples) * (y2 - y1) / h,
                        x1 + (j + (b + 0.5) / samples) * (x2 - x1) / w,
                    )
                    for a in range(samples)
                    for b in range(samples)
                ]
                values = [_value_at(maps[int(number)], *point) for point in points]
                aligned[r, :, i, j] = np.mean(values, axis=0)
    return nd.array(aligned)


def _parts(start: int, length: int, count: int, limit: int) -> list[slice]:
    """``count`` slices that cover ``length`` places from ``start``, inside the map."""
    edges = []
    for i in range(count):
        low = start + math.floor(i * length / count)
        high = start + math.ceil((i + 1) * length / count)
        edges.append(slice(min(max(low, 0), limit), min(max(high, 0), limit)))
    return edges


def _value_at(fmap: np.ndarray, y: float, x: float) -> np.ndarray:
    """Values of all channels at a point; 0 more than one place outside the map."""
    height, width = fmap.shape[1:]
    if not (-1 <= y <= height and -1 <= x <= width):
        return np.zeros(len(fmap))
    y, x = min(max(y, 0), height - 1), min(max(x, 0), width - 1)
    top, left = int(y), int(x)
    bottom, right = min(top + 1, height - 1), min(left + 1, width - 1)
    above = fmap[:, top, left] * (1 - x + left) + fmap[:, top, right] * (x - left)
    below = fmap[:, bottom, left] * (1 - x + left) + fmap[:, bottom, right] * (x - left)
    return above * (1 - y + top) + below * (y - top)
