"""Offsets: what moves an anchor onto an object, in numbers of like size."""

from __future__ import annotations

from gluon_course.nn.boxes import centre_to_corner, corner_to_centre
from gluon_course.nn.operators import operators_of

STDS = (0.1, 0.1, 0.2, 0.2)
"""By which the offsets (x, y, w, h) are divided: their usual spread."""

MOST_GROWTH = 8.0
"""Largest logarithm of a growth that is taken at its word: nearly 3,000 times the side.

What has no object learns no size, and may say any number; beyond 88 ``exp`` is
infinite, and the overlap of an infinite box is nan.
"""

_TINY = 1e-12  # keeps the logarithm of an empty box finite


def encode_offsets(anchors, boxes, stds=STDS):
    """From anchor to box: shift of the centre by anchor size, logarithm of the growth.

    Parameters
    ----------
    anchors, boxes : NDArray or Symbol, shape (B, A, 4)
        Corner boxes; anchors may have B = 1.
    stds : sequence of 4 floats
        The four offsets are divided by them.

    Returns
    -------
    shape (B, A, 4)

    Section: 9.4 锚框 (chapter_computer-vision/anchor)
    """
    F = operators_of(boxes)
    a, b = corner_to_centre(anchors), corner_to_centre(boxes)
    place, size = _halves(F, a)
    place_b, size_b = _halves(F, b)
    size = size + _TINY
    shift = F.broadcast_div(F.broadcast_sub(place_b, place), size)
    growth = F.log(F.broadcast_div(size_b + _TINY, size))
    return F.concat(
        _scaled(F, shift, stds[:2], invert=True),
        _scaled(F, growth, stds[2:], invert=True),
        dim=-1,
    )


def decode_offsets(anchors, offsets, stds=STDS):
    """The boxes that offsets make of anchors; the inverse of :func:`encode_offsets`.

    Parameters
    ----------
    anchors : NDArray or Symbol, shape (B, A, 4)
        Corner boxes; B may be 1.
    offsets : NDArray or Symbol, shape (B, A, 4)
    stds : sequence of 4 floats

    Returns
    -------
    shape (B, A, 4)
        Corner boxes; none is more than ``exp(MOST_GROWTH)`` times its anchor.

    Section: 9.4 锚框
    """
    F = operators_of(offsets)
    place, size = _halves(F, corner_to_centre(anchors))
    shift, growth = _halves(F, offsets)
    shift = F.broadcast_mul(_scaled(F, shift, stds[:2]), size)
    growth = F.minimum(_scaled(F, growth, stds[2:]), MOST_GROWTH)
    grown = F.broadcast_mul(F.exp(growth), size)
    return centre_to_corner(F.concat(F.broadcast_add(shift, place), grown, dim=-1))


def _halves(F, boxes):
    return (
        F.slice_axis(boxes, axis=-1, begin=0, end=2),
        F.slice_axis(boxes, axis=-1, begin=2, end=4),
    )


def _scaled(F, pair, stds, invert: bool = False):
    """The two columns of ``pair`` times (or by) their standard deviations."""
    columns = []
    for i, std in enumerate(stds):
        column = F.slice_axis(pair, axis=-1, begin=i, end=i + 1)
        columns.append(column / std if invert else column * std)
    return F.concat(*columns, dim=-1)
