"""What MXNet's exporter leaves in a graph of ONNX, put in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gluon_course import __version__

IR_VERSION = 7
"""The version of the file format that came with opset 13."""
_NEEDS = {"RoiAlign": 16}
"""Operators whose options are those of a later opset than 13."""


def tidied(
    graph, inputs: Sequence[str], outputs: Sequence[Mapping], batch_size: int | None
):
    """A model of the graph: only what is used, inputs and outputs in their order.

    Parameters
    ----------
    graph : GraphProto
        Changed in place.
    inputs : sequence of str
        Names of the inputs; MXNet lists the parameters among them.
    outputs : sequence of mapping
        ``name``, ``shape`` and ``batch_axis`` of the outputs.
    batch_size : int or None
        None where it is free.

    Returns
    -------
    onnx.ModelProto
    """
    from onnx import helper

    names = [each["name"] for each in outputs]
    _prune(graph, names)
    _reorder(graph.input, inputs)
    _reorder(graph.output, names)
    for value, facts in zip(graph.output, outputs):
        _name_batch_axis(value, facts, batch_size)
    opset = max([13, *(_NEEDS.get(node.op_type, 13) for node in graph.node)])
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", opset)],
        producer_name="gluon_course",
        producer_version=__version__,
    )
    model.ir_version = 8 if opset > 14 else IR_VERSION
    return model


def _prune(graph, names: Sequence[str]) -> None:
    """Remove nodes and constants from which no output follows."""
    wanted, kept = set(names), []
    for node in reversed(graph.node):
        if wanted.intersection(node.output):
            kept.append(node)
            wanted.update(node.input)
    del graph.node[:]
    graph.node.extend(reversed(kept))
    constants, seen = [], set()
    for each in graph.initializer:
        if each.name in wanted and each.name not in seen:
            seen.add(each.name)
            constants.append(each)
    del graph.initializer[:]
    graph.initializer.extend(constants)


def _reorder(values, names: Sequence[str]) -> None:
    by_name = {each.name: each for each in values}
    ordered = [by_name[name] for name in names if name in by_name]
    del values[:]
    values.extend(ordered)


def _name_batch_axis(value, facts: Mapping, batch_size: int | None) -> None:
    """Say which axis of an output is the batch; MXNet leaves all sizes open."""
    axis = facts.get("batch_axis", 0)
    dimensions = value.type.tensor_type.shape.dim
    if axis is None or axis >= len(dimensions):
        return
    if batch_size:
        dimensions[axis].dim_value = batch_size
    else:
        dimensions[axis].dim_param = "N"
