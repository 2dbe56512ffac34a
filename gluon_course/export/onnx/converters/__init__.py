"""MXNet operators that its own exporter lacks, or does not convert faithfully."""

from gluon_course.export.onnx.converters.anchors import multibox_prior
from gluon_course.export.onnx.converters.comparisons import COMPARISONS
from gluon_course.export.onnx.converters.convolution import convolution
from gluon_course.export.onnx.converters.nms import box_nms
from gluon_course.export.onnx.converters.picking import pick
from gluon_course.export.onnx.converters.pooling import pooling
from gluon_course.export.onnx.converters.recurrent import rnn, rnn_param_concat
from gluon_course.export.onnx.converters.regions import roi_align
from gluon_course.export.onnx.converters.reshape import reshape
from gluon_course.export.onnx.converters.sequences import sequence_last
from gluon_course.export.onnx.converters.softmax import softmax
from gluon_course.export.onnx.converters.variables import variable

CONVERTERS = {
    **COMPARISONS,
    "null": variable,
    "Convolution": convolution,
    "Pooling": pooling,
    "pick": pick,
    "Reshape": reshape,
    "RNN": rnn,
    "softmax": softmax,
    "_rnn_param_concat": rnn_param_concat,
    "SequenceLast": sequence_last,
    "_contrib_MultiBoxPrior": multibox_prior,
    "_contrib_ROIAlign": roi_align,
    "_contrib_box_nms": box_nms,
}
"""Operator -> ``converter(node, **kwargs)``.

``kwargs`` are what MXNet's exporter hands over, and ``shapes``, from (node, output) to
its shape, and ``theirs``, MXNet's converter or None.
"""
