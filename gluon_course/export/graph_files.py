"""The two files of a graph: what a net computes, and its parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import mxnet as mx
import numpy as np

from gluon_course.base.errors import ConfigError, ExportError
from gluon_course.base.files import write_text
from gluon_course.base.inputs import map_inputs
from gluon_course.base.params_file import write_params
from gluon_course.base.tracing import flatten, trace
from gluon_course.export.manifest import PARAMS, SYMBOL
from gluon_course.export.structure import completed


def write_graph(folder: Path, symbol: mx.sym.Symbol, arrays: Mapping) -> None:
    """Write the graph and its parameters, as Gluon's own ``export`` does.

    Parameters
    ----------
    folder : Path
    symbol : Symbol
        As :func:`traced` gives it.
    arrays : mapping of str to numpy.ndarray
        As :func:`graph_arrays` gives them.
    """
    bare = {name[4:]: array for name, array in arrays.items()}
    graph = completed(symbol.tojson(remove_amp_cast=True), bare)
    write_text(folder / SYMBOL, graph)
    write_params(folder / PARAMS, arrays)


def traced(net, inputs: list) -> mx.sym.Symbol:
    """The graph of a net, with the inputs' names.

    Raises
    ------
    ExportError
        If the net needs arrays with values.
    """
    shapes = map_inputs(lambda each: each.shape, inputs)
    names = [each.name for each in flatten(inputs)]
    try:
        outputs, _ = trace(net, shapes, names)
    except ConfigError as error:
        raise ExportError(
            error.what,
            "its hybrid_forward uses what only arrays have: values, shapes, asnumpy, "
            "Python branches on them, or mx.nd in the place of F",
            "write it with F and layers only (section 8.1)",
        ) from error
    return outputs[0] if len(outputs) == 1 else mx.sym.Group(outputs)


def graph_arrays(net, symbol: mx.sym.Symbol, inputs: Sequence[str]) -> dict:
    """Parameters of the graph by MXNet's names, ``arg:`` or ``aux:`` in front.

    Raises
    ------
    ExportError
        If the graph has other inputs, or a parameter is not finite.
    """
    parameters = net.collect_params()
    states = set(symbol.list_auxiliary_states())
    arrays = {}
    for name in symbol.list_inputs():
        if name in inputs:
            continue
        if name not in parameters:
            raise ExportError(
                f"The graph has an input {name!r} that is no parameter",
                "a block uses a variable it does not own",
                "register it with self.params.get or self.register_child",
            )
        array = parameters[name].data(parameters[name].list_ctx()[0]).asnumpy()
        if np.issubdtype(array.dtype, np.floating) and not np.isfinite(array).all():
            raise ExportError(
                f"The parameter {name!r} holds values that are not finite",
                "training diverged",
                "train with a smaller learning rate, or export an earlier checkpoint",
            )
        arrays[("aux:" if name in states else "arg:") + name] = array
    return arrays
