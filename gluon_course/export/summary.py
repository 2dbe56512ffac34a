"""Layer table of a net without running it: shapes, parameters and multiply-adds.

The net is traced as a symbol, so that it need not be initialised, stays as it is, and
may be hybridized (where Gluon's own ``net.summary`` refuses).
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Sequence

import mxnet as mx

from gluon_course.base.shapes import infer_output_shape
from gluon_course.base.tracing import (
    describe,
    infer,
    input_shapes,
    parameter_shapes,
    trace,
)
from gluon_course.export.calls import CALL, recorded_calls
from gluon_course.export.graph import Node, multiply_adds, read_nodes


@dataclasses.dataclass(frozen=True)
class Row:
    """One layer of a :class:`Summary`.

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
        Products that are summed, see :func:`summary`.
    """

    layer: str
    type: str
    output_shape: tuple
    parameters: int
    trainable: int
    multiply_adds: int


@dataclasses.dataclass(frozen=True)
class Summary:
    """The layers of a net; ``str()`` is a table.

    Attributes
    ----------
    name : str
        Registered name of the net, else its class.
    input_shapes : list of tuple of int
        Shapes it was made for, with the batch axis, nested as the net's arguments.
    rows : tuple of Row
        The layers in the order of their computation.
    """

    name: str
    input_shapes: list
    rows: tuple[Row, ...]

    @property
    def parameters(self) -> int:
        """All parameters that the output depends on."""
        return sum(row.parameters for row in self.rows)

    @property
    def trainable(self) -> int:
        """Parameters that are trained."""
        return sum(row.trainable for row in self.rows)

    @property
    def multiply_adds(self) -> int:
        """Multiply-adds of the whole batch."""
        return sum(row.multiply_adds for row in self.rows)

    def __str__(self) -> str:
        header = ("layer", "type", "output shape", "parameters", "multiply-adds")
        lines = [header]
        for row in self.rows:
            counts = (f"{row.parameters:,}", f"{row.multiply_adds:,}")
            lines.append((row.layer, row.type, str(row.output_shape), *counts))
        lines.append(
            ("total", "", "", f"{self.parameters:,}", f"{self.multiply_adds:,}")
        )
        widths = [max(map(len, column)) for column in zip(*lines)]
        table = []
        for line in lines:
            left = (text.ljust(width) for text, width in zip(line[:3], widths))
            right = (text.rjust(width) for text, width in zip(line[3:], widths[3:]))
            table.append("  ".join((*left, *right)).rstrip())
        rule = "-" * max(map(len, table))
        shapes = ", ".join(map(str, self.input_shapes))
        fixed = self.parameters - self.trainable
        return "\n".join(
            (
                f"{self.name}, input {shapes}",
                table[0],
                rule,
                *table[1:-1],
                rule,
                table[-1],
                f"trainable parameters {self.trainable:,}, not trainable {fixed:,}",
            )
        )


def summary(net, shape: Sequence) -> Summary:
    """Output shape, parameters and multiply-adds of every layer.

    Multiply-adds are counted for convolutions, transposed convolutions, dense layers,
    recurrent layers and matrix products, for the whole batch: take a batch of 1 for
    those of one picture. As in most published counts, what has no sum of products
    (pooling, activations, additions, biases) and BatchNorm, which can be folded into
    the layer before it, count as 0.

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
    Summary
        ``print`` it for a table; ``.rows`` are the layers as data.

    Raises
    ------
    ShapeError
        If an input of that shape does not fit the net.
    ConfigError
        If the net cannot be traced.

    Section: 4.2 模型参数的访问、初始化和共享; 5.5 卷积神经网络（LeNet）
    """
    infer_output_shape(net, shape)  # a shape that does not fit ends here
    shapes, known = input_shapes(shape), parameter_shapes(net)
    parameters = net.collect_params()
    for parameter in parameters.values():
        parameter.var()  # made now, its symbol does not carry the mark of a call
    with recorded_calls(net) as calls:
        outputs, inputs = trace(net, shapes)
    groups = _by_call(read_nodes(mx.sym.Group(outputs), inputs, known))
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
        rows.append(
            Row(
                layer=layer,
                type=kind,
                output_shape=output_shapes.get(key, nodes[-1].shape),
                parameters=sum(map(math.prod, used.values())),
                trainable=sum(
                    math.prod(sizes)
                    for name, sizes in used.items()
                    if parameters[name].grad_req != "null"
                ),
                multiply_adds=sum(map(multiply_adds, nodes)),
            )
        )
    return Summary(describe(net), shapes, tuple(rows))


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
