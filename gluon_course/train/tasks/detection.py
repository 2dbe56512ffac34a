"""What the tasks of detection share: the check of labels, two losses."""

from __future__ import annotations

from gluon_course.base.errors import ShapeError


def check_labels(X, labels) -> None:
    """Raise unless labels are (N, M, 5) for pictures (N, C, H, W).

    Raises
    ------
    ShapeError
        If they have another shape.
    """
    if len(labels.shape) != 3 or labels.shape[2] != 5:
        raise ShapeError(
            f"Labels of shape {labels.shape} for pictures of shape {X.shape}",
            "an object is its class and the corners x1, y1, x2, y2",
            f"give labels of shape ({X.shape[0]}, objects, 5)",
        )


def binary_cross_entropy(F, logits, targets):
    """Loss of every element; targets 0..1, logits before the sigmoid."""
    tail = F.Activation(-F.abs(logits), act_type="softrelu")  # log(1 + exp(-|x|))
    return F.relu(logits) - logits * targets + tail
