"""ResNet with the 7x7 stem: 18 and 34 layers of the course's residual block."""

from mxnet.gluon import nn

from gluon_course.models.options import check_int
from gluon_course.models.registry import Published, register_model
from gluon_course.nn import resnet_block

SECTION = "chapter_convolutional-neural-networks/resnet"
PAPER = "He et al. (2015), Deep residual learning for image recognition"


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(1, 96, 96),
    num_parameters=11_178_378,
    published=(
        Published(
            {
                "2021-02-17": 0.916,
                "2020-02-13": 0.910,
                "2020-01-07": 0.911,
                "2019-01-08": 0.913,
            }
        ),
    ),
)
def resnet18(num_classes=10):
    """ResNet-18: height and width 96, 24, 24, 12, 6, 3, 1.

    As in the text, all convolutions have biases.

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

    Section: 5.11 残差网络（ResNet）
    """
    return _resnet((2, 2, 2, 2), num_classes)


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(1, 96, 96),
    num_parameters=21_290_250,
)
def resnet34(num_classes=10):
    """ResNet-34: like :func:`resnet18` with 3, 4, 6 and 3 residual blocks."""
    return _resnet((3, 4, 6, 3), num_classes)


def _resnet(num_residuals, num_classes):
    net = nn.HybridSequential()
    net.add(
        nn.Conv2D(64, kernel_size=7, strides=2, padding=3),
        nn.BatchNorm(),
        nn.Activation("relu"),
        nn.MaxPool2D(pool_size=3, strides=2, padding=1),
        resnet_block(64, num_residuals[0], first_block=True),
        resnet_block(128, num_residuals[1]),
        resnet_block(256, num_residuals[2]),
        resnet_block(512, num_residuals[3]),
        nn.GlobalAvgPool2D(),
        nn.Dense(check_int("num_classes", num_classes)),
    )
    return net
