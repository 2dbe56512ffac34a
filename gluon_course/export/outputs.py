"""What comes out of a graph, and where the batch axis of each output stands."""

from __future__ import annotations

import json

import mxnet as mx

from gluon_course.base.errors import reason_of
from gluon_course.base.tracing import infer, parameter_shapes
from gluon_course.export.difference import BATCH_SIZES, batch_axis_error


def describe_outputs(
    symbol: mx.sym.Symbol, inputs: list, shapes: list, net
) -> list[dict]:
    """What comes out: name, shape without its batch axis, and the operator.

    Predictors look for ``softmax``. Where several arrays go in, the batch axis of an
    output is the one along which it grows with the batch.
    """
    graph = json.loads(symbol.tojson())
    operators = [graph["nodes"][head]["op"] for head, *_ in graph["heads"]]
    axes = [0] * len(shapes)
    if len(inputs) > 1:
        larger = [_inferred(symbol, inputs, n, net) for n in (*BATCH_SIZES, 3)][-1]
        axes = [_first_difference(*pair) for pair in zip(shapes, larger)]
    outputs = []
    for name, operator, shape, axis in zip(
        symbol.list_outputs(), operators, shapes, axes
    ):
        sizes = [size for i, size in enumerate(shape) if i != axis]
        output = {"name": name, "shape": sizes, "operator": operator}
        outputs.append(output if axis == 0 else {**output, "batch_axis": axis})
    return outputs


def _inferred(symbol: mx.sym.Symbol, inputs: list, batch_size: int, net) -> list[tuple]:
    """Shapes of the outputs for a batch, without running it.

    The operator of recurrent layers ends the process at states of another batch.
    """
    shapes = {each.name: each.batch_shape(batch_size) for each in inputs}
    try:
        return infer(symbol, shapes, parameter_shapes(net))
    except mx.MXNetError as error:
        raise batch_axis_error(f"fails: {reason_of(error)}", batch_size) from error


def _first_difference(shape: tuple, other: tuple) -> int | None:
    """The first axis of another size; None where there is none."""
    pairs = enumerate(zip(shape, other))
    return next((axis for axis, (a, b) in pairs if a != b), None)
