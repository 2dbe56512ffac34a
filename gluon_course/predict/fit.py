"""Pictures of another size and other proportions."""

from __future__ import annotations

import numpy as np
from mxnet import nd

_BILINEAR, _AREA = 1, 3  # OpenCV's numbers, as MXNet takes them
_ASPECT = 0.02  # proportions that differ by less are the same


def fit_into(
    pixels: np.ndarray, height: int, width: int, fit: str, background: int | None = None
) -> np.ndarray:
    """Bring (h, w, C) to (height, width, C).

    ``crop`` takes the largest middle part of the right proportions, ``stretch`` all of
    it; ``pad`` keeps the proportions and adds ``background``, by default the median
    colour of the border.
    """
    h, w = pixels.shape[:2]
    if fit == "stretch" or abs(w * height / (h * width) - 1) < _ASPECT:
        return resize(pixels, height, width)
    if fit == "crop":
        side = min(h / height, w / width)
        new_h, new_w = max(1, round(side * height)), max(1, round(side * width))
        top, left = (h - new_h) // 2, (w - new_w) // 2
        return resize(pixels[top : top + new_h, left : left + new_w], height, width)
    scale = min(height / h, width / w)
    new_h = min(height, max(1, round(scale * h)))
    new_w = min(width, max(1, round(scale * w)))
    edges = np.concatenate((pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]))
    padded = np.empty((height, width, pixels.shape[2]), np.uint8)
    padded[:] = np.median(edges, axis=0) if background is None else background
    top, left = (height - new_h) // 2, (width - new_w) // 2
    padded[top : top + new_h, left : left + new_w] = resize(pixels, new_h, new_w)
    return padded


def resize(pixels: np.ndarray, height: int, width: int) -> np.ndarray:
    """Resize (h, w, C) to (height, width, C): bilinear up, averaging down."""
    h, w = pixels.shape[:2]
    if (h, w) == (height, width):
        return pixels
    method = _AREA if h >= height and w >= width else _BILINEAR
    array = nd.array(np.ascontiguousarray(pixels), dtype=np.uint8)
    return nd.image.resize(array, size=(width, height), interp=method).asnumpy()


def at_most(pixels: np.ndarray, side: int) -> np.ndarray:
    """Shrink (H, W, C) until its longer side is ``side`` pixels."""
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return pixels
    return resize(pixels, max(1, round(scale * height)), max(1, round(scale * width)))
