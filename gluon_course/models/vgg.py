"""VGG: repeated blocks that halve the size and double the channels."""

from mxnet.gluon import nn

from gluon_course.models.options import check_int, check_rate
from gluon_course.models.registry import Published, register_model
from gluon_course.nn import vgg_block

SECTION = "chapter_convolutional-neural-networks/vgg"
PAPER = (
    "Simonyan and Zisserman (2014), Very deep convolutional networks for large-scale "
    "image recognition"
)


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(1, 224, 224),
    num_parameters=128_806_154,
    published=(
        Published(
            {
                "2021-02-17": 0.912,
                "2020-02-13": 0.911,
                "2020-01-07": 0.911,
                "2019-01-08": 0.909,
            },
            options={"channel_ratio": 4},
        ),
    ),
)
def vgg11(num_classes=10, channel_ratio=1, dropout=0.5):
    """VGG-11: 8 convolutions and 3 dense layers; height and width 224, 112, ..., 7.

    Parameters
    ----------
    num_classes : int
        Number of classes, at least 1.
    channel_ratio : int
        Divides the channels of all convolutions, 1..64; the section trains with 4.
    dropout : float
        Share of units dropped after the two wide dense layers, 0 <= dropout < 1.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to logits of shape (N, num_classes); H and W at least 32.

    Raises
    ------
    ConfigError
        If an option is out of range.

    Section: 5.7 使用重复元素的网络（VGG）
    """
    conv_arch = ((1, 64), (1, 128), (2, 256), (2, 512), (2, 512))
    return _vgg(conv_arch, num_classes, channel_ratio, dropout)


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(1, 224, 224),
    num_parameters=128_990_666,
)
def vgg13(num_classes=10, channel_ratio=1, dropout=0.5):
    """VGG-13: 10 convolutions and 3 dense layers; options as :func:`vgg11`."""
    conv_arch = ((2, 64), (2, 128), (2, 256), (2, 512), (2, 512))
    return _vgg(conv_arch, num_classes, channel_ratio, dropout)


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(1, 224, 224),
    num_parameters=134_300_362,
)
def vgg16(num_classes=10, channel_ratio=1, dropout=0.5):
    """VGG-16: 13 convolutions and 3 dense layers; options as :func:`vgg11`."""
    conv_arch = ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512))
    return _vgg(conv_arch, num_classes, channel_ratio, dropout)


@register_model(
    section=SECTION,
    paper=PAPER,
    input_shape=(1, 224, 224),
    num_parameters=139_610_058,
)
def vgg19(num_classes=10, channel_ratio=1, dropout=0.5):
    """VGG-19: 16 convolutions and 3 dense layers; options as :func:`vgg11`."""
    conv_arch = ((2, 64), (2, 128), (4, 256), (4, 512), (4, 512))
    return _vgg(conv_arch, num_classes, channel_ratio, dropout)


def _vgg(conv_arch, num_classes, channel_ratio, dropout):
    ratio = check_int("channel_ratio", channel_ratio, high=64)
    dropout = check_rate("dropout", dropout)
    net = nn.HybridSequential()
    # The convolutional part
    for num_convs, num_channels in conv_arch:
        net.add(vgg_block(num_convs, num_channels // ratio))
    # The dense part; its input is (N, 512 // ratio, 7, 7) for pictures of 224 x 224
    net.add(
        nn.Dense(4096, activation="relu"),
        nn.Dropout(dropout),
        nn.Dense(4096, activation="relu"),
        nn.Dropout(dropout),
        nn.Dense(check_int("num_classes", num_classes)),
    )
    return net
