"""From the masks of boxes to masks of the picture."""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import ShapeError


def paste_masks(masks, boxes, size: tuple[int, int]) -> np.ndarray:
    """Masks in the picture's pixels, from masks that fill their boxes.

    Parameters
    ----------
    masks : numpy.ndarray, shape (K, s, s)
        How probably each part of the box is covered, 0..1.
    boxes : numpy.ndarray, shape (K, 4)
        Corner boxes as fractions of the picture.
    size : (int, int)
        Width W and height H of the picture in pixels.

    Returns
    -------
    numpy.ndarray of bool, shape (K, H, W)
        True where the probability at the pixel's middle, interpolated, is 0.5 or more.

    Raises
    ------
    ShapeError
        If there are not as many boxes as masks.

    Source: He et al. (2017), Mask R-CNN, section 3.1
    """
    masks, boxes = np.asarray(masks, np.float64), np.asarray(boxes, np.float64)
    if masks.ndim != 3 or boxes.shape != (len(masks), 4):
        raise ShapeError(
            f"Masks of shape {masks.shape} for boxes of shape {boxes.shape}",
            action="give (K, s, s) and (K, 4)",
        )
    width, height = size
    pasted = np.zeros((len(masks), height, width), bool)
    for mask, (x1, y1, x2, y2), result in zip(masks, boxes, pasted):
        rows = _weights(y1 * height, y2 * height, height, mask.shape[0])
        columns = _weights(x1 * width, x2 * width, width, mask.shape[1])
        result[:] = rows @ mask @ columns.T >= 0.5
    return pasted


def _weights(low: float, high: float, length: int, count: int) -> np.ndarray:
    """How each pixel of a line is mixed from the mask's parts; (length, count).

    Pixels whose middle is outside the box have no weight.
    """
    middle = np.arange(length) + 0.5
    is_inside = (low <= middle) & (middle < high)
    place = (middle - low) / max(high - low, 1e-9) * count - 0.5
    place = place.clip(0, count - 1)
    distance = np.abs(place[:, None] - np.arange(count))
    return np.maximum(1 - distance, 0) * is_inside[:, None]
