"""Blocks that nets are built from, under the names of the text."""

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.nn.anchors import (  # noqa: E402
    anchor_shapes,
    multibox_prior,
    num_anchors,
)
from gluon_course.nn.boxes import centre_to_corner, corner_to_centre, iou  # noqa: E402
from gluon_course.nn.custom import CenteredLayer, MyDense  # noqa: E402
from gluon_course.nn.dense import (  # noqa: E402
    DenseBlock,
    bottleneck_conv_block,
    conv_block,
    transition_block,
)
from gluon_course.nn.inception import Branches, Inception, same_conv  # noqa: E402
from gluon_course.nn.initializers import MyInit  # noqa: E402
from gluon_course.nn.matching import match_anchors  # noqa: E402
from gluon_course.nn.multibox import multibox_detection, multibox_target  # noqa: E402
from gluon_course.nn.nin import nin_block  # noqa: E402
from gluon_course.nn.offsets import decode_offsets, encode_offsets  # noqa: E402
from gluon_course.nn.residual import Bottleneck, Residual, resnet_block  # noqa: E402
from gluon_course.nn.rnn_model import RNNModel  # noqa: E402
from gluon_course.nn.vgg import vgg_block  # noqa: E402

__all__ = [
    "Bottleneck",
    "Branches",
    "CenteredLayer",
    "DenseBlock",
    "Inception",
    "MyDense",
    "MyInit",
    "RNNModel",
    "Residual",
    "anchor_shapes",
    "bottleneck_conv_block",
    "centre_to_corner",
    "conv_block",
    "corner_to_centre",
    "decode_offsets",
    "encode_offsets",
    "iou",
    "match_anchors",
    "multibox_detection",
    "multibox_prior",
    "multibox_target",
    "nin_block",
    "num_anchors",
    "resnet_block",
    "same_conv",
    "transition_block",
    "vgg_block",
]
