"""Regions of interest: from boxes on a feature map to arrays of one size."""

from __future__ import annotations

from gluon_course.nn.operators import operators_of

SAMPLES = 2  # points in each direction whose mean is one value of RoI align


def roi_pool(fmap, rois, output_size, spatial_scale: float = 1.0):
    """RoI pooling: each region's maxima on a grid of whole places.

    Parameters
    ----------
    fmap : NDArray or Symbol, shape (N, C, H, W)
    rois : NDArray or Symbol, shape (R, 5)
        Number of the picture and corner box in pixels; the last column and row belong
        to the region.
    output_size : (int, int)
        Height h and width w of the result.
    spatial_scale : float
        Places of the map for each pixel.

    Returns
    -------
    shape (R, C, h, w)

    Section: 9.8 区域卷积神经网络（R-CNN）系列 (chapter_computer-vision/rcnn)
    """
    F = operators_of(fmap)
    return F.ROIPooling(
        fmap, rois, pooled_size=output_size, spatial_scale=spatial_scale
    )


def roi_align(fmap, boxes, output_size, numbers=None):
    """RoI align: each region's values at points between places, nothing is rounded.

    Parameters
    ----------
    fmap : NDArray or Symbol, shape (N, C, H, W)
    boxes : NDArray or Symbol, shape (B, R, 4)
        Corner boxes as fractions of the picture.
    output_size : (int, int)
        Height h and width w of the result. Each value is the mean of 4 points.
    numbers : NDArray or Symbol, shape (B, R), optional
        Map 0..N-1 of each box; by default box [b, r] lies on map b. A box of map -1
        gives zeros.

    Returns
    -------
    shape (B * R, C, h, w)

    Source: He et al. (2017), Mask R-CNN, section 3; 9.8 区域卷积神经网络（R-CNN）系列
    """
    F = operators_of(fmap)
    first = F.slice_axis(boxes, axis=2, begin=0, end=1)  # (B, R, 1)
    if numbers is None:
        numbers = F.reshape(F.contrib.arange_like(boxes, axis=0), (-1, 1, 1))
        numbers = F.broadcast_add(numbers, F.zeros_like(first))
    else:
        numbers = F.expand_dims(numbers, 2)
    width, height = (
        F.sum(F.ones_like(F.contrib.arange_like(fmap, axis=axis))) for axis in (3, 2)
    )
    sides = F.reshape(F.concat(width, height, width, height, dim=0), (1, 1, 4))
    rois = F.concat(numbers, F.broadcast_mul(boxes, sides), dim=2)
    return F.contrib.ROIAlign(
        fmap,
        F.stop_gradient(F.reshape(rois, (-1, 5))),
        pooled_size=output_size,
        spatial_scale=1.0,
        sample_ratio=SAMPLES,
        aligned=True,
    )
