"""The layers of a net without running it: shapes, parameters, arithmetic, traffic.

The net is traced as a symbol, so that it need not be initialised, stays as it is, and
may be hybridized.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Sequence

from gluon_course.base.calls import CALL, recorded_calls
from gluon_course.base.graph import Node, multiply_adds, read_nodes
from gluon_course.base.shapes import infer_output_shape
from gluon_course.base.tracing import infer, input_shapes, mx, parameter_shapes, trace

BYTES_PER_NUMBER = 4  # float32


@dataclasses.dataclass(frozen=True)
class Row:
    """One layer of a net.

    Attributes
    ----------
    layer : str
        Where it stands in the net, such as ``4.0.conv1``; a block with operators of
        its own (the addition in a residual block) has a row besides its layers.
    type : str
        Class of the layer, or the operator in a net that was loaded from a file.
    output_shape : tuple of int, or tuple of such tuples
        Shape of its output; a tuple of shapes if there are several.
    parameters : int
        Numbers in its parameters; shared ones count in the first row that uses them.
    trainable : int
        How many of them are trained; the others are running statistics, constants and
        frozen parameters.
    multiply_adds : int
        Products that are summed, see :func:`layer_rows`.
    bytes_moved : int
        Least traffic with the memory, see :func:`layer_rows`.
    """

    layer: str
    type: str
    output_shape: tuple
    parameters: int
    trainable: int
    multiply_adds: int
    bytes_moved: int


def layer_rows(net, shape: Sequence) -> tuple[Row, ...]:
    """Output shape, parameters, multiply-adds and memory traffic of every layer.

    Multiply-adds are counted for convolutions, transposed convolutions, dense layers,
    recurrent layers and matrix products, for the whole batch: take a batch of 1 for
    those of one picture. As in most published counts, what has no sum of products
    (pooling, activations, additions, biases) and BatchNorm, which can be folded into
    the layer before it, count as 0.

    The traffic is the least there can be: the layer reads each of its inputs and
    parameters once and writes its output once, as float32; an activation that belongs
    to the layer costs nothing more.

    Parameters
    ----------
    net : HybridBlock
        Any net that can be traced; it is neither run nor changed, and may be
        hybridized, initialised, both or neither.
    shape : tuple of int, or list of such tuples
        Shape of the input with its batch axis, such as (1, 1, 28, 28); a list for a
        net with several inputs, nested where the net takes a list of states.

    Returns
    -------
    tuple of Row
        In the order of their computation.

    Raises
    ------
    ShapeError
        If an input of that shape does not fit the net.
    ConfigError
        If the net cannot be traced.
    """
    infer_output_shape(net, shape)  # a shape that does not fit ends here
    shapes, known = input_shapes(shape), parameter_shapes(net)
    parameters = net.collect_params()
    for parameter in parameters.values():
        parameter.var()  # made now, its symbol does not carry the mark of a call
    with recorded_calls(net) as calls:
        outputs, inputs = trace(net, shapes)
    nodes_of_net = read_nodes(mx.sym.Group(outputs), inputs, known)
    groups, read_by = _by_call(nodes_of_net), _readers(nodes_of_net)
    output_shapes = _output_shapes(
        {key: calls[key].outputs for key in groups if key in calls}, inputs, known
    )
    rows, counted = [], set()
    for key, nodes in groups.items():
        used = {}
        for node in nodes:
            for name, sizes in node.variables.items():
                if name in parameters and name not in counted:
                    used[name] = sizes
        counted.update(used)
        if key in calls:
            layer, kind = calls[key].path or "net", type(calls[key].block).__name__
        else:
            layer, kind = key, nodes[-1].op
        shape_of_output = output_shapes.get(key, nodes[-1].shape)
        rows.append(
            Row(
                layer=layer,
                type=kind,
                output_shape=shape_of_output,
                parameters=sum(map(math.prod, used.values())),
                trainable=sum(
                    math.prod(sizes)
                    for name, sizes in used.items()
                    if parameters[name].grad_req != "null"
                ),
                multiply_adds=sum(map(multiply_adds, nodes)),
                bytes_moved=_bytes_moved(nodes, read_by, shape_of_output),
            )
        )
    return tuple(rows)


def _bytes_moved(nodes: list[Node], read_by: dict, output_shape: tuple) -> int:
    """Bytes that a layer reads from outside of it, each array once, and writes."""
    own = {node.number for node in nodes}
    read = {
        source: shape
        for node in nodes
        for source, shape in zip(node.sources, node.inputs)
        if source[0] not in own
    }
    written = [
        shape
        for (number, _), (shape, readers) in read_by.items()
        if number in own and not readers <= own
    ]
    if not written:  # the end of the net
        several = bool(output_shape) and isinstance(output_shape[0], tuple)
        written = output_shape if several else [output_shape]
    numbers = sum(map(math.prod, read.values())) + sum(map(math.prod, written))
    return BYTES_PER_NUMBER * numbers


def _readers(nodes: list[Node]) -> dict:
    """Shape of each array that is read, and the numbers of the nodes that read it."""
    read_by: dict = {}
    for node in nodes:
        for source, shape in zip(node.sources, node.inputs):
            read_by.setdefault(source, (shape, set()))[1].add(node.number)
    return read_by


def _by_call(nodes: list[Node]) -> dict:
    """The nodes of each call, ordered by the last; those of no call by their name."""
    groups: dict = {}
    for node in nodes:
        number = node.attributes.get(CALL)
        key = node.name if number is None else int(number)
        groups[key] = [*groups.pop(key, []), node]
    return groups


def _output_shapes(symbols: dict, inputs: dict, known: dict) -> dict:
    """Shape of each call's output, or a tuple of shapes if it has several."""
    if not symbols:
        return {}
    group = mx.sym.Group([each for outputs in symbols.values() for each in outputs])
    found = iter(infer(group, inputs, known))
    shapes = {}
    for key, outputs in symbols.items():
        count = sum(len(each.list_outputs()) for each in outputs)
        some = tuple(itertools.islice(found, count))
        shapes[key] = some[0] if count == 1 else some
    return shapes
