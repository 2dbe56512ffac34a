"""Blocks that nets are built from, under the names of the text."""

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.nn.anchor_heads import AnchorDetector, AnchorHeads  # noqa: E402
from gluon_course.nn.anchors import (  # noqa: E402
    anchor_shapes,
    multibox_prior,
    num_anchors,
)
from gluon_course.nn.attention import (  # noqa: E402
    AdditiveAttention,
    AddNorm,
    DotProductAttention,
    MultiHeadAttention,
    NWKernelRegression,
    PositionalEncoding,
    PositionWiseFFN,
    kernel_weights,
    masked_softmax,
    position_waves,
)
from gluon_course.nn.boxes import centre_to_corner, corner_to_centre, iou  # noqa: E402
from gluon_course.nn.custom import CenteredLayer, MyDense  # noqa: E402
from gluon_course.nn.darknet import (  # noqa: E402
    DarknetResidual,
    darknet_conv,
    darknet_stage,
)
from gluon_course.nn.dense import (  # noqa: E402
    DenseBlock,
    bottleneck_conv_block,
    conv_block,
    transition_block,
)
from gluon_course.nn.encoder_decoder import (  # noqa: E402
    Decoder,
    Encoder,
    EncoderDecoder,
)
from gluon_course.nn.gru_encoder import GRUEncoder  # noqa: E402
from gluon_course.nn.gru_stack import GRUStack  # noqa: E402
from gluon_course.nn.inception import Branches, Inception, same_conv  # noqa: E402
from gluon_course.nn.initializers import MyInit  # noqa: E402
from gluon_course.nn.losses import FocalLoss, WeightedCrossEntropy  # noqa: E402
from gluon_course.nn.masked_loss import (  # noqa: E402
    MaskedSoftmaxCELoss,
    token_losses,
    token_mask,
)
from gluon_course.nn.masked_lstm import MaskedBiLSTM  # noqa: E402
from gluon_course.nn.matching import match_anchors  # noqa: E402
from gluon_course.nn.multibox import multibox_detection, multibox_target  # noqa: E402
from gluon_course.nn.nin import nin_block  # noqa: E402
from gluon_course.nn.offsets import decode_offsets, encode_offsets  # noqa: E402
from gluon_course.nn.rcnn_targets import (  # noqa: E402
    mask_target,
    rpn_target,
    sample_rois,
    some_of,
)
from gluon_course.nn.residual import Bottleneck, Residual, resnet_block  # noqa: E402
from gluon_course.nn.rnn_model import RNNModel  # noqa: E402
from gluon_course.nn.roi import mask_of_class, roi_align, roi_pool  # noqa: E402
from gluon_course.nn.rpn import RPN, all_anchors, propose  # noqa: E402
from gluon_course.nn.style import (  # noqa: E402
    content_loss,
    gram,
    style_loss,
    tv_loss,
)
from gluon_course.nn.unrolled import UnrolledModel  # noqa: E402
from gluon_course.nn.upsampling import (  # noqa: E402
    BilinearKernel,
    PixelShuffle,
    PixelUnshuffle,
    bilinear_kernel,
)
from gluon_course.nn.vgg import vgg_block  # noqa: E402
from gluon_course.nn.word_vectors import SubwordEmbedding, masked_sum  # noqa: E402
from gluon_course.nn.yolo import (  # noqa: E402
    decode_yolo,
    yolo_detection,
    yolo_places,
    yolo_priors,
    yolo_target,
)

__all__ = [
    "RPN",
    "AddNorm",
    "AdditiveAttention",
    "AnchorDetector",
    "AnchorHeads",
    "BilinearKernel",
    "Bottleneck",
    "Branches",
    "CenteredLayer",
    "DarknetResidual",
    "Decoder",
    "DenseBlock",
    "DotProductAttention",
    "Encoder",
    "EncoderDecoder",
    "FocalLoss",
    "GRUEncoder",
    "GRUStack",
    "Inception",
    "MaskedBiLSTM",
    "MaskedSoftmaxCELoss",
    "MultiHeadAttention",
    "MyDense",
    "MyInit",
    "NWKernelRegression",
    "PixelShuffle",
    "PixelUnshuffle",
    "PositionWiseFFN",
    "PositionalEncoding",
    "RNNModel",
    "Residual",
    "SubwordEmbedding",
    "UnrolledModel",
    "WeightedCrossEntropy",
    "all_anchors",
    "anchor_shapes",
    "bilinear_kernel",
    "bottleneck_conv_block",
    "centre_to_corner",
    "content_loss",
    "conv_block",
    "corner_to_centre",
    "darknet_conv",
    "darknet_stage",
    "decode_offsets",
    "decode_yolo",
    "encode_offsets",
    "gram",
    "iou",
    "kernel_weights",
    "mask_of_class",
    "mask_target",
    "masked_softmax",
    "masked_sum",
    "match_anchors",
    "multibox_detection",
    "multibox_prior",
    "multibox_target",
    "nin_block",
    "num_anchors",
    "position_waves",
    "propose",
    "resnet_block",
    "roi_align",
    "roi_pool",
    "rpn_target",
    "same_conv",
    "sample_rois",
    "some_of",
    "style_loss",
    "token_losses",
    "token_mask",
    "transition_block",
    "tv_loss",
    "vgg_block",
    "yolo_detection",
    "yolo_places",
    "yolo_priors",
    "yolo_target",
]
