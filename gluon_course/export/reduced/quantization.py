"""From a float32 graph to one whose layers multiply whole numbers of 8 bits.

MXNet's quantize_net runs the net on real batches, notes between which numbers the
outputs of its layers lie, and replaces layers by operators that compute in int8.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence

import mxnet as mx
import numpy as np
from mxnet.contrib import quantization

from gluon_course.base.errors import ConfigError, DataError, ExportError, reason_of
from gluon_course.base.inputs import Input
from gluon_course.base.quiet import quiet_libraries
from gluon_course.base.tracing import flatten

MODES = ("naive", "entropy")
"""How the range of a layer is chosen: from its smallest to its largest number, or so
that the distribution of its numbers changes least."""
LEFT_FLOAT = {
    "RNN": "MXNet has int8 for the LSTM alone, and no file of it loads again",
    "BatchNorm": "it is folded into the convolution in front of it, or costs little",
    "elemwise_add": "what is added to a convolution is folded into it; others are the "
    "coordinates of boxes, which 8 bits would move",
    "elemwise_mul": "as elemwise_add",
}
"""Operators that are never quantized, and why."""
_FEATURES = ("Convolution", "Activation", "Pooling", "BatchNorm", "Dropout", "Concat")
"""What gives maps of features, which may share a scale once they are joined."""
_MATRIX = ("Convolution", "Deconvolution", "FullyConnected", "batch_dot", "dot")
_SUFFIX = re.compile(r"_(weight|bias|gamma|beta|parameters)(_quantize.*)?$")


def quantized(
    block: mx.gluon.SymbolBlock,
    inputs: Sequence[Input],
    batches: Iterable,
    num_samples: int,
    mode: str = "naive",
) -> tuple[mx.gluon.SymbolBlock, int]:
    """The graph in int8, and on how many samples its ranges were calibrated.

    Parameters
    ----------
    block : SymbolBlock
        A float32 model on the CPU, loaded from its files.
    inputs : sequence of Input
        What it takes.
    batches : iterable
        Of arrays, one for each input; further ones in a batch, such as labels, are not
        looked at. Batches of another size than the first are left out.
    num_samples : int
        When so many have been seen it ends, at a whole batch.
    mode : str
        One of :data:`MODES`.

    Raises
    ------
    ConfigError
        For another mode or fewer than one sample.
    DataError
        If there is no batch, or one does not fit the inputs.
    ExportError
        If MXNet cannot quantize the graph, or leaves every layer as it is.
    """
    if mode not in MODES:
        raise ConfigError(f"There is no calibration {mode!r}", "", f"choose {MODES}")
    calibration = _Calibration(inputs, batches, num_samples)
    try:
        with warnings.catch_warnings(), quiet_libraries():
            warnings.simplefilter("ignore")
            net = quantization.quantize_net_v2(
                block,
                quantized_dtype="auto",  # uint8 where nothing is negative
                quantize_mode="full",
                exclude_operators=list(LEFT_FLOAT),
                exclude_layers=_left_float(json.loads(_symbol_of(block).tojson())),
                calib_data=calibration,
                calib_mode=mode,
                ctx=mx.cpu(),
            )
            mx.nd.waitall()
    except (mx.MXNetError, ValueError, AssertionError, KeyError, TypeError) as error:
        raise ExportError(
            f"MXNet cannot compute this net in int8: {reason_of(error)}",
            "one of its operators has no int8 form that works",
            "export it as symbol, bf16 or onnx",
        ) from error
    return net, calibration.num_seen


def layers(graph: Mapping, inputs: Sequence[str]) -> tuple[list[str], list[str]]:
    """Names of the layers that compute in int8, and of those that stay float.

    A layer is an operator that has parameters, or multiplies matrices.

    Parameters
    ----------
    graph : mapping
        ``*-symbol.json``, read.
    inputs : sequence of str
        Names of the arguments that are no parameters.
    """
    nodes, in_int8, in_float = graph["nodes"], [], []
    for node in nodes:
        sources = [nodes[each[0]] for each in node["inputs"]]
        owned = [
            each["name"]
            for each in sources
            if each["op"] == "null" and each["name"] not in inputs
        ]
        if node["op"] == "null" or not (owned or node["op"] in _MATRIX):
            continue
        is_int8 = (
            node["op"].startswith("_contrib_quantized_")
            or node.get("attrs", {}).get("quantized", "").lower() == "true"
        )
        name = _SUFFIX.sub("", owned[0] if owned else node["name"])
        (in_int8 if is_int8 else in_float).append(name)
    # a recurrent layer's weights go through several operators
    return list(dict.fromkeys(in_int8)), list(dict.fromkeys(in_float))


def operators(graph: Mapping) -> list[str]:
    """The operators of a graph, each once, sorted."""
    return sorted({node["op"] for node in graph["nodes"]} - {"null"})


def _left_float(graph: Mapping) -> list[str]:
    """Names of the nodes that are never quantized though MXNet would try to.

    It has no int8 convolutions or pooling over sequences. Joined numbers share one
    scale, which leaves nothing of a detector's classes, scores and corners: only maps
    of features may be joined.
    """
    nodes, names = graph["nodes"], []
    for node in nodes:
        sources = [nodes[each[0]] for each in node["inputs"]]
        if node["op"] in ("Convolution", "Pooling"):
            kernel = node.get("attrs", {}).get("kernel", "(1, 1)")
            is_kept = len(ast.literal_eval(kernel)) == 1
        else:
            is_kept = node["op"] == "Concat" and not all(
                each["op"] in _FEATURES and each["name"] not in names
                for each in sources
            )
        if is_kept:
            names.append(node["name"])
    return names


def _symbol_of(block: mx.gluon.SymbolBlock) -> mx.sym.Symbol:
    """The graph of a block that was made from one."""
    return block._cached_graph[1]


class _Calibration(mx.io.DataIter):
    """Batches of one size for MXNet's module, which runs the float net on them."""

    def __init__(self, inputs: Sequence[Input], batches: Iterable, num_samples: int):
        if num_samples < 1:
            raise ConfigError(f"{num_samples} samples are none to calibrate with")
        self._inputs, self._source = inputs, iter(batches)
        self._limit, self.num_seen = num_samples, 0
        self._first = self._arrays()
        if self._first is None:
            raise DataError("There is nothing to calibrate with", "there is no batch")
        self.sizes = [array.shape for array in self._first]
        batch_size = self.sizes[0][inputs[0].batch_axis]
        super().__init__(batch_size)
        self.provide_data = [
            mx.io.DataDesc(each.name, shape, np.float32, _layout(each))
            for each, shape in zip(inputs, self.sizes)
        ]
        self.provide_label = []

    def next(self) -> mx.io.DataBatch:
        """The next batch; MXNet's module takes it by this name."""
        if self.num_seen >= self._limit:
            raise StopIteration
        arrays, self._first = self._first or self._arrays(), None
        while arrays is not None and [each.shape for each in arrays] != self.sizes:
            arrays = self._arrays()
        if arrays is None:
            raise StopIteration
        self.num_seen += self.batch_size
        return mx.io.DataBatch(arrays, [])

    def _arrays(self) -> list | None:
        batch = next(self._source, None)
        if batch is None:
            return None
        arrays = flatten(batch)[: len(self._inputs)]
        if [each.ndim for each in arrays] != [len(e.shape) + 1 for e in self._inputs]:
            raise DataError(
                f"A batch of shapes {[each.shape for each in arrays]} does not fit",
                f"the net takes {[each.batch_shape('N') for each in self._inputs]}",
            )
        return [each.as_in_context(mx.cpu()).astype("float32") for each in arrays]


def _layout(one: Input) -> str:
    """A layout for MXNet that says where the batch axis is, and nothing else."""
    letters = ["x"] * (len(one.shape) + 1)
    letters[one.batch_axis] = "N"
    return "".join(letters)
