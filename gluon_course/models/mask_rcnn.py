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
        self.mask_head = nn.HybridSequential()
        for _ in range(parts.mask_convs):
            self.mask_head.add(
                nn.Conv2D(parts.mask_channels, 3, padding=1, activation="relu")
            )
        self.mask_head.add(
            nn.Conv2DTranspose(parts.mask_channels, 2, strides=2, activation="relu"),
            nn.Conv2D(num_classes, kernel_size=1),
        )

    def hybrid_forward(self, F, X):
        fmap = self.base(X)
        rois = propose(*self.rpn(fmap), after=self.num_proposals)
        masks = self.draw(fmap, rois)
        shape = (-1, self.num_proposals, self.num_classes, MASK_SIZE, MASK_SIZE)
        scores, offsets = self.classify(fmap, rois, self.num_proposals)
        return rois, scores, offsets, F.reshape(masks, shape)

    def draw(self, fmap, boxes, numbers=None):
        """The mask head: a mask of every region for every class.

        Parameters
        ----------
        fmap, boxes, numbers
            As for :func:`~gluon_course.nn.roi_align`.

        Returns
        -------
        shape (N * R, num_classes, 28, 28)
            Before the sigmoid.

        Source: He et al. (2017), section 3
        """
        size = (FEATURE_SIZE, FEATURE_SIZE)
        return self.mask_head(roi_align(fmap, boxes, size, numbers))

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
    def hybrid_forward(self, F, X):
        fmap = self.net.base(X)
        found = self.find(F, fmap)
        kind = F.slice_axis(found, axis=2, begin=0, end=1)  # (N, R, 1)
        is_box = F.reshape(kind >= 0, (0, -1))
        pictures = F.expand_dims(F.contrib.arange_like(found, axis=0), 1)
        numbers = F.broadcast_mul(pictures + 1, is_box) - 1
        boxes = F.slice_axis(found, axis=2, begin=2, end=6)
        masks = F.sigmoid(self.net.draw(fmap, boxes, numbers))  # (N * R, C, 28, 28)
        masks = mask_of_class(masks, F.relu(kind))
        masks = F.reshape(masks, (-1, self.net.num_proposals, MASK_SIZE, MASK_SIZE))
        is_box = F.reshape(is_box, (0, 0, 1, 1))
        return found, F.broadcast_mul(masks, is_box)


def _mask_rcnn(parts, num_classes, num_proposals):
    num_classes = check_int("num_classes", num_classes)
    return MaskRCNN(num_classes, parts, check_int("num_proposals", num_proposals))
