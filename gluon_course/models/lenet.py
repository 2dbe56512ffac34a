"""LeNet: two convolutions, three dense layers; as in the text and as in zh-v2."""

from mxnet.gluon import nn

from gluon_course.models.options import check_int
from gluon_course.models.registry import Published, register_model

PAPER = "LeCun et al. (1998), Gradient-based learning applied to document recognition"


@register_model(
    section="chapter_convolutional-neural-networks/lenet",
    paper=PAPER,
    input_shape=(1, 28, 28),
    num_parameters=44_426,
    published=(
        Published(
            {
                "2021-02-17": 0.750,
                "2020-02-13": 0.749,
                "2020-01-07": 0.748,
                "2019-01-08": 0.754,
            }
        ),
    ),
)
def lenet(num_classes=10):
    """LeNet with maximum pooling: height and width 28, 24, 12, 8, 4.

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

    Section: 5.5 卷积神经网络（LeNet）
    """
    net = nn.HybridSequential()
    net.add(
        nn.Conv2D(channels=6, kernel_size=5, activation="sigmoid"),
        nn.MaxPool2D(pool_size=2, strides=2),
        nn.Conv2D(channels=16, kernel_size=5, activation="sigmoid"),
        nn.MaxPool2D(pool_size=2, strides=2),
        # (N, 16, 4, 4): Dense flattens it to (N, 256)
        nn.Dense(120, activation="sigmoid"),
        nn.Dense(84, activation="sigmoid"),
        nn.Dense(check_int("num_classes", num_classes)),
    )
    return net


@register_model(
    section="v2:chapter_convolutional-neural-networks/lenet",
    paper=PAPER,
    input_shape=(1, 28, 28),
    num_parameters=61_706,
    published=(Published({"2023-08-18": 0.827}, num_epochs=10),),
)
def lenet_v2(num_classes=10):
    """LeNet of zh-v2, padded, with average pooling: 28, 28, 14, 10, 5.

    Parameters
    ----------
    num_classes : int
        Number of classes, at least 1.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to logits of shape (N, num_classes); H and W at least 12.

    Raises
    ------
    ConfigError
        If ``num_classes`` is below 1.

    Section: v2: 6.6 卷积神经网络（LeNet）
    """
    net = nn.HybridSequential()
    net.add(
        nn.Conv2D(channels=6, kernel_size=5, padding=2, activation="sigmoid"),
        nn.AvgPool2D(pool_size=2, strides=2),
        nn.Conv2D(channels=16, kernel_size=5, activation="sigmoid"),
        nn.AvgPool2D(pool_size=2, strides=2),
        # (N, 16, 5, 5): Dense flattens it to (N, 400)
        nn.Dense(120, activation="sigmoid"),
        nn.Dense(84, activation="sigmoid"),
        nn.Dense(check_int("num_classes", num_classes)),
    )
    return net
