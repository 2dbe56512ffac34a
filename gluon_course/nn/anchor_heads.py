"""What a single-shot detector says of the anchors on each of its feature maps."""

from __future__ import annotations

from collections.abc import Sequence

from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError
from gluon_course.nn.anchors import anchor_shapes, multibox_prior, num_anchors
from gluon_course.nn.multibox import multibox_detection


class AnchorHeads(nn.HybridBlock):
    """A 3x3 convolution for the classes and one for the offsets of each map's anchors.

    Parameters
    ----------
    num_classes : int
        C kinds of objects, without the background.
    sizes : sequence of sequences of float
        For each map: sizes of the anchors, as shares of the picture.
    ratios : sequence of sequences of float
        For each map: width over height.

    Inputs
    ------
    *maps : shape (N, channels, height, width) each
        As many as there are sizes.

    Outputs
    -------
    anchors : shape (1, A, 4)
        Corner boxes as fractions of the picture.
    scores : shape (N, A, C + 1)
        Before the softmax; class 0 is background.
    offsets : shape (N, A, 4)

    Raises
    ------
    ConfigError
        If sizes and ratios are not for as many maps, or one is out of range.

    Section: 9.7 单发多框检测（SSD） (chapter_computer-vision/ssd)
    """

    def __init__(self, num_classes: int, sizes: Sequence, ratios: Sequence, **kwargs):
        super().__init__(**kwargs)
        if len(sizes) != len(ratios):
            raise ConfigError(
                f"Sizes for {len(sizes)} maps and ratios for {len(ratios)}",
                action="give one sequence of each for every map",
            )
        for pair in zip(sizes, ratios):
            anchor_shapes(*pair)
        self.num_classes, self._sizes, self._ratios = num_classes, sizes, ratios
        self.class_predictors = nn.HybridSequential()
        self.offset_predictors = nn.HybridSequential()
        for pair in zip(sizes, ratios):
            count = num_anchors(*pair)
            self.class_predictors.add(_predictor(count * (num_classes + 1)))
            self.offset_predictors.add(_predictor(count * 4))

    def hybrid_forward(self, F, *maps):
        anchors, scores, offsets = [], [], []
        for i, each in enumerate(maps):
            anchors.append(multibox_prior(each, self._sizes[i], self._ratios[i]))
            scores.append(_flatten(F, self.class_predictors[i](each)))
            offsets.append(_flatten(F, self.offset_predictors[i](each)))
        scores = F.reshape(F.concat(*scores, dim=1), (0, -1, self.num_classes + 1))
        offsets = F.reshape(F.concat(*offsets, dim=1), (0, -1, 4))
        return F.concat(*anchors, dim=1), scores, offsets


class AnchorDetector(nn.HybridBlock):
    """A net of anchors, scores and offsets that says what it sees.

    Parameters
    ----------
    net : HybridBlock
        Gives what :class:`AnchorHeads` gives; its parameters are shared.
    **options
        Of :func:`~gluon_course.nn.multibox_detection`: thresholds and ``top``.

    Inputs
    ------
    X : shape (N, 3, H, W)

    Outputs
    -------
    shape (N, A, 6)
        Class from 0 (-1 for none), score, corner box, by falling score and without
        duplicates.

    Section: 9.7 单发多框检测（SSD）
    """

    def __init__(self, net, **options):
        super().__init__()
        self.net, self._options = net, options

    def hybrid_forward(self, F, X):
        anchors, scores, offsets = self.net(X)
        scores = F.swapaxes(F.softmax(scores, axis=-1), 1, 2)
        return multibox_detection(scores, offsets, anchors, **self._options)


def _predictor(num_channels):
    return nn.Conv2D(num_channels, kernel_size=3, padding=1)


def _flatten(F, prediction):
    # (N, A * K, H, W) -> (N, H * W * A * K): place by place, as the anchors stand
    return F.flatten(F.transpose(prediction, axes=(0, 2, 3, 1)))
