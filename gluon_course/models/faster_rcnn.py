"""Faster R-CNN: a region proposal network, and a Fast R-CNN head on its proposals."""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course.models.options import check_int
from gluon_course.models.rcnn_bases import RCNNParts, resnet18_parts, tiny_parts
from gluon_course.models.registry import register_model
from gluon_course.nn import RPN, multibox_detection, propose, roi_align

PAPER = "Ren et al. (2015), Faster R-CNN: towards real-time object detection"
SECTION = "chapter_computer-vision/rcnn"

_MOST_OFFSET = 20.0  # a box is at most exp(0.2 * 20) times its region


class FasterRCNN(nn.HybridBlock):
    """Proposes regions, and says of each what it is and how to move its borders.

    Parameters
    ----------
    num_classes : int
        Kinds of objects, without the background.
    parts : RCNNParts
        Base, head and sizes.
    num_proposals : int
        R, regions that are looked at in prediction.

    Inputs
    ------
    X : shape (N, 3, H, W)

    Outputs
    -------
    rois : shape (N, R, 4)
        Corner boxes as fractions; rows of -1 where there are fewer proposals.
    scores : shape (N, R, num_classes + 1)
        Before the softmax; class 0 is background.
    offsets : shape (N, R, num_classes, 4)
        How to move the region if it is of that class.
    """

    def __init__(
        self, num_classes: int, parts: RCNNParts, num_proposals: int = 32, **kwargs
    ):
        super().__init__(**kwargs)
        self.num_classes, self.num_proposals = num_classes, num_proposals
        self.base = parts.base
        self.rpn = RPN(parts.rpn_channels, parts.sizes, parts.ratios)
        self.classify = FastRCNNHead(num_classes, parts)

    def hybrid_forward(self, F, X):
        fmap = self.base(X)
        rois = propose(*self.rpn(fmap), after=self.num_proposals)
        return (rois, *self.classify(fmap, rois))

    def detector(self, **options):
        """The net that says what it sees, with the parameters of this one.

        Parameters
        ----------
        **options
            Of :func:`~gluon_course.nn.multibox_detection`: thresholds and ``top``.

        Returns
        -------
        HybridBlock
            Maps (N, 3, H, W) to (N, R, 6): class from 0 (-1 for none), score, corner
            box, by falling score and without duplicates.
        """
        return BoxDetector(self, options)


class FastRCNNHead(nn.HybridBlock):
    """Class and offsets of every region, from the feature map that all share.

    Parameters
    ----------
    num_classes : int
    parts : RCNNParts

    Inputs
    ------
    fmap : shape (N, C, H, W)
    rois : shape (N, R, 4)
        Corner boxes as fractions.

    Outputs
    -------
    scores : shape (N, R, num_classes + 1)
        Before the softmax; class 0 is background.
    offsets : shape (N, R, num_classes, 4)

    Source: Girshick (2015), Fast R-CNN; 9.8 区域卷积神经网络（R-CNN）系列
    """

    def __init__(self, num_classes: int, parts: RCNNParts, **kwargs):
        super().__init__(**kwargs)
        self._size, self._num_classes = (parts.roi_size, parts.roi_size), num_classes
        self._samples = parts.samples
        self.features = parts.head
        self.class_predictor = nn.Dense(num_classes + 1)
        self.offset_predictor = nn.Dense(num_classes * 4)

    def hybrid_forward(self, F, fmap, rois):
        regions = roi_align(fmap, rois, self._size, samples=self._samples)
        features = self.features(regions)
        scores = self.class_predictor(features)  # (N * R, C + 1)
        offsets = F.reshape(self.offset_predictor(features), (0, self._num_classes, 4))
        # (N * R, ...) -> (N, R, ...)
        both = {"lhs_begin": 0, "lhs_end": 1, "rhs_begin": 0, "rhs_end": 2}
        return tuple(F.reshape_like(each, rois, **both) for each in (scores, offsets))


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(3, 512, 512),
    num_parameters=11_836_833,
    task="detection",
)
def faster_rcnn_resnet18(num_classes=20, num_proposals=100):
    """Faster R-CNN on ResNet-18: regions on a map of 1/16, 12,288 anchors at 512.

    Parameters
    ----------
    num_classes : int
        Kinds of objects, at least 1.
    num_proposals : int
        Regions that are looked at in prediction, at least 1.

    Returns
    -------
    FasterRCNN

    Raises
    ------
    ConfigError
        If a number is below 1.

    Section: 9.8 区域卷积神经网络（R-CNN）系列
    """
    return _faster_rcnn(resnet18_parts(), num_classes, num_proposals)


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(3, 128, 128),
    num_parameters=811_408,
    task="detection",
)
def faster_rcnn_tiny(num_classes=10, num_proposals=32):
    """Faster R-CNN on a narrow base, for two cores: a map of 1/8, 2,304 anchors at 128.

    Parameters, result and errors are those of :func:`faster_rcnn_resnet18`.
    """
    return _faster_rcnn(tiny_parts(), num_classes, num_proposals)


def detect(F, rois, scores, offsets, num_classes: int, **options):
    """Boxes of regions from the outputs of the head.

    Parameters
    ----------
    F : module
    rois, scores, offsets
        Outputs of :class:`FasterRCNN`.
    num_classes : int
    **options
        Of :func:`~gluon_course.nn.multibox_detection`.

    Returns
    -------
    shape (N, R, 6)
        See :func:`~gluon_course.nn.multibox_detection`.
    """
    low, high = (F.slice_axis(rois, axis=2, begin=i, end=i + 1) for i in (0, 2))
    probabilities = F.softmax(scores, axis=-1)  # (N, R, C + 1)
    kind = F.argmax(F.slice_axis(probabilities, axis=2, begin=1, end=None), axis=2)
    probabilities = F.broadcast_mul(probabilities, high > low)  # 0 where is no region
    own = of_class(F, offsets, kind, num_classes)
    own = F.clip(own, -_MOST_OFFSET, _MOST_OFFSET)
    scores = F.swapaxes(probabilities, 1, 2)
    return multibox_detection(scores, own, rois, **options)


def of_class(F, offsets, classes, num_classes: int):
    """Each region's offsets for one class; (N, R, C, 4) and (N, R) give (N, R, 4)."""
    chosen = F.expand_dims(F.one_hot(classes, depth=num_classes), 3)  # (N, R, C, 1)
    return F.sum(F.broadcast_mul(offsets, chosen), axis=2)


class BoxDetector(nn.HybridBlock):
    """What :meth:`FasterRCNN.detector` gives: the parts of a net that find boxes."""

    def __init__(self, net, options, **kwargs):
        super().__init__(**kwargs)
        self.base, self.rpn, self.classify = net.base, net.rpn, net.classify
        self._sizes = net.num_proposals, net.num_classes
        self._options = {"score_threshold": 0.05, **options}

    def hybrid_forward(self, F, X):
        return self.find(F, self.base(X))

    def find(self, F, fmap):
        """The boxes, from the feature map."""
        num_proposals, num_classes = self._sizes
        rois = propose(*self.rpn(fmap), after=num_proposals)
        heads = self.classify(fmap, rois)
        return detect(F, rois, *heads, num_classes, **self._options)


def _faster_rcnn(parts, num_classes, num_proposals):
    num_classes = check_int("num_classes", num_classes)
    return FasterRCNN(num_classes, parts, check_int("num_proposals", num_proposals))
