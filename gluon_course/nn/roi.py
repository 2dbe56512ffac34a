"""Regions of interest: from boxes on a feature map to arrays of one size."""

from __future__ import annotations

from gluon_course.nn.operators import operators_of

_LEAST_SIDE = 1e-6  # of a region, as a fraction of the picture

SAMPLES = 2
"""Points in each direction whose mean is one value of RoI align."""


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


def roi_align(fmap, boxes, output_size, numbers=None, samples: int = SAMPLES):
    """RoI align: each region's values at points between places, nothing is rounded.

    Parameters
    ----------
    fmap : NDArray or Symbol, shape (N, C, H, W)
    boxes : NDArray or Symbol, shape (B, R, 4)
        Corner boxes as fractions of the picture.
    output_size : (int, int)
        Height h and width w of the result.
    numbers : NDArray or Symbol, shape (B, R), optional
        Map 0..N-1 of each box; by default box [b, r] lies on map b. A box of map -1
        gives zeros, as does one without width or height.
    samples : int
        Each value is the mean of so many points in each direction. The paper finds one
        nearly as good as the usual two; it takes a quarter of the time.

    Returns
    -------
    shape (B * R, C, h, w)

    Source: He et al. (2017), Mask R-CNN, section 3; 9.8 区域卷积神经网络（R-CNN）系列
    """
    F = operators_of(fmap)
    low = F.slice_axis(boxes, axis=2, begin=0, end=2)
    high = F.slice_axis(boxes, axis=2, begin=2, end=4)
    is_region = F.min(high - low, axis=2, keepdims=True) > _LEAST_SIDE  # (B, R, 1)
    if numbers is None:
        numbers = F.reshape(F.contrib.arange_like(boxes, axis=0), (-1, 1, 1))
        numbers = F.broadcast_add(numbers, F.zeros_like(is_region))
    else:
        numbers = F.expand_dims(numbers, 2)
        is_region = is_region * (numbers >= 0)
    width, height = (
        F.sum(F.ones_like(F.contrib.arange_like(fmap, axis=axis))) for axis in (3, 2)
    )
    sides = F.reshape(F.concat(width, height, width, height, dim=0), (1, 1, 4))
    # MXNet's operator ends the process at a box without width, and writes the zeros of
    # map -1 over the first box's values: such boxes become (0, 0, 1, 1) of map 0
    rois = F.concat(numbers, F.broadcast_mul(boxes, sides), dim=2)
    filler = F.concat(
        F.zeros_like(numbers), F.zeros_like(low), F.ones_like(high), dim=2
    )
    rois = F.where(F.broadcast_mul(is_region, F.ones_like(rois)), rois, filler)
    aligned = F.contrib.ROIAlign(
        fmap,
        F.stop_gradient(F.reshape(rois, (-1, 5))),
        pooled_size=output_size,
        spatial_scale=1.0,
        sample_ratio=samples,
        aligned=True,
    )
    return F.where(F.reshape(is_region, (-1,)), aligned, F.zeros_like(aligned))


def mask_of_class(masks, classes):
    """Each region's mask for one class.

    Parameters
    ----------
    masks : NDArray or Symbol, shape (R, C, h, w)
    classes : NDArray or Symbol of R numbers, any shape
        0..C-1.

    Returns
    -------
    shape (R, h, w)

    Source: He et al. (2017), Mask R-CNN, section 3
    """
    F = operators_of(masks)
    classes = F.expand_dims(F.reshape(classes, (-1,)), 0)  # (1, R)
    regions = F.contrib.arange_like(masks, axis=0)  # (R,)
    return F.gather_nd(masks, F.concat(F.expand_dims(regions, 0), classes, dim=0))
