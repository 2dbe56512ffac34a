"""Mask R-CNN: the losses of Faster R-CNN, and one of the masks."""

from __future__ import annotations

from gluon_course.base.errors import ShapeError
from gluon_course.nn import mask_of_class, mask_target
from gluon_course.train.tasks.detection import binary_cross_entropy
from gluon_course.train.tasks.rcnn import RCNN


class MaskRCNN(RCNN):
    """Faster R-CNN's losses, and the cross-entropy of the masks' pixels.

    A drawn region with an object has a loss of the mask of the object's class only:
    the mean over its pixels. It is divided by the regions of a picture that may have
    an object.

    Parameters are those of :class:`RCNN`.

    Inputs
    ------
    X : shape (N, 3, H, W)
    labels : shape (N, M, 5)
    masks : shape (N, M, H, W)
        1 where the object of that row of the labels is seen, 0 elsewhere.

    Figures: those of :class:`RCNN`, and ``mask_loss``, per picture.

    Source: He et al. (2017), Mask R-CNN, section 3
    """

    losses = (*RCNN.losses, "mask_loss")
    counters = ("loss", "samples", *losses, "rois", "right")

    def check(self, net, X, labels, *masks):
        super().check(net, X, labels)
        expected = (*labels.shape[:2], *X.shape[2:])
        if len(masks) != 1 or masks[0].shape != expected:
            raise ShapeError(
                f"Masks of shapes {[each.shape for each in masks]} for pictures of"
                f" shape {X.shape} with labels of shape {labels.shape}",
                "each row of the labels has a mask of the picture's size",
                f"give batches of pictures, labels and masks of shape {expected}",
            )

    def _draw(self, F, net, fmap, rois, classes, objects, places, masks):
        # those with an object stand first
        rois, classes, objects = (
            F.slice_axis(each, axis=1, begin=0, end=self.num_positive)
            for each in (rois, classes, objects)
        )
        logits = net.draw(fmap, rois)  # (N * P, C, s, s)
        own = mask_of_class(logits, F.relu(classes - 1))
        targets = mask_target(masks, rois, objects, net.mask_size)
        per_region = F.mean(binary_cross_entropy(F, own, targets), axis=(1, 2))
        is_object = F.reshape(classes > 0, (-1,))
        return [(per_region * is_object).sum() / self.num_positive]
