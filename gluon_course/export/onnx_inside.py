"""A net as ONNX in onnxruntime, with every tensor inside of it in reach."""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from gluon_course.base.tracing import flatten
from gluon_course.export.graph_files import graph_arrays, traced
from gluon_course.export.outputs import describe_outputs

PROVIDERS = ("CPUExecutionProvider",)


class OnnxSession:
    """An ONNX model that runs, and whose inner tensors can be asked for.

    Parameters
    ----------
    model : onnx.ModelProto
    """

    def __init__(self, model):
        self.model = model
        self._inner = {name for node in model.graph.node for name in node.output}
        self._session = _session(model)

    def run(self, feed: Mapping[str, np.ndarray], wanted: Sequence[str] | None = None):
        """The outputs, or the inner tensors of these names.

        Parameters
        ----------
        feed : mapping of str to numpy.ndarray
            Arrays by the name of the input; those that the graph does not use are
            left out.
        wanted : sequence of str, optional
            As :meth:`tensor_of` gives them.
        """
        used = {each.name for each in self.model.graph.input}
        feed = {name: array for name, array in feed.items() if name in used}
        if wanted is None:
            return self._session.run(None, feed)
        import onnx

        shown = copy.deepcopy(self.model)
        del shown.graph.output[:]
        shown.graph.output.extend(onnx.ValueInfoProto(name=each) for each in wanted)
        return _session(shown).run(list(wanted), feed)

    def tensor_of(self, output: str) -> str | None:
        """The tensor that is an output of MXNet's graph, such as ``dense0_output``.

        The converters name a node's first tensor as the node, and count the others.
        None where there is no such tensor.
        """
        node, number = re.fullmatch(r"(.*?)(?:_output(\d*))?", output).groups()
        names = [output, node + (number or "")]
        if not number or number == "0":
            names += [node, node + "0"]
        return next((each for each in names if each in self._inner), None)


def onnx_session(net, inputs: list, folder: os.PathLike | str | None = None) -> tuple:
    """The net as ONNX: that of an export folder, or converted now, in memory.

    Parameters
    ----------
    net : HybridBlock
    inputs : list, nested as the net's arguments
        The :class:`~gluon_course.base.inputs.Input` of each.
    folder : path, optional
        An export.

    Returns
    -------
    (OnnxSession, list of str)
        The model, and the names of its inputs in the order of the net's arguments.

    Raises
    ------
    StackError
        If the extra ``onnx`` is not installed.
    ExportError
        If an operator has no conversion, or the folder cannot be trusted.
    """
    flat = flatten(inputs)
    names = [each.name for each in flat]
    if folder is not None:
        from gluon_course.export.onnx import load_onnx
        from gluon_course.export.onnx.extra import require_onnx

        load_onnx(folder)  # its checks come first
        file = next(Path(folder).glob("*.onnx"))
        return OnnxSession(require_onnx().load(str(file))), names
    from gluon_course.base.errors import ExportError
    from gluon_course.base.tracing import describe
    from gluon_course.export.model import run_once
    from gluon_course.export.onnx.convert import convert
    from gluon_course.export.onnx.preflight import preflight

    problems = preflight(net, inputs)
    if problems:
        raise ExportError(
            f"{describe(net)} has operators without conversion: "
            + ", ".join(each.operator for each in problems)
        )
    symbol = traced(net, inputs)
    arrays = graph_arrays(net, symbol, names)
    bare = {name[4:]: array for name, array in arrays.items()}
    shapes = run_once(
        net, inputs, next(iter(net.collect_params().values())).list_ctx()[0]
    )
    outputs = describe_outputs(symbol, flat, shapes, net)
    return OnnxSession(convert(symbol, bare, flat, outputs)), names


def _session(model):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    threads = os.environ.get("OMP_NUM_THREADS", "")
    if threads.isdigit():
        options.intra_op_num_threads = int(threads)
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=list(PROVIDERS)
    )
