"""DenseNet of the course: four dense blocks of four convolutions."""

from mxnet.gluon import nn

from gluon_course.models.options import check_int
from gluon_course.models.registry import Published, register_model
from gluon_course.nn import DenseBlock, transition_block

SECTION = "chapter_convolutional-neural-networks/densenet"
PAPER = "Huang et al. (2017), Densely connected convolutional networks"


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(1, 96, 96),
    num_parameters=758_226,
    published=(
        Published(
            {
                "2021-02-17": 0.905,
                "2020-02-13": 0.885,
                "2020-01-07": 0.857,
                "2019-01-08": 0.879,
            }
        ),
    ),
)
def densenet(num_classes=10):
    """DenseNet: height and width 96, 24, 12, 6, 3, 1; the last block has 248 channels.

    Parameters
    ----------
    num_classes : int
        Number of classes, at least 1.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to logits of shape (N, num_classes); H and W at least 29.

    Raises
    ------
    ConfigError
        If ``num_classes`` is below 1.

    Section: 5.12 稠密连接网络（DenseNet）
    """
    net = nn.HybridSequential()
    net.add(
        nn.Conv2D(64, kernel_size=7, strides=2, padding=3),
        nn.BatchNorm(),
        nn.Activation("relu"),
        nn.MaxPool2D(pool_size=3, strides=2, padding=1),
    )
    num_channels, growth_rate = 64, 32  # num_channels: channels so far
    num_convs_in_dense_blocks = (4, 4, 4, 4)
    for i, num_convs in enumerate(num_convs_in_dense_blocks):
        net.add(DenseBlock(num_convs, growth_rate))
        num_channels += num_convs * growth_rate
        # A transition between dense blocks halves the channels
        if i != len(num_convs_in_dense_blocks) - 1:
            num_channels //= 2
            net.add(transition_block(num_channels))
    net.add(
        nn.BatchNorm(),
        nn.Activation("relu"),
        nn.GlobalAvgPool2D(),
        nn.Dense(check_int("num_classes", num_classes)),
    )
    return net
