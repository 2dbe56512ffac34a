"""GoogLeNet: nine Inception blocks in three stages."""

from mxnet.gluon import nn

from gluon_course.models.options import check_int
from gluon_course.models.registry import Published, register_model
from gluon_course.nn import Inception


@register_model(
    section="chapter_convolutional-neural-networks/googlenet",
    paper="Szegedy et al. (2015), Going deeper with convolutions",
    input_shape=(1, 96, 96),
    num_parameters=5_977_530,
    published=(
        Published(
            {
                "2021-02-17": 0.858,
                "2020-02-13": 0.864,
                "2020-01-07": 0.882,
                "2019-01-08": 0.883,
            },
            note="In the build of 2019 the second block had no relu",
        ),
    ),
)
def googlenet(num_classes=10):
    """GoogLeNet: five blocks with height and width 96, 24, 12, 6, 3, 1.

    Parameters
    ----------
    num_classes : int
        Number of classes, at least 1.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to logits of shape (N, num_classes); every H and W fits.

    Raises
    ------
    ConfigError
        If ``num_classes`` is below 1.

    Section: 5.9 含并行连结的网络（GoogLeNet）
    """
    b1 = nn.HybridSequential()
    b1.add(
        nn.Conv2D(64, kernel_size=7, strides=2, padding=3, activation="relu"),
        nn.MaxPool2D(pool_size=3, strides=2, padding=1),
    )
    b2 = nn.HybridSequential()
    b2.add(
        nn.Conv2D(64, kernel_size=1, activation="relu"),
        nn.Conv2D(192, kernel_size=3, padding=1, activation="relu"),
        nn.MaxPool2D(pool_size=3, strides=2, padding=1),
    )
    b3 = nn.HybridSequential()
    b3.add(
        Inception(64, (96, 128), (16, 32), 32),
        Inception(128, (128, 192), (32, 96), 64),
        nn.MaxPool2D(pool_size=3, strides=2, padding=1),
    )
    b4 = nn.HybridSequential()
    b4.add(
        Inception(192, (96, 208), (16, 48), 64),
        Inception(160, (112, 224), (24, 64), 64),
        Inception(128, (128, 256), (24, 64), 64),
        Inception(112, (144, 288), (32, 64), 64),
        Inception(256, (160, 320), (32, 128), 128),
        nn.MaxPool2D(pool_size=3, strides=2, padding=1),
    )
    b5 = nn.HybridSequential()
    b5.add(
        Inception(256, (160, 320), (32, 128), 128),
        Inception(384, (192, 384), (48, 128), 128),
        nn.GlobalAvgPool2D(),
    )
    net = nn.HybridSequential()
    net.add(b1, b2, b3, b4, b5, nn.Dense(check_int("num_classes", num_classes)))
    return net
