"""Intersection over union of boxes and of masks, in NumPy."""

from __future__ import annotations

import numpy as np


def box_overlaps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """IoU of every box of ``a`` with every box of ``b``.

    Parameters
    ----------
    a, b : numpy.ndarray, shape (K, 4) and (M, 4)
        Corner boxes in one unit.

    Returns
    -------
    numpy.ndarray of float64, shape (K, M)
        0..1; 0 where both are empty.

    Section: 9.4 锚框 (chapter_computer-vision/anchor)
    """
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    both = np.prod((high - low).clip(0), axis=2)
    areas = [np.prod((each[:, 2:] - each[:, :2]).clip(0), axis=1) for each in (a, b)]
    union = areas[0][:, None] + areas[1] - both
    return np.divide(both, union, out=np.zeros_like(both), where=union > 0)


def mask_overlaps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """IoU of every mask of ``a`` with every mask of ``b``.

    Parameters
    ----------
    a, b : numpy.ndarray of bool, shape (K, H, W) and (M, H, W)

    Returns
    -------
    numpy.ndarray of float64, shape (K, M)
        0..1; 0 where both are empty.
    """
    size = np.prod(a.shape[1:], dtype=int)
    a, b = (each.reshape(len(each), size).astype(np.float64) for each in (a, b))
    both = a @ b.T
    union = a.sum(1)[:, None] + b.sum(1) - both
    return both / np.maximum(union, 1)
