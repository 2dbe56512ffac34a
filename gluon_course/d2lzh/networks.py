"""The names of 5.11 and 8.5: the residual block and the small ResNet-18."""

from __future__ import annotations

from gluon_course.models import get_model
from gluon_course.nn import Residual

__all__ = ["Residual", "resnet18"]


def resnet18(num_classes):
    """ResNet-18 for small pictures: a stem of 3x3 with stride 1, and no pooling.

    It is not the network of 5.11, whose stem is 7x7.

    Parameters
    ----------
    num_classes : int
        1 or more.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to logits of shape (N, num_classes).

    Section: 8.5 多GPU计算的简洁实现 (chapter_computational-performance/
    multiple-gpus-gluon)
    """
    return get_model("resnet18_small", num_classes=num_classes)
