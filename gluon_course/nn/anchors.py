"""Anchor boxes: for every place of a feature map, boxes of several sizes and ratios."""

from __future__ import annotations

from collections.abc import Sequence

from gluon_course.base.errors import ConfigError
from gluon_course.nn.operators import operators_of


def num_anchors(sizes: Sequence[float], ratios: Sequence[float]) -> int:
    """Anchors for each place: n sizes and m ratios give n + m - 1, not n * m.

    Section: 9.4 锚框 (chapter_computer-vision/anchor)
    """
    return len(sizes) + len(ratios) - 1


def anchor_shapes(
    sizes: Sequence[float], ratios: Sequence[float]
) -> list[tuple[float, float]]:
    """Width and height of the anchors of one place, on a picture as wide as high.

    Every size with the first ratio, then the first size with the other ratios. Size s
    and ratio r give width ``s * sqrt(r)`` and height ``s / sqrt(r)``.

    Parameters
    ----------
    sizes : sequence of float
        Shares of the picture, above 0.
    ratios : sequence of float
        Width over height, above 0.

    Raises
    ------
    ConfigError
        If one is empty or holds a number that is not above 0.

    Section: 9.4 锚框
    """
    for name, values in (("sizes", sizes), ("ratios", ratios)):
        if not len(values) or min(values) <= 0:
            raise ConfigError(
                f"The anchors' {name} are {list(values)}",
                "anchors need at least one, and all above 0",
                "for example sizes=(0.2, 0.4), ratios=(1, 2, 0.5)",
            )
    pairs = [(size, ratios[0]) for size in sizes]
    pairs += [(sizes[0], ratio) for ratio in ratios[1:]]
    return [(size * ratio**0.5, size / ratio**0.5) for size, ratio in pairs]


def multibox_prior(fmap, sizes: Sequence[float] = (1.0,), ratios=(1.0,)):
    """Anchors centred on every place of a feature map, as ``contrib.MultiBoxPrior``.

    Parameters
    ----------
    fmap : NDArray or Symbol, shape (N, C, H, W)
        Only its height and width count.
    sizes, ratios : sequence of float
        As for :func:`anchor_shapes`.

    Returns
    -------
    shape (1, H * W * A, 4)
        Corner boxes as fractions of the picture, row by row, the A anchors of a place
        one after another; those at the border reach beyond it.

    Raises
    ------
    ConfigError
        As :func:`anchor_shapes`.

    Section: 9.4 锚框
    """
    F = operators_of(fmap)
    shapes = anchor_shapes(sizes, ratios)
    rows = F.contrib.arange_like(fmap, axis=2)  # (H,)
    columns = F.contrib.arange_like(fmap, axis=3)  # (W,)
    height = F.sum(F.ones_like(rows))  # (1,)
    width = F.sum(F.ones_like(columns))
    cy = F.broadcast_div(rows + 0.5, height)
    cx = F.broadcast_div(columns + 0.5, width)
    # (1, H, W, 1): a grid of centres
    cy = F.reshape(cy, (1, -1, 1, 1))
    cx = F.reshape(cx, (1, 1, -1, 1))
    cy = F.broadcast_add(cy, F.zeros_like(cx))
    cx = F.broadcast_add(cx, F.zeros_like(cy))
    # a size is a share of the height: wider maps have narrower anchors
    squeeze = F.reshape(F.broadcast_div(height, width), (1, 1, 1, 1))
    boxes = []
    for across, up in shapes:
        half = F.broadcast_mul(F.ones_like(cx), squeeze * (across / 2))
        boxes += [cx - half, cy - up / 2, cx + half, cy + up / 2]
    # (1, H, W, 4 * A) -> (1, H * W * A, 4)
    return F.reshape(F.concat(*boxes, dim=-1), (1, -1, 4))
