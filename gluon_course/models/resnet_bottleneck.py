"""ResNet of bottleneck blocks with the 7x7 stem: 50, 101 and 152 layers.

The convolutions have no biases, in the stem too, and shortcuts have BatchNorm: with 3
input channels and 1000 classes the parameters are as many as in the published nets.
"""

from mxnet.gluon import nn

from gluon_course.models.options import check_int
from gluon_course.models.registry import register_model
from gluon_course.models.resnet import PAPER, SECTION
from gluon_course.nn import Bottleneck, resnet_block


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(1, 96, 96),
    num_parameters=23_522_250,
)
def resnet50(num_classes=10):
    """ResNet-50: height and width 96, 24, 24, 12, 6, 3, 1.

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

    Source: He et al. (2015), table 1; 5.11 残差网络（ResNet）
    """
    return _resnet((3, 4, 6, 3), num_classes)


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(1, 96, 96),
    num_parameters=42_514_378,
)
def resnet101(num_classes=10):
    """ResNet-101: like :func:`resnet50` with 23 blocks in the third stage."""
    return _resnet((3, 4, 23, 3), num_classes)


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(1, 96, 96),
    num_parameters=58_158_026,
)
def resnet152(num_classes=10):
    """ResNet-152: like :func:`resnet50` with 3, 8, 36 and 3 blocks."""
    return _resnet((3, 8, 36, 3), num_classes)


def _resnet(num_residuals, num_classes):
    net = nn.HybridSequential()
    net.add(
        nn.Conv2D(64, kernel_size=7, strides=2, padding=3, use_bias=False),
        nn.BatchNorm(),
        nn.Activation("relu"),
        nn.MaxPool2D(pool_size=3, strides=2, padding=1),
        resnet_block(256, num_residuals[0], first_block=True, residual=Bottleneck),
        resnet_block(512, num_residuals[1], residual=Bottleneck),
        resnet_block(1024, num_residuals[2], residual=Bottleneck),
        resnet_block(2048, num_residuals[3], residual=Bottleneck),
        nn.GlobalAvgPool2D(),
        nn.Dense(check_int("num_classes", num_classes)),
    )
    return net
