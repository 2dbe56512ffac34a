"""A net as ONNX, with every tensor inside of it in reach."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import mxnet as mx
import numpy as np

from gluon_course.base.errors import ExportError
from gluon_course.base.tracing import flatten
from gluon_course.export.manifest import ONNX, read_inputs, read_manifest
from gluon_course.export.model import prepared
from gluon_course.export.onnx.convert import convert
from gluon_course.export.onnx.extra import require_onnx
from gluon_course.export.onnx.loaded import load_onnx
from gluon_course.export.onnx.model import export_onnx
from gluon_course.export.onnx.session import OnnxBlock


class InnerTensors:
    """Runs an ONNX model and returns tensors from inside of it.

    Parameters
    ----------
    model : onnx.ModelProto
    inputs : sequence of Input
        In the order of its inputs.
    batch_size : int or None
        The one that it takes; None where it is free.
    """

    def __init__(self, model, inputs: Sequence, batch_size: int | None = None):
        self.model, self.inputs, self.batch_size = model, inputs, batch_size
        self._names = {name for node in model.graph.node for name in node.output}

    def tensor_of(self, output: str) -> str | None:
        """The tensor that is an output of MXNet's graph, such as ``dense0_output``.

        The converters name a node's first tensor as the node, and count the others.
        None where there is no such tensor.
        """
        node, number = re.fullmatch(r"(.*?)(?:_output(\d*))?", output).groups()
        names = [output, node + (number or "")]
        if number in ("", "0", None):
            names += [node, node + "0"]
        return next((each for each in names if each in self._names), None)

    def values(self, names: Sequence[str], arrays: Sequence) -> list[np.ndarray]:
        """The tensors of these names, for a batch of the inputs."""
        shown = type(self.model)()
        shown.CopyFrom(self.model)
        del shown.graph.output[:]
        outputs = [{"name": each, "shape": ()} for each in names]
        value_info = require_onnx().ValueInfoProto
        shown.graph.output.extend(value_info(name=each) for each in names)
        content = shown.SerializeToString()
        block = OnnxBlock(content, self.inputs, outputs, self.batch_size)
        return [each.asnumpy() for each in flatten(block(*arrays))]


def onnx_block(
    net: mx.gluon.HybridBlock, inputs: list, temporary: Path, folder: Path | None
) -> tuple[OnnxBlock, InnerTensors]:
    """The net as ONNX: that of an export folder, or converted now.

    A conversion that computes something else is not refused, so that it can be looked
    into.

    Parameters
    ----------
    net : HybridBlock
    inputs : list, nested as the net's arguments
        The :class:`~gluon_course.base.inputs.Input` of each.
    temporary : Path
        Where a new one may be written.
    folder : Path, optional
        An ONNX export.

    Raises
    ------
    StackError
        If the extra ``onnx`` is not installed.
    ExportError
        If an operator has no conversion, or the folder cannot be trusted.
    """
    onnx = require_onnx()
    flat = flatten(inputs)
    if folder is None:
        folder = Path(temporary, "onnx")
        try:
            export_onnx(net, folder, inputs)
        except ExportError as refused:
            try:
                return _unproved(net, inputs, flat)
            except Exception:  # whatever a converter or onnxruntime raises
                raise refused from None
    loaded = load_onnx(folder)
    size = read_manifest(folder)["onnx"]["batch_size"]
    model = onnx.load(str(Path(folder, ONNX)))
    return loaded.block, InnerTensors(model, read_inputs(loaded.meta), size)


def _unproved(net, inputs: list, flat: list) -> tuple[OnnxBlock, InnerTensors]:
    ready = prepared(net, inputs)
    arrays = {name[4:]: array for name, array in ready.arrays.items()}
    outputs = ready.meta["outputs"]
    model = convert(ready.symbol, arrays, flat, outputs)
    block = OnnxBlock(model.SerializeToString(), flat, outputs)
    return block, InnerTensors(model, flat)
