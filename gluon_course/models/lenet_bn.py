"""LeNet with batch normalization before every activation."""

from mxnet.gluon import nn

from gluon_course.models.lenet import PAPER
from gluon_course.models.options import check_int
from gluon_course.models.registry import Published, register_model


@register_model(
    section="chapter_convolutional-neural-networks/batch-norm",
    paper=PAPER + "; Ioffe and Szegedy (2015), Batch normalization",
    input_shape=(1, 28, 28),
    num_parameters=44_878,
    published=(
        Published(
            {
                "2021-02-17": 0.880,
                "2020-02-13": 0.878,
                "2020-01-07": 0.887,
                "2019-01-08": 0.881,
            }
        ),
    ),
)
def lenet_bn(num_classes=10):
    """LeNet with BatchNorm: height and width 28, 24, 12, 8, 4.

    Parameters
    ----------
    num_classes : int
        Number of classes, at least 1.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to logits of shape (N, num_classes); H and W at least 16.

    Raises
    ------
    ConfigError
        If ``num_classes`` is below 1.

    Section: 5.10 批量归一化
    """
    net = nn.HybridSequential()
    net.add(
        nn.Conv2D(6, kernel_size=5),
        nn.BatchNorm(),
        nn.Activation("sigmoid"),
        nn.MaxPool2D(pool_size=2, strides=2),
        nn.Conv2D(16, kernel_size=5),
        nn.BatchNorm(),
        nn.Activation("sigmoid"),
        nn.MaxPool2D(pool_size=2, strides=2),
        # (N, 16, 4, 4): Dense flattens it to (N, 256)
        nn.Dense(120),
        nn.BatchNorm(),
        nn.Activation("sigmoid"),
        nn.Dense(84),
        nn.BatchNorm(),
        nn.Activation("sigmoid"),
        nn.Dense(check_int("num_classes", num_classes)),
    )
    return net
