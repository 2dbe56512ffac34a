"""Receptive fields of any traced net, branches included: pixels behind each layer.

Along a chain a layer adds its kernel less one, times the strides before it; where
branches meet, the largest of their fields counts. Heights are taken for pictures.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Sequence

from gluon_course.base.graph import Node

EVERYTHING = math.inf
"""The field of a unit that sees the whole input, of whatever size."""

_DENSE = ("FullyConnected", "RNN", "dot", "batch_dot", "mean", "sum", "max", "softmax")


def receptive_fields(nodes: Sequence[Node]) -> dict[int, tuple[float, float]]:
    """Size and stride of the field of each operator, by its number in the graph.

    Parameters
    ----------
    nodes : sequence of Node
        Operators in the order of computation, of a net for pictures (N, C, H, W).

    Returns
    -------
    dict of int to (float, float)
        Pixels of the input that a unit depends on, :data:`EVERYTHING` behind dense
        layers and global pooling; and pixels between what neighbouring units see.

    Section: 5.1 二维卷积层 (chapter_convolutional-neural-networks/conv-layer)
    """
    fields: dict[int, tuple[float, float]] = {}
    for node in nodes:
        before = [fields[source] for source, _ in node.sources if source in fields]
        size = max((each for each, _ in before), default=1)
        stride = max((each for _, each in before), default=1)
        fields[node.number] = _behind(node, size, stride)
    return fields


def _behind(node: Node, size: float, stride: float) -> tuple[float, float]:
    options = node.attributes
    if node.op in _DENSE or options.get("global_pool") in ("True", "1"):
        return EVERYTHING, stride
    if node.op in ("Convolution", "Pooling"):
        reach = (_first(options, "kernel") - 1) * _first(options, "dilate")
        return size + reach * stride, stride * _first(options, "stride")
    if node.op == "Deconvolution":
        ahead = _first(options, "stride")
        reach = math.ceil(_first(options, "kernel") / ahead) - 1
        return size + reach * stride, stride / ahead
    return size, stride


def _first(options: dict, name: str) -> int:
    """The first number of an attribute such as ``(3, 3)``; 1 where it is not given."""
    values = ast.literal_eval(options.get(name) or "()")
    return int(values[0]) if values else 1
