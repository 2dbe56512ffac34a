"""Is an ONNX file one that an export may hold? Asked before onnxruntime sees it."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator

from gluon_course.base.errors import ExportError
from gluon_course.export.safe import limits
from gluon_course.export.safe.onnx_operators import ONNX_OPERATORS

# in ONNX's numbers for types: float, bytes, shorts, int32, int64, bool, halves, double
_SIZES = {1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 9: 1, 10: 2, 11: 8, 16: 2}
_DATA = ("float_data", "int32_data", "int64_data", "double_data", "uint64_data")
_OPSETS = range(11, 22)
_TEXTS = 64  # notes in a file


def check_onnx(content: bytes, path: os.PathLike | str) -> None:
    """Raise unless the file is one graph of known operators over its own numbers.

    Parameters
    ----------
    content : bytes
    path : path
        Where it was read from, for messages.

    Raises
    ------
    ExportError
        If it is damaged, names other files, has operators of other makers, graphs
        within operators, or more of anything than exports have.

    Notes
    -----
    Needs the package onnx, of the extra of that name.
    """
    import onnx
    from google.protobuf.message import DecodeError

    try:
        model = onnx.ModelProto.FromString(content)
        fault = next(_faults(model), "")
    except (DecodeError, ValueError, RecursionError) as error:
        fault = f"it cannot be read ({str(error)[:100]})"
    if fault:
        raise ExportError(
            f"{path} is not a graph that is safe to load: {fault}",
            "it was damaged, another program wrote it, or it was made to do harm",
            "export the model again, or do not use this export",
        )


def _faults(model) -> Iterator[str]:
    domains = {each.domain: each.version for each in model.opset_import}
    if set(domains) != {""} or domains[""] not in _OPSETS:
        yield f"its sets of operators are {str(domains)[:100]}"
    if model.functions or model.training_info:
        yield "it has functions or a training graph"
    if len(model.metadata_props) > _TEXTS:
        yield "it has too many notes"
    graph = model.graph
    if graph.sparse_initializer or graph.quantization_annotation:
        yield "it has sparse arrays or annotations"
    if not 0 < len(graph.node) <= limits.NODES:
        yield f"it has {len(graph.node):,} nodes"
    if len(graph.initializer) > limits.ARRAYS:
        yield f"it has {len(graph.initializer):,} arrays"
    if not (0 < len(graph.output) <= limits.HEADS and len(graph.input) <= limits.HEADS):
        yield f"it has {len(graph.input)} inputs and {len(graph.output)} outputs"
    for tensor in graph.initializer:
        yield from _faults_of_array(tensor)
    for node in graph.node:
        yield from _faults_of_node(node)


def _faults_of_node(node) -> Iterator[str]:
    if node.domain not in ("", "ai.onnx") or node.op_type not in ONNX_OPERATORS:
        yield (
            f"the operator {node.domain[:40]} {node.op_type[:40]} is not one that "
            "exports may use"
        )
    names = [node.name, *node.input, *node.output]
    if len(names) > 2048 or max(map(len, names)) > limits.NAME_CHARACTERS:
        yield f"{node.op_type} has very many or long names"
    for attribute in node.attribute:
        what = f"{node.op_type} has {attribute.name[:40]!r}"
        if attribute.HasField("g") or attribute.graphs:
            yield f"{what}, a graph of its own"
        if attribute.HasField("sparse_tensor") or attribute.sparse_tensors:
            yield f"{what}, a sparse array"
        if attribute.HasField("tp") or attribute.type_protos or attribute.ref_attr_name:
            yield f"{what}, which no export has"
        texts = [attribute.s, *attribute.strings]
        if len(texts) > 3 or max(map(len, texts)) > limits.VALUE_CHARACTERS:
            yield f"{what}, a long text"
        if max(len(attribute.ints), len(attribute.floats)) > limits.VALUE_CHARACTERS:
            yield f"{what}, a long list"
        if any(abs(number) > limits.ELEMENTS for number in attribute.ints):
            yield f"{what}, a number that is out of bounds"
        if attribute.HasField("t"):
            yield from _faults_of_array(attribute.t)
        for tensor in attribute.tensors:
            yield from _faults_of_array(tensor)


def _faults_of_array(tensor) -> Iterator[str]:
    name = repr(tensor.name[:60])
    if len(tensor.name) > limits.NAME_CHARACTERS:
        yield "an array has a very long name"
    if tensor.external_data or tensor.data_location != 0:
        yield f"the array {name} is in another file"
    if tensor.HasField("segment") or tensor.string_data:
        yield f"the array {name} is in pieces or of texts"
    if tensor.data_type not in _SIZES:
        yield f"the array {name} is of the type {tensor.data_type}"
        return
    if len(tensor.dims) > 32 or any(size < 0 for size in tensor.dims):
        yield f"the array {name} has an impossible shape"
        return
    count = math.prod(tensor.dims)
    if count > limits.ELEMENTS:
        yield f"the array {name} has {count:,} elements"
    stored = [len(getattr(tensor, field)) for field in _DATA]
    if tensor.HasField("raw_data"):
        is_whole = len(tensor.raw_data) == count * _SIZES[tensor.data_type]
        if not is_whole or any(stored):
            yield f"the array {name} has {len(tensor.raw_data):,} bytes"
    elif sum(stored) != count or max(stored) != count:
        yield f"the array {name} has {sum(stored):,} elements for {count:,}"
