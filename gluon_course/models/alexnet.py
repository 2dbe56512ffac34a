"""AlexNet: deeper and wider than LeNet, with relu and dropout."""

from mxnet.gluon import nn

from gluon_course.models.options import check_int, check_rate
from gluon_course.models.registry import Published, register_model


@register_model(
    section="chapter_convolutional-neural-networks/alexnet",
    paper="Krizhevsky et al. (2012), ImageNet classification with deep convolutional "
    "neural networks",
    input_shape=(1, 224, 224),
    num_parameters=46_764_746,
    published=(
        Published(
            {
                "2021-02-17": 0.860,
                "2020-02-13": 0.870,
                "2020-01-07": 0.864,
                "2019-01-08": 0.867,
            }
        ),
    ),
)
def alexnet(num_classes=10, dropout=0.5):
    """AlexNet: height and width 224, 54, 26, 12, 5.

    Parameters
    ----------
    num_classes : int
        Number of classes, at least 1.
    dropout : float
        Share of units dropped after the two wide dense layers, 0 <= dropout < 1.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to logits of shape (N, num_classes); H and W at least 67.

    Raises
    ------
    ConfigError
        If an option is out of range.

    Section: 5.6 深度卷积神经网络（AlexNet）
    """
    dropout = check_rate("dropout", dropout)
    net = nn.HybridSequential()
    net.add(
        # A large window, a large stride and more channels than LeNet
        nn.Conv2D(96, kernel_size=11, strides=4, activation="relu"),
        nn.MaxPool2D(pool_size=3, strides=2),
        # A smaller window; padding 2 keeps height and width
        nn.Conv2D(256, kernel_size=5, padding=2, activation="relu"),
        nn.MaxPool2D(pool_size=3, strides=2),
        # Three convolutions in a row, no pooling after the first two
        nn.Conv2D(384, kernel_size=3, padding=1, activation="relu"),
        nn.Conv2D(384, kernel_size=3, padding=1, activation="relu"),
        nn.Conv2D(256, kernel_size=3, padding=1, activation="relu"),
        nn.MaxPool2D(pool_size=3, strides=2),
        # (N, 256, 5, 5): Dense flattens it to (N, 6400)
        nn.Dense(4096, activation="relu"),
        nn.Dropout(dropout),
        nn.Dense(4096, activation="relu"),
        nn.Dropout(dropout),
        nn.Dense(check_int("num_classes", num_classes)),
    )
    return net
