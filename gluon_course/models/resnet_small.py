"""ResNet-18 for small pictures: a 3x3 stem with stride 1 and no pooling."""

from mxnet.gluon import nn

from gluon_course.models.options import check_int
from gluon_course.models.registry import Published, register_model
from gluon_course.models.resnet import PAPER
from gluon_course.nn import resnet_block


@register_model(
    section="chapter_computational-performance/multiple-gpus-gluon",
    paper=PAPER,
    input_shape=(1, 28, 28),
    num_parameters=11_175_818,
    published=(
        Published(
            {
                "2021-02-17": 0.92,
                "2020-02-13": 0.93,
                "2020-01-07": 0.91,
                "2019-01-08": 0.92,
            },
            num_epochs=4,
            note="On one GPU; the text prints two digits",
        ),
    ),
)
def resnet18_small(num_classes=10):
    """ResNet-18 that ``d2lzh`` calls resnet18: height and width 28, 28, 14, 7, 4, 1.

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

    Section: 8.5 多GPU计算的简洁实现
    """
    net = nn.HybridSequential()
    net.add(
        nn.Conv2D(64, kernel_size=3, strides=1, padding=1),
        nn.BatchNorm(),
        nn.Activation("relu"),
        resnet_block(64, 2, first_block=True),
        resnet_block(128, 2),
        resnet_block(256, 2),
        resnet_block(512, 2),
        nn.GlobalAvgPool2D(),
        nn.Dense(check_int("num_classes", num_classes)),
    )
    return net
