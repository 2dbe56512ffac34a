"""Multilayer perceptron with any widths, with or without dropout."""

from mxnet.gluon import nn

from gluon_course.models.options import check_int, check_rates, check_widths
from gluon_course.models.registry import Published, register_model


@register_model(
    section="chapter_deep-learning-basics/mlp-gluon",
    input_shape=(1, 28, 28),
    num_parameters=203_530,
    published=(
        Published(
            {
                "2021-02-17": 0.875,
                "2020-02-13": 0.865,
                "2020-01-07": 0.875,
                "2019-01-08": 0.872,
            }
        ),
        Published(
            {
                "2021-02-17": 0.861,
                "2020-02-13": 0.866,
                "2020-01-07": 0.866,
                "2019-01-08": 0.860,
            },
            options={"num_hiddens": (256, 256), "dropout": (0.2, 0.5)},
            section="chapter_deep-learning-basics/dropout",
        ),
    ),
)
def mlp(num_hiddens=(256,), num_classes=10, dropout=0):
    """Multilayer perceptron: hidden layers with relu, then one output per class.

    Parameters
    ----------
    num_hiddens : int or sequence of int
        Width of each hidden layer, at least 1; empty for none.
    num_classes : int
        Number of classes, at least 1.
    dropout : float or sequence of float
        Share of units dropped after each hidden layer, 0 <= p < 1: one rate for all
        layers or one per layer. Section 3.13 uses widths (256, 256), rates (0.2, 0.5).

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W), or any (N, ...), to logits of shape (N, num_classes).

    Raises
    ------
    ConfigError
        If a width, rate or the number of classes is out of range.

    Section: 3.10 多层感知机的简洁实现, 3.13 丢弃法
    """
    num_hiddens = check_widths("num_hiddens", num_hiddens)
    rates = check_rates("dropout", dropout, len(num_hiddens))
    net = nn.HybridSequential()
    for width, rate in zip(num_hiddens, rates):
        net.add(nn.Dense(width, activation="relu"))
        if rate > 0:
            net.add(nn.Dropout(rate))
    net.add(nn.Dense(check_int("num_classes", num_classes)))
    return net
