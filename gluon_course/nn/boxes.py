"""Boxes as corners or as centre and size, and how much two overlap.

A corner box is (x1, y1, x2, y2), a centre box (cx, cy, w, h), both in one unit: pixels
or fractions of the picture. All functions take NDArrays, or Symbols inside a net.
"""

from __future__ import annotations

from gluon_course.nn.operators import operators_of

_TINY = 1e-12  # keeps the overlap of two empty boxes at 0 in place of nan


def corner_to_centre(boxes):
    """(x1, y1, x2, y2) to (cx, cy, w, h).

    Parameters
    ----------
    boxes : NDArray or Symbol, shape (..., 4)

    Returns
    -------
    shape (..., 4)

    Section: v2:13.3 目标检测和边界框 (chapter_computer-vision/bounding-box)
    """
    F = operators_of(boxes)
    low = F.slice_axis(boxes, axis=-1, begin=0, end=2)
    high = F.slice_axis(boxes, axis=-1, begin=2, end=4)
    return F.concat((low + high) / 2, high - low, dim=-1)


def centre_to_corner(boxes):
    """(cx, cy, w, h) to (x1, y1, x2, y2); the inverse of :func:`corner_to_centre`.

    Parameters
    ----------
    boxes : NDArray or Symbol, shape (..., 4)

    Returns
    -------
    shape (..., 4)

    Section: v2:13.3 目标检测和边界框
    """
    F = operators_of(boxes)
    centre = F.slice_axis(boxes, axis=-1, begin=0, end=2)
    half = F.slice_axis(boxes, axis=-1, begin=2, end=4) / 2
    return F.concat(centre - half, centre + half, dim=-1)


def iou(a, b):
    """Intersection over union of every box of ``a`` with every box of ``b``.

    Parameters
    ----------
    a : NDArray or Symbol, shape (B, N, 4)
        Corner boxes of B pictures.
    b : NDArray or Symbol, shape (B, M, 4)
        Those to compare with; B may be 1 on either side.

    Returns
    -------
    shape (B, N, M)
        0..1; 0 where both boxes are empty.

    Section: 9.4 锚框 (chapter_computer-vision/anchor)
    """
    F = operators_of(a)
    rows = [F.slice_axis(a, axis=2, begin=i, end=i + 1) for i in range(4)]
    b = F.swapaxes(b, 1, 2)
    columns = [F.slice_axis(b, axis=1, begin=i, end=i + 1) for i in range(4)]
    sides = []  # of the intersections, each (B, N, M)
    for low, high in ((0, 2), (1, 3)):
        end = F.broadcast_minimum(rows[high], columns[high])
        sides.append(F.relu(end - F.broadcast_maximum(rows[low], columns[low])))
    both = sides[0] * sides[1]
    areas = [
        F.relu(each[2] - each[0]) * F.relu(each[3] - each[1])
        for each in (rows, columns)
    ]
    union = F.broadcast_add(*areas) - both
    return both / (union + _TINY)
