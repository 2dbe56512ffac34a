"""A net in as few steps as one can draw: what belongs together is one station.

Activations, BatchNorm and dropout belong to the layer before them; a residual or an
Inception block is one station with all that is inside; equal neighbours are counted.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from gluon_course.base.calls import CALL, recorded_calls
from gluon_course.base.fields import receptive_fields
from gluon_course.base.graph import read_nodes
from gluon_course.base.layers import Row, layer_rows
from gluon_course.base.tracing import input_shapes, mx, parameter_shapes, trace

_FOLLOWERS = ("BatchNorm", "Activation", "Dropout", "LeakyReLU", "Flatten", "Lambda")


@dataclasses.dataclass(frozen=True)
class Station:
    """One or several equal steps of a net.

    Attributes
    ----------
    label : str
        Kind and window, such as ``Conv2D 5×5``.
    kind : str
        Class of the block.
    output_shape : tuple of int
        Without the batch axis; of the first output where there are several.
    parameters : int
        Of all its layers.
    field : float or None
        Pixels of the input, along one axis, that a unit behind it depends on;
        infinite if that is all of them, None where the input is no picture.
    also : tuple of str
        What follows inside of it: ``BatchNorm``, ``relu``.
    count : int
        How many equal ones it stands for.
    """

    label: str
    kind: str
    output_shape: tuple
    parameters: int
    field: float | None
    also: tuple = ()
    count: int = 1


def stations(net, shape: Sequence) -> tuple[Station, ...]:
    """The stations of a net for an input of that shape, without running it.

    Parameters
    ----------
    net : HybridBlock
        Any net that can be traced.
    shape : tuple of int, or list of such tuples
        As for :func:`~gluon_course.base.layers.layer_rows`, with the batch axis.

    Returns
    -------
    tuple of Station
        In the order of computation. What the net itself does between its layers, such
        as a transposition, is none.

    Raises
    ------
    ShapeError
        If an input of that shape does not fit the net.
    ConfigError
        If the net cannot be traced.
    """
    rows = _without_glue(layer_rows(net, shape))
    blocks, fields = _blocks_and_fields(net, shape)
    found: list[Station] = []
    for group in _groups(rows):
        last = group[-1]
        parameters = sum(row.parameters for row in group)
        block = blocks.get(last.layer)
        field = fields.get(last.layer)
        if last.type in _FOLLOWERS and found:
            word = getattr(block, "_act_type", last.type)
            also = tuple(dict.fromkeys([*found[-1].also, str(word)]))
            found[-1] = dataclasses.replace(
                found[-1], also=also, parameters=found[-1].parameters + parameters
            )
            continue
        act = getattr(getattr(block, "act", None), "_act_type", None)
        found.append(
            Station(
                _label(last.type, block),
                last.type,
                _shape_of_sample(last.output_shape, block),
                parameters,
                field,
                (act,) if act else (),
            )
        )
    return tuple(_counted(found))


def input_shapes_of(net, sizes: tuple):
    """Shape of a batch of one, or the shapes of all inputs where there are several."""
    if hasattr(net, "input_shapes"):
        return net.input_shapes(sizes)
    if not hasattr(net, "inputs"):
        return (1, *sizes)
    return _shapes(net.inputs(sizes))


def _shapes(inputs):
    if isinstance(inputs, (list, tuple)):
        return [_shapes(each) for each in inputs]
    return inputs.batch_shape(1)


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows of one composite block (rows below its path) together, others alone."""
    paths = [row.layer for row in rows]
    composite = {
        path for path in paths if any(each.startswith(path + ".") for each in paths)
    }
    outermost = {
        path
        for path in composite
        if not any(path.startswith(other + ".") for other in composite)
    }
    groups: dict = {}  # in the order of their last rows
    for number, row in enumerate(rows):
        owner = next(
            (p for p in outermost if (row.layer + ".").startswith(p + ".")), number
        )
        groups[owner] = [*groups.pop(owner, []), row]
    for owner, group in groups.items():
        # what a block computes itself may lie between its layers: its shape is its own
        yield sorted(group, key=lambda row: row.layer == owner)


def _blocks_and_fields(net, shape) -> tuple[dict, dict]:
    """Block and field behind each layer, by its path."""
    shapes = input_shapes(shape)
    with recorded_calls(net) as calls:
        outputs, inputs = trace(net, shapes)
    nodes = read_nodes(mx.sym.Group(outputs), inputs, parameter_shapes(net))
    is_picture = len(shapes) == 1 and len(shapes[0]) == 4
    sizes = receptive_fields(nodes) if is_picture else {}
    blocks = {each.path or "net": each.block for each in calls.values()}
    fields = {}
    for node in nodes:
        call = calls.get(int(node.attributes.get(CALL, -1)))
        if node.number in sizes:
            fields[call.path or "net" if call else node.name] = sizes[node.number][0]
    return blocks, fields


def _label(kind: str, block) -> str:
    options = getattr(block, "_kwargs", None) or {}
    kernel = options.get("kernel")
    if not kernel or options.get("global_pool"):
        return kind
    stride = options.get("stride") or (1,)
    text = f"{kind} {'×'.join(map(str, kernel))}"
    usual = kernel if "Pool" in kind else (1,) * len(kernel)
    return text if tuple(stride) == tuple(usual) else f"{text} s{stride[0]}"


def _without_glue(rows: Sequence[Row]) -> list[Row]:
    """The rows but for the net's own, where that has no parameters and is not last."""
    glue = [row for row in rows[:-1] if row.layer == "net" and not row.parameters]
    return [row for row in rows if row not in glue]


def _shape_of_sample(shape: tuple, block) -> tuple:
    """The first output's shape without the batch; a recurrent layer's is second."""
    first = shape[0] if shape and isinstance(shape[0], tuple) else shape
    batch = 1 if getattr(block, "_layout", None) == "TNC" else 0
    return first[:batch] + first[batch + 1 :]


def _counted(found: list[Station]) -> Iterator[Station]:
    """Equal neighbours as one station; their field is that of the last."""
    waiting = None
    for each in found:
        alike = waiting and (waiting.label, waiting.output_shape, waiting.also) == (
            each.label,
            each.output_shape,
            each.also,
        )
        if alike:
            waiting = dataclasses.replace(
                waiting,
                parameters=waiting.parameters + each.parameters,
                field=each.field,
                count=waiting.count + 1,
            )
            continue
        if waiting:
            yield waiting
        waiting = each
    if waiting:
        yield waiting
