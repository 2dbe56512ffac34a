"""Is an ONNX file one that the course wrote? Asked before onnxruntime reads it."""

from __future__ import annotations

from collections.abc import Sequence

from gluon_course.base.errors import ExportError
from gluon_course.export.onnx.extra import require_onnx

_LOOPS = {"Loop", "Scan", "If", "SequenceMap"}
"""Operators that hold graphs of their own; no export of the course has any."""
_OPSETS = range(13, 17)


def check_model(content: bytes, inputs: Sequence[str], outputs: Sequence[str]) -> None:
    """Raise unless the file is a plain graph with these inputs and outputs.

    Parameters
    ----------
    content : bytes
        The file.
    inputs, outputs : sequence of str
        Their names, in order.

    Raises
    ------
    ExportError
        If it is no ONNX file, reaches for other files, holds operators of other
        makers or loops, or has other inputs or outputs.
    """
    onnx = require_onnx()
    from google.protobuf.message import DecodeError

    try:
        model = onnx.load_model_from_string(content)
        fault = _first_fault(onnx, model, list(inputs), list(outputs))
        if not fault:
            onnx.checker.check_model(model)
    except (DecodeError, onnx.checker.ValidationError, ValueError) as error:
        fault = str(error).strip().splitlines()[0][:200]
    if fault:
        raise ExportError(
            f"The file is no model of the course: {fault}",
            "it was damaged, or another program wrote it",
            "export the model again",
        )


def _first_fault(onnx, model, inputs: list, outputs: list) -> str:
    graph = model.graph
    if not graph.node:
        return "it has no graph"
    opsets = {each.domain: each.version for each in model.opset_import}
    if set(opsets) != {""} or opsets[""] not in _OPSETS:
        return f"its opsets are {opsets}"
    if model.functions or graph.sparse_initializer:
        return "it holds functions or sparse arrays"
    for node in graph.node:
        if node.domain or node.op_type in _LOOPS:
            return (
                f"its operator {node.domain}{'.' if node.domain else ''}{node.op_type}"
            )
        kinds = {each.type for each in node.attribute}
        if kinds & {onnx.AttributeProto.GRAPH, onnx.AttributeProto.GRAPHS}:
            return f"{node.op_type} holds a graph"
    for each in graph.initializer:
        if each.external_data or each.data_location:
            return f"{each.name} is in another file"
    if [each.name for each in graph.input] != inputs:
        return f"it takes {', '.join(each.name for each in graph.input)}"
    if [each.name for each in graph.output] != outputs:
        return f"it returns {', '.join(each.name for each in graph.output)}"
    return ""
