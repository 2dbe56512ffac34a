"""Mask R-CNN: Faster R-CNN with a third head, which draws each object's mask."""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course.models.faster_rcnn import SECTION, BoxDetector, FasterRCNN
from gluon_course.models.options import check_int
from gluon_course.models.rcnn_bases import RCNNParts, resnet18_parts, tiny_parts
from gluon_course.models.registry import register_model
from gluon_course.nn import mask_of_class, propose, roi_align

PAPER = "He et al. (2017), Mask R-CNN"
FEATURE_SIZE = 14
"""Height and width of a region's features for its mask."""
MASK_SIZE = 2 * FEATURE_SIZE
"""Height and width of a mask: a transposed convolution doubles the features'."""


class MaskRCNN(FasterRCNN):
    """Says of each region also which part of it the object covers, for every class.

    Parameters, inputs and the first three outputs are those of
    :class:`~gluon_course.models.faster_rcnn.FasterRCNN`.

    Outputs
    -------
    rois, scores, offsets
    masks : shape (N, R, num_classes, 28, 28)
        Before the sigmoid.
    """

    mask_size = MASK_SIZE

    def __init__(
        self, num_classes: int, parts: RCNNParts, num_proposals: int = 32, **kwargs
    ):
        super().__init__(num_classes, parts, num_proposals, **kwargs)
        self.draw = MaskHead(num_classes, parts)

    def hybrid_forward(self, F, X):
        fmap = self.base(X)
        rois = propose(*self.rpn(fmap), after=self.num_proposals)
        masks = F.reshape_like(
            self.draw(fmap, rois), rois, lhs_begin=0, lhs_end=1, rhs_begin=0, rhs_end=2
        )
        return (rois, *self.classify(fmap, rois), masks)

    def mask_detector(self, **options):
        """The net that says what it sees and where, with the parameters of this one.

        Parameters
        ----------
        **options
            As for :meth:`detector`.

        Returns
        -------
        HybridBlock
            Maps (N, 3, H, W) to the boxes of :meth:`detector`, (N, R, 6), and their
            masks, (N, R, 28, 28): how probably each part of the box is covered by the
            object, 0 where there is no box.
        """
        return _Masks(self, options)


class MaskHead(nn.HybridBlock):
    """A mask of every region for every class.

    Parameters
    ----------
    num_classes : int
    parts : RCNNParts

    Inputs
    ------
    fmap : shape (N, C, H, W)
    boxes : shape (N, R, 4)
        Corner boxes as fractions; one without width or height has no mask.

    Outputs
    -------
    shape (N * R, num_classes, 28, 28)
        Before the sigmoid.

    Source: He et al. (2017), section 3
    """

    def __init__(self, num_classes: int, parts: RCNNParts, **kwargs):
        super().__init__(**kwargs)
        width, self._samples = parts.mask_channels, parts.samples
        self.body = nn.HybridSequential()
        for _ in range(parts.mask_convs):
            self.body.add(nn.Conv2D(width, 3, padding=1, activation="relu"))
        self.body.add(
            nn.Conv2DTranspose(width, 2, strides=2, activation="relu"),
            nn.Conv2D(num_classes, kernel_size=1),
        )

    def hybrid_forward(self, F, fmap, boxes):
        size = (FEATURE_SIZE, FEATURE_SIZE)
        return self.body(roi_align(fmap, boxes, size, samples=self._samples))


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(3, 512, 512),
    num_parameters=14_464_693,
    task="detection",
)
def mask_rcnn_resnet18(num_classes=20, num_proposals=100):
    """Mask R-CNN on ResNet-18: four convolutions before the masks of 28 x 28.

    Parameters
    ----------
    num_classes : int
        Kinds of objects, at least 1.
    num_proposals : int
        Regions that are looked at in prediction, at least 1.

    Returns
    -------
    MaskRCNN

    Raises
    ------
    ConfigError
        If a number is below 1.

    Section: 9.8 区域卷积神经网络（R-CNN）系列
    """
    return _mask_rcnn(resnet18_parts(), num_classes, num_proposals)


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(3, 128, 128),
    num_parameters=883_866,
    task="detection",
)
def mask_rcnn_tiny(num_classes=10, num_proposals=32):
    """Mask R-CNN on a narrow base, for two cores: one convolution before the masks.

    Parameters, result and errors are those of :func:`mask_rcnn_resnet18`.
    """
    return _mask_rcnn(tiny_parts(), num_classes, num_proposals)


class _Masks(BoxDetector):
    def __init__(self, net, options, **kwargs):
        super().__init__(net, options, **kwargs)
        self.draw = net.draw

    def hybrid_forward(self, F, X):
        fmap = self.base(X)
        found = self.find(F, fmap)
        kind = F.slice_axis(found, axis=2, begin=0, end=1)  # (N, R, 1)
        # a row without a box is -1, -1, -1, -1: it has no area
        masks = F.sigmoid(self.draw(fmap, F.slice_axis(found, axis=2, begin=2, end=6)))
        masks = mask_of_class(masks, F.relu(kind))  # (N * R, 28, 28)
        masks = F.broadcast_mul(masks, F.reshape(kind >= 0, (-1, 1, 1)))
        return found, F.reshape_like(
            masks, found, lhs_begin=0, lhs_end=1, rhs_begin=0, rhs_end=2
        )


def _mask_rcnn(parts, num_classes, num_proposals):
    num_classes = check_int("num_classes", num_classes)
    return MaskRCNN(num_classes, parts, check_int("num_proposals", num_proposals))
