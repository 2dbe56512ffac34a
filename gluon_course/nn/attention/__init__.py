"""Attention and what the Transformer is built from."""

from gluon_course.nn.attention.kernel import NWKernelRegression, kernel_weights
from gluon_course.nn.attention.masked_softmax import masked_softmax
from gluon_course.nn.attention.multi_head import MultiHeadAttention
from gluon_course.nn.attention.positions import PositionalEncoding, position_waves
from gluon_course.nn.attention.scoring import AdditiveAttention, DotProductAttention
from gluon_course.nn.attention.sublayers import AddNorm, PositionWiseFFN

__all__ = [
    "AddNorm",
    "AdditiveAttention",
    "DotProductAttention",
    "MultiHeadAttention",
    "NWKernelRegression",
    "PositionWiseFFN",
    "PositionalEncoding",
    "kernel_weights",
    "masked_softmax",
    "position_waves",
]
