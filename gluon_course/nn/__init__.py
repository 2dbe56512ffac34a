"""Blocks that nets are built from, under the names of the text."""

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.nn.custom import CenteredLayer, MyDense  # noqa: E402
from gluon_course.nn.dense import (  # noqa: E402
    DenseBlock,
    bottleneck_conv_block,
    conv_block,
    transition_block,
)
from gluon_course.nn.inception import Branches, Inception, same_conv  # noqa: E402
from gluon_course.nn.initializers import MyInit  # noqa: E402
from gluon_course.nn.nin import nin_block  # noqa: E402
from gluon_course.nn.residual import Bottleneck, Residual, resnet_block  # noqa: E402
from gluon_course.nn.vgg import vgg_block  # noqa: E402

__all__ = [
    "Bottleneck",
    "Branches",
    "CenteredLayer",
    "DenseBlock",
    "Inception",
    "MyDense",
    "MyInit",
    "Residual",
    "bottleneck_conv_block",
    "conv_block",
    "nin_block",
    "resnet_block",
    "same_conv",
    "transition_block",
    "vgg_block",
]
