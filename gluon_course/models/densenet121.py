"""DenseNet-121 of the paper: dense blocks of 6, 12, 24 and 16 bottleneck layers."""

from mxnet.gluon import nn

from gluon_course.models.densenet import PAPER, SECTION
from gluon_course.models.options import check_int
from gluon_course.models.registry import register_model
from gluon_course.nn import DenseBlock, bottleneck_conv_block, transition_block


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(1, 96, 96),
    num_parameters=6_957_834,
)
def densenet121(num_classes=10):
    """DenseNet-121: height and width 96, 24, 12, 6, 3, 1; 1024 channels at the end.

    The convolutions have no biases: with 3 input channels and 1000 classes the
    parameters are as many as in the published net.

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

    Source: Huang et al. (2017), table 1; 5.12 稠密连接网络（DenseNet）
    """
    net = nn.HybridSequential()
    net.add(
        nn.Conv2D(64, kernel_size=7, strides=2, padding=3, use_bias=False),
        nn.BatchNorm(),
        nn.Activation("relu"),
        nn.MaxPool2D(pool_size=3, strides=2, padding=1),
    )
    num_channels, growth_rate = 64, 32
    num_convs_in_dense_blocks = (6, 12, 24, 16)
    for i, num_convs in enumerate(num_convs_in_dense_blocks):
        net.add(DenseBlock(num_convs, growth_rate, block=bottleneck_conv_block))
        num_channels += num_convs * growth_rate
        if i != len(num_convs_in_dense_blocks) - 1:
            num_channels //= 2
            net.add(transition_block(num_channels, use_bias=False))
    net.add(
        nn.BatchNorm(),
        nn.Activation("relu"),
        nn.GlobalAvgPool2D(),
        nn.Dense(check_int("num_classes", num_classes)),
    )
    return net
