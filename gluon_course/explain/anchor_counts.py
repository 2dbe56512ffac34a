"""How many anchors a place has, what shape they are, and why their size matters."""

from __future__ import annotations

from mxnet import nd

from gluon_course import nn
from gluon_course.explain.topic import Answer, Check, Table, register_topic

SIZES, RATIOS = (0.75, 0.5, 0.25), (1, 2, 0.5)  # of section 9.4
HEIGHT, WIDTH = 561, 728  # of its picture


def best_overlap(side: float, sizes, ratios=(1,)) -> float:
    """The best overlap of a square object with anchors that are centred on it.

    Parameters
    ----------
    side : float
        Of the object, as a share of the picture.
    sizes, ratios : sequences of float
        Of the anchors.

    Returns
    -------
    float
        Intersection over union, 0..1.

    Section: 9.4 锚框 (chapter_computer-vision/anchor)
    """
    best = 0.0
    for width, height in nn.anchor_shapes(sizes, ratios):
        inside = min(width, side) * min(height, side)
        best = max(best, inside / (width * height + side * side - inside))
    return best


@register_topic(
    "anchor-counts", "How many anchors does a place have, and how large?", "9.4, 9.5"
)
def anchor_counts() -> Answer:
    """The count of section 9.4; overlaps of small objects with large anchors."""
    shapes = nn.anchor_shapes(SIZES, RATIOS)
    made = nd.contrib.MultiBoxPrior(nd.zeros((1, 1, 2, 3)), sizes=SIZES, ratios=RATIOS)
    rows = [
        (side, f"{best_overlap(side, SIZES, RATIOS):.2f}")
        for side in (0.75, 0.25, 0.15, 0.1)
    ]
    each = nn.num_anchors(SIZES, RATIOS)
    return Answer(
        "n sizes and m ratios give n + m - 1 anchors a place, not n times m: every "
        "size with the first ratio, the first size with the others. Sizes and ratios "
        "are hyperparameters: an object that no anchor overlaps by the threshold (.5) "
        "is hardly learned, and the more anchors, the more background.",
        tables=[
            Table(
                ("side of the object", "best overlap"),
                rows,
                f"square objects, anchors of sizes {SIZES}",
            )
        ],
        checks=[
            Check("3 sizes and 3 ratios give 5", each == len(shapes) == 5),
            Check(
                "the picture of 9.4 has 2,042,040 anchors",
                HEIGHT * WIDTH * each == 2_042_040,
            ),
            Check("MXNet makes as many", made.shape == (1, 2 * 3 * each, 4)),
            Check(
                "an object of .1 overlaps no anchor by half",
                best_overlap(0.1, SIZES, RATIOS) < 0.5,
                rows[-1][1],
            ),
            Check(
                "with a smaller size it does",
                best_overlap(0.1, (*SIZES, 0.12), RATIOS) > 0.5,
            ),
        ],
    )
