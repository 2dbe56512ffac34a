"""The region proposal network: which boxes are worth a closer look."""

from __future__ import annotations

from collections.abc import Sequence

from mxnet.gluon import nn

from gluon_course.nn.anchors import multibox_prior
from gluon_course.nn.offsets import decode_offsets
from gluon_course.nn.operators import operators_of

UNIT = (1.0, 1.0, 1.0, 1.0)
"""By which the offsets of proposals are divided: they are as they are."""

_MOST_GROWTH = 4.0  # a proposal is at most exp(4) times its anchor


class RPN(nn.HybridBlock):
    """One 3x3 convolution, and from it objectness and offsets of every anchor.

    Parameters
    ----------
    num_channels : int
        Channels of the convolution.
    sizes, ratios : sequence of float
        Anchors of each place: every size with every ratio.

    Inputs
    ------
    fmap : shape (N, C, H, W)

    Outputs
    -------
    anchors : shape (1, A, 4)
        Corner boxes as fractions of the picture.
    objectness : shape (N, A)
        Before the sigmoid.
    offsets : shape (N, A, 4)

    Source: Ren et al. (2015), Faster R-CNN; 9.8 区域卷积神经网络（R-CNN）系列
    """

    def __init__(
        self,
        num_channels: int,
        sizes: Sequence[float],
        ratios: Sequence[float],
        **kwargs,
    ):
        super().__init__(**kwargs)
        self._sizes, self._ratios = sizes, ratios
        count = len(sizes) * len(ratios)
        self.conv = nn.Conv2D(num_channels, kernel_size=3, padding=1, activation="relu")
        self.objectness = nn.Conv2D(count, kernel_size=1)
        self.offsets = nn.Conv2D(count * 4, kernel_size=1)

    def hybrid_forward(self, F, fmap):
        shared = self.conv(fmap)
        # (N, A * K, H, W) -> (N, H * W * A * K): place by place, as the anchors stand
        objectness, offsets = (
            F.flatten(F.transpose(predict(shared), axes=(0, 2, 3, 1)))
            for predict in (self.objectness, self.offsets)
        )
        anchors = all_anchors(fmap, self._sizes, self._ratios)
        return anchors, objectness, F.reshape(offsets, (0, -1, 4))


def all_anchors(fmap, sizes: Sequence[float], ratios: Sequence[float]):
    """Anchors of every size with every ratio: n * m at each place.

    Parameters
    ----------
    fmap, sizes, ratios
        As for :func:`~gluon_course.nn.multibox_prior`, which gives n + m - 1.

    Returns
    -------
    shape (1, H * W * n * m, 4)
        Row by row, the anchors of a place one after another.

    Source: Ren et al. (2015), section 3.1.1
    """
    F = operators_of(fmap)
    kinds = []
    for size in sizes:
        boxes = multibox_prior(fmap, (size,), ratios)  # (1, H * W * m, 4)
        kinds.append(F.reshape(boxes, (1, -1, 4 * len(ratios))))
    return F.reshape(F.concat(*kinds, dim=2), (1, -1, 4))


def propose(
    anchors,
    objectness,
    offsets,
    after: int,
    before: int = 256,
    iou_threshold: float = 0.7,
    min_size: float = 0.02,
):
    """The best proposals of each picture, without duplicates.

    Parameters
    ----------
    anchors, objectness, offsets : NDArray or Symbol
        Outputs of :class:`RPN`.
    after : int
        R, proposals that are kept; there may be more than anchors.
    before : int
        Proposals that go into the comparison.
    iou_threshold : float
        Of two that overlap more, the less probable goes.
    min_size : float
        Narrower or lower ones, as fractions of the picture, are left out.

    Returns
    -------
    shape (N, R, 4)
        Corner boxes within 0..1, the best first; rows of -1 where there is no other.
        No gradient flows through them.

    Source: Ren et al. (2015), section 3.3
    """
    F = operators_of(objectness)
    offsets = F.clip(F.stop_gradient(offsets), -_MOST_GROWTH, _MOST_GROWTH)
    boxes = F.clip(decode_offsets(anchors, offsets, UNIT), 0, 1)
    size = F.slice_axis(boxes, axis=2, begin=2, end=4) - F.slice_axis(
        boxes, axis=2, begin=0, end=2
    )
    is_large = F.min(size, axis=2, keepdims=True) >= min_size
    score = F.expand_dims(F.sigmoid(F.stop_gradient(objectness)), 2)
    score = F.where(is_large, score, F.zeros_like(score) - 1)
    kept = F.contrib.box_nms(
        F.concat(score, boxes, dim=2),
        overlap_thresh=iou_threshold,
        valid_thresh=0,
        topk=before,
        coord_start=1,
        score_index=0,
        id_index=-1,
    )
    # (N, A, 5) -> (N, 1, A + R, 5): as if R more had been struck out
    more = (0, 0, 0, 0, 0, after, 0, 0)
    kept = F.pad(
        F.expand_dims(kept, 1), mode="constant", pad_width=more, constant_value=-1
    )
    kept = F.slice_axis(F.reshape(kept, (0, -1, 5)), axis=1, begin=0, end=after)
    return F.stop_gradient(F.slice_axis(kept, axis=2, begin=1, end=5))
