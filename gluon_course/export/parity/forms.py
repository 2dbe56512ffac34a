"""The forms of a net as functions, with a way to look at the layers inside of each."""

from __future__ import annotations

import collections
import dataclasses
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import mxnet as mx
import numpy as np

from gluon_course.base.errors import ExportError
from gluon_course.base.inputs import map_inputs
from gluon_course.base.tracing import flatten, trace
from gluon_course.export.exported import import_block, load_exported
from gluon_course.export.graph_files import graph_arrays, traced, write_graph
from gluon_course.export.manifest import SYMBOL


@dataclasses.dataclass(frozen=True)
class Form:
    """One form of a net.

    Attributes
    ----------
    call : callable
        From NDArrays, nested as the net's arguments, to its outputs.
    values_of : callable or None
        From symbols of one output each, and a flat list of NDArrays that go in, to
        NumPy arrays; None in the place of those that the form does not have. None for
        the imperative net, which shows its layers to hooks.
    """

    call: Callable
    values_of: Callable | None = None


def hybrid_form(net, inputs: list) -> Form:
    """The net itself, hybridized by the caller; inside, the graph that this makes."""
    if not isinstance(net, mx.gluon.HybridBlock):
        raise ExportError(
            f"The net is a {type(net).__name__}",
            "only HybridBlocks have a graph (section 8.1)",
        )
    shapes = map_inputs(lambda each: each.shape, inputs)
    names = [each.name for each in flatten(inputs)]
    trace(net, shapes, names)  # the error of a net without graph

    def values_of(symbols, arrays):
        return _evaluate(symbols, names, arrays, net.collect_params())

    return Form(net, values_of)


def exported_form(net, inputs: list, ctx, temporary: Path, folder=None) -> Form:
    """The symbol files of ``folder``, or new ones, loaded again."""
    names = [each.name for each in flatten(inputs)]
    if folder is None:
        folder = temporary
        symbol = traced(net, inputs)
        write_graph(folder, symbol, graph_arrays(net, symbol, names))
        block = import_block(folder, ctx, names)
    else:
        block = load_exported(folder, ctx).block

    def values_of(symbols, arrays):
        inside = mx.sym.load(str(Path(folder) / SYMBOL)).get_internals()
        listed = inside.list_outputs()
        # a layer that is called twice has two outputs of one name
        count = collections.Counter(listed)
        place = {name: i for i, name in enumerate(listed) if count[name] == 1}
        wanted = [place.get(each.list_outputs()[0]) for each in symbols]
        there = sorted({each for each in wanted if each is not None})
        values = _evaluate(
            [inside[i] for i in there], names, arrays, block.collect_params()
        )
        return _in_places(wanted, dict(zip(there, values)))

    return Form(lambda *arrays: block(*flatten(arrays)), values_of)


def onnx_form(net, inputs: list, ctx, temporary: Path, folder=None) -> Form:
    """An ONNX model in onnxruntime: that of ``folder``, or a new one."""
    from gluon_course.export.parity.onnx_inside import onnx_block

    block, inner = onnx_block(net, inputs, temporary, folder)

    def values_of(symbols, arrays):
        wanted = [inner.tensor_of(each.list_outputs()[0]) for each in symbols]
        there = sorted({each for each in wanted if each is not None})
        return _in_places(wanted, dict(zip(there, inner.values(there, arrays))))

    return Form(lambda *arrays: block(*flatten(arrays)), values_of)


def _evaluate(symbols: Sequence, names: Sequence[str], arrays, parameters) -> list:
    """What symbols come to, for the inputs of these names and a net's parameters."""
    if not symbols:
        return []
    # each output is a result of its own, even where several are one node's
    group = mx.sym.Group([mx.sym.identity(each) for each in symbols])
    known = set(group.list_inputs())
    inputs = [mx.sym.var(name) for name in names if name in known]
    fed = [array for name, array in zip(names, arrays) if name in known]
    with warnings.catch_warnings():
        # the type of the inputs follows from the parameters, later
        warnings.filterwarnings("ignore", "Cannot decide type", UserWarning)
        block = mx.gluon.SymbolBlock(group, inputs, params=parameters)
    with mx.autograd.pause():
        outputs = block(*fed)
    return [each.asnumpy() for each in flatten(outputs)]


def _in_places(wanted: Sequence, values: dict) -> list[np.ndarray | None]:
    return [None if each is None else values[each] for each in wanted]
