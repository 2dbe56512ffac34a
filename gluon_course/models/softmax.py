"""Softmax regression: one output per class, the softmax itself is part of the loss."""

from mxnet.gluon import nn

from gluon_course.models.options import check_int
from gluon_course.models.registry import Published, register_model


@register_model(
    section="chapter_deep-learning-basics/softmax-regression-gluon",
    input_shape=(1, 28, 28),
    num_parameters=7_850,
    published=(
        Published(
            {
                "2021-02-17": 0.838,
                "2020-02-13": 0.835,
                "2020-01-07": 0.842,
                "2019-01-08": 0.841,
            }
        ),
    ),
)
def softmax(num_classes=10):
    """Softmax regression on flattened pictures.

    Parameters
    ----------
    num_classes : int
        Number of classes, at least 1.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W), or any (N, ...), to logits of shape (N, num_classes).

    Raises
    ------
    ConfigError
        If ``num_classes`` is below 1.

    Section: 3.7 softmax回归的简洁实现
    """
    net = nn.HybridSequential()
    net.add(nn.Dense(check_int("num_classes", num_classes)))
    return net
