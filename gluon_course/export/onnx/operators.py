"""Which operators of a net have no conversion to ONNX? Asked before it begins."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence

import mxnet as mx

from gluon_course.base.errors import ExportError
from gluon_course.export.difference import as_inputs
from gluon_course.export.graph_files import traced
from gluon_course.export.onnx.converters import CONVERTERS
from gluon_course.export.onnx.extra import require_onnx

_ADVICE = {
    "Custom": "its Python runs in MXNet alone; write it with operators of MXNet",
    "Correlation": "ONNX has nothing like it",
    "_foreach": "write the loop out, for a known number of steps",
    "_while_loop": "write the loop out, for a known number of steps",
    "_cond": "compute both sides and choose with F.where",
}
_OTHERWISE = (
    "write it with other operators, register a converter in "
    "gluon_course.export.onnx.converters, or export the symbol files"
)


@dataclasses.dataclass(frozen=True)
class Unsupported:
    """An operator that has no conversion.

    Attributes
    ----------
    operator : str
        Its name in MXNet's graph.
    nodes : tuple of str
        Names of the nodes that use it, which begin with the layer's.
    advice : str
        What to do.
    """

    operator: str
    nodes: tuple[str, ...]
    advice: str

    def __str__(self) -> str:
        some = ", ".join(self.nodes[:3])
        rest = f" and {len(self.nodes) - 3} more" if len(self.nodes) > 3 else ""
        return f"{self.operator} ({some}{rest}): {self.advice}"


def preflight(net, inputs: Sequence = (None,)) -> list[Unsupported]:
    """The operators of a net that cannot be written as ONNX.

    Parameters
    ----------
    net : HybridBlock or Symbol
        It is traced, not run, and needs no parameters.
    inputs : sequence of int, or nested sequence of Input
        As for :func:`~gluon_course.export.export_model`; nothing for a Symbol.

    Returns
    -------
    list of Unsupported
        Empty where every operator has a converter. One may still refuse an option of
        an operator when the export begins.

    Raises
    ------
    StackError
        If the extra onnx is not installed.
    ConfigError
        If the net cannot be traced.
    """
    symbol = net if isinstance(net, mx.sym.Symbol) else traced(net, as_inputs(inputs))
    known = supported()
    found: dict[str, list[str]] = {}
    for node in json.loads(symbol.tojson())["nodes"]:
        if node["op"] not in known:
            found.setdefault(node["op"], []).append(node["name"])
    return [
        Unsupported(op, tuple(nodes), _ADVICE.get(op, _OTHERWISE))
        for op, nodes in found.items()
    ]


def supported() -> set[str]:
    """Names of the operators that have a converter, MXNet's or ours.

    Raises
    ------
    StackError
        If the extra onnx is not installed.
    """
    require_onnx()
    from mxnet.onnx.mx2onnx._export_onnx import MXNetGraph

    return {"null", *CONVERTERS}.union(*MXNetGraph.registry_.values())


def refuse(problems: Sequence[Unsupported], name: str) -> None:
    """Raise for what :func:`preflight` found, if it found something.

    Raises
    ------
    ExportError
        Naming each operator.
    """
    if problems:
        operators = ", ".join(each.operator for each in problems)
        raise ExportError(
            f"{name} cannot be written as ONNX: no conversion of {operators}",
            "; ".join(map(str, problems)),
            "the symbol files hold every net: gluon-course export RUN --to symbol",
        )
