"""From a graph of MXNet to one of ONNX, by MXNet's exporter and with its repairs.

``mx.onnx`` brings a converter for most operators. What is wrong with it is mended
around it: the newest opset is stamped on nodes of opset 13, parameters are listed as
inputs, outputs come in another order, and some operators are missing or not faithful
(:mod:`gluon_course.export.onnx.converters`). Nothing of MXNet stays changed.
"""

from __future__ import annotations

import contextlib
import functools
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence

import mxnet as mx
import numpy as np

from gluon_course.base.errors import ExportError, reason_of
from gluon_course.base.inputs import Input
from gluon_course.export.onnx.converters import CONVERTERS
from gluon_course.export.onnx.extra import require_onnx
from gluon_course.export.onnx.tidy import tidied

OPSET = 13
"""What MXNet's converters write."""
NEWEST_OPSET = 16
"""What single operators of ours need, see :mod:`gluon_course.export.onnx.tidy`."""
BATCH = "N"
"""Name of a batch axis whose size is free."""

_LOCK = threading.Lock()


def convert(
    symbol: mx.sym.Symbol,
    arrays: Mapping[str, np.ndarray],
    inputs: Sequence[Input],
    outputs: Sequence[Mapping],
    batch_size: int | None = None,
):
    """The graph as an ONNX model.

    Parameters
    ----------
    symbol : Symbol
    arrays : mapping of str to numpy.ndarray
        Parameters by their names in the graph.
    inputs : sequence of Input
        In the order of the net's arguments.
    outputs : sequence of mapping
        ``name``, ``shape`` and ``batch_axis`` of each, as
        :func:`~gluon_course.export.outputs.describe_outputs` gives them.
    batch_size : int, optional
        A fixed one; free by default.

    Returns
    -------
    onnx.ModelProto

    Raises
    ------
    ExportError
        If an operator cannot be converted; the message names it.
    """
    require_onnx()
    from mxnet.onnx.mx2onnx._export_onnx import MXNetGraph

    names = [each["name"] for each in outputs]
    # a name of its own for each output, whatever operator it is of
    heads = [mx.sym.identity(each, name=name) for each, name in zip(symbol, names)]
    symbol = mx.sym.Group(heads)
    by_name = {each.name: each for each in inputs}
    parameters = {name: _Held(array) for name, array in arrays.items()}
    # MXNet's exporter takes the inputs in the order in which its graph has them
    flat = [by_name[each] for each in symbol.list_inputs() if each in by_name]
    shapes = {each.name: each.batch_shape(batch_size or 2) for each in flat}
    known = {**{name: array.shape for name, array in arrays.items()}, **shapes}
    with _repaired(symbol, known):
        graph = MXNetGraph().create_onnx_graph_proto(
            symbol,
            parameters,
            [shapes[each.name] for each in flat],
            [_tensor_type(each.dtype) for each in flat],
            opset_version=OPSET,
            dynamic=True,
            dynamic_input_shapes=[_dimensions(each, batch_size) for each in flat],
        )
    return tidied(graph, [each.name for each in inputs], outputs, batch_size)


class _Held:
    """A parameter as MXNet's exporter reads it."""

    def __init__(self, array: np.ndarray):
        self.array, self.shape, self.dtype = array, array.shape, array.dtype

    def asnumpy(self) -> np.ndarray:
        return self.array


@contextlib.contextmanager
def _repaired(symbol: mx.sym.Symbol, known: Mapping) -> Iterator[None]:
    """MXNet's exporter with our converters and opset; as it was, afterwards."""
    import onnx
    from mxnet.onnx.mx2onnx._export_onnx import MXNetGraph

    context = onnx.checker.DEFAULT_CONTEXT
    with _LOCK:
        registry, imports = MXNetGraph.registry_, dict(context.opset_imports)
        try:
            MXNetGraph.registry_ = {OPSET: _converters(registry, symbol, known)}
            context.opset_imports = {"": NEWEST_OPSET}
            yield
        finally:
            MXNetGraph.registry_, context.opset_imports = registry, imports


def _converters(registry: Mapping, symbol: mx.sym.Symbol, known: Mapping) -> dict:
    shapes = _shapes_of(symbol, known)
    theirs = {**registry.get(12, {}), **registry.get(OPSET, {})}
    ours = {
        op: functools.partial(each, shapes=shapes, theirs=theirs.get(op))
        for op, each in CONVERTERS.items()
    }
    return {op: _named(each) for op, each in {**theirs, **ours}.items()}


def _shapes_of(symbol: mx.sym.Symbol, known: Mapping) -> Callable:
    """From (node, output) to its shape, for a batch of the inputs."""
    internals = symbol.get_internals()
    shapes = internals.infer_shape_partial(**known)[1]
    names = internals.list_outputs()
    owners = [internals[i].name for i in range(len(names))]
    found: list[list] = []
    start = 0
    # the outputs of the nodes in order; those that a node hides are not among them
    for node in json.loads(symbol.tojson())["nodes"]:
        end = start + 1
        while (
            end < len(names)
            and owners[end] == node["name"]
            and names[end] not in names[start:end]
        ):
            end += 1
        found.append(shapes[start:end])
        start = end

    def shape(source: Sequence[int]) -> tuple[int, ...]:
        return tuple(found[source[0]][source[1]])

    return shape


def _named(converter: Callable) -> Callable:
    """The converter; what it does not take becomes an error that names the operator."""

    @functools.wraps(converter)
    def convert_node(node, **kwargs):
        try:
            return converter(node, **kwargs)
        except (
            NotImplementedError,
            AssertionError,
            AttributeError,
            LookupError,
            TypeError,
            ValueError,
        ) as error:
            options = ", ".join(f"{k}={v}" for k, v in node.get("attrs", {}).items())
            raise ExportError(
                f"The operator {node['op']} of {node['name']} has no conversion to "
                f"ONNX with these options: {options[:200]}",
                reason_of(error),
                "write the layer with other options, or export the symbol files",
            ) from error

    return convert_node


def _tensor_type(dtype: str) -> int:
    from onnx import helper

    return int(helper.np_dtype_to_tensor_dtype(np.dtype(dtype)))


def _dimensions(each: Input, batch_size: int | None) -> tuple:
    """Sizes of an input, with a name in the place of those that are free."""
    sizes: list = [
        f"{each.name}_{axis}" if axis in each.free else size
        for axis, size in enumerate(each.shape)
    ]
    sizes.insert(each.batch_axis, batch_size or BATCH)
    return tuple(sizes)
