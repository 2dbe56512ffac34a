"""Do an export's two files fit each other? Asked before MXNet sees either of them.

MXNet's parsers accept most damage without a word. Here the graph is read as plain
JSON, the arrays by our own reader, and every argument of the graph must have an array
of its name, shape and type.
"""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Mapping, Sequence

import numpy as np

from gluon_course.base.errors import CheckpointError, ExportError
from gluon_course.base.params_file import BFLOAT16, parse_params
from gluon_course.export.safe import limits
from gluon_course.export.safe.reading import parse_json, read_file

_PREFIXES = ("arg:", "aux:")
_FLAGS = {
    "0": np.dtype("float32"),
    "1": np.dtype("float64"),
    "2": np.dtype("float16"),
    "3": np.dtype("uint8"),
    "4": np.dtype("int32"),
    "5": np.dtype("int8"),
    "6": np.dtype("int64"),
    "7": np.dtype("bool"),
    "12": BFLOAT16,
}
_LONGEST_SHAPE = 400  # characters: 32 axes of up to 10 digits
_NAMES = {dtype: flag for flag, dtype in _FLAGS.items()}


def completed(symbol_json: str, arrays: Mapping[str, np.ndarray]) -> str:
    """The graph with the true shape and type beside each of its parameters.

    A parameter's variable remembers what was known when it was first used, which may
    be before its shape was inferred or the net was cast.

    Parameters
    ----------
    symbol_json : str
        As ``Symbol.tojson`` gives it.
    arrays : mapping of str to numpy.ndarray
        Parameters by their names in the graph, without ``arg:`` and ``aux:``.
    """
    graph = json.loads(symbol_json)
    for node in graph["nodes"]:
        if node["op"] == "null" and node["name"] in arrays:
            array = arrays[node["name"]]
            attributes = node.setdefault("attrs", {})
            attributes["__shape__"] = str(array.shape)
            attributes["__dtype__"] = _NAMES[array.dtype]
    return json.dumps(graph, indent=2)


def check_structure(
    symbol_file: os.PathLike | str, params_file: os.PathLike | str, inputs=("data",)
) -> None:
    """Raise unless the files are sound and fit each other.

    Parameters
    ----------
    symbol_file, params_file : path
        ``*-symbol.json`` and ``*-0000.params`` as Gluon's ``export`` writes them.
    inputs : sequence of str
        Arguments of the graph that are not parameters.

    Raises
    ------
    ExportError
        Naming the first fault.
    """
    symbol = read_file(symbol_file, limits.SYMBOL_BYTES)
    params = read_file(params_file, limits.PARAMS_BYTES)
    check_pair(symbol, params, inputs, (symbol_file, params_file))


def check_pair(
    symbol: bytes, params: bytes, inputs: Sequence[str], paths: Sequence
) -> dict:
    """:func:`check_structure` of the files' contents.

    Parameters
    ----------
    symbol, params : bytes
    inputs : sequence of str
        Arguments of the graph that are not parameters.
    paths : (path, path)
        Where the files were read from, for messages.

    Returns
    -------
    dict
        The graph.
    """
    symbol_file, params_file = paths
    try:
        graph = parse_json(symbol, symbol_file)
        arguments = _arguments(graph)
    except (
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise ExportError(
            f"{symbol_file} is not a graph of MXNet "
            f"({type(error).__name__}: {str(error)[:200]})",
            "it was damaged, or another program wrote it",
            "export the model again",
        ) from error
    try:
        arrays = parse_params(params, params_file)
    except CheckpointError as error:
        raise ExportError(error.what, error.cause, "export the model again") from error
    fault = _first_fault(arguments, arrays, inputs)
    if fault:
        raise ExportError(
            f"{params_file} does not fit {symbol_file}: {fault[:400]}",
            "they belong to different models or one was changed",
            "export the model again",
        )
    return graph


def _arguments(graph) -> dict[str, dict]:
    """Name -> attributes of the graph's variables, once its links proved sound."""
    nodes, arguments = graph["nodes"], {}
    for i, node in enumerate(nodes):
        attributes = node.get("attrs", {})
        if not (isinstance(node["op"], str) and isinstance(node["name"], str)):
            raise ValueError(f"node {i} has no name")
        if not all(isinstance(value, str) for value in attributes.values()):
            raise ValueError(f"node {i} has attributes that are not text")
        for source, output, *_ in node["inputs"]:
            if not (0 <= int(source) < i and int(output) >= 0):
                raise ValueError(f"node {i} takes from node {source}")
        if node["op"] == "null":
            if node["inputs"] or node["name"] in arguments:
                raise ValueError(f"the variable {node['name']!r} is there twice")
            arguments[node["name"]] = attributes
    variables = [i for i, node in enumerate(nodes) if node["op"] == "null"]
    if sorted(graph["arg_nodes"]) != variables:
        raise ValueError("its list of variables is wrong")
    if not graph["heads"]:
        raise ValueError("it has no output")
    for head, *_ in graph["heads"]:
        if not 0 <= int(head) < len(nodes):
            raise ValueError(f"an output is node {head}")
    return arguments


def _first_fault(arguments: dict, arrays: dict, inputs) -> str:
    found: dict[str, np.ndarray] = {}
    if len(arrays) > limits.ARRAYS:
        return f"it holds {len(arrays):,} arrays"
    for name, array in arrays.items():
        prefix, bare = name[:4], name[4:]
        if prefix not in _PREFIXES or bare in found:
            return f"{name!r} is not the name of an argument"
        if array.size > limits.ELEMENTS:
            return f"{name[:60]!r} has {array.size:,} elements"
        found[bare] = array
    for name in inputs:
        if name not in arguments:
            return f"the graph has no input {name!r}"
    wanted = set(arguments) - set(inputs)
    missing, extra = sorted(wanted - set(found)), sorted(set(found) - wanted)
    if missing or extra:
        first = (
            f"{missing[0]!r} is missing" if missing else f"{extra[0]!r} is not wanted"
        )
        return f"{first} ({len(missing)} missing, {len(extra)} too many)"
    for name in sorted(wanted):
        fault = _misfit(arguments[name], found[name])
        if fault:
            return f"{name!r} {fault}"
    return ""


def _misfit(attributes: dict, array: np.ndarray) -> str:
    shape, flag = attributes.get("__shape__"), attributes.get("__dtype__")
    if shape and len(shape) > _LONGEST_SHAPE:
        return f"has the unreadable shape {shape[:40]!r} in the graph"
    try:
        sizes = tuple(ast.literal_eval(shape)) if shape else ()
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return f"has the unreadable shape {shape[:40]!r} in the graph"
    is_known = len(sizes) == array.ndim
    if sizes and (
        not is_known or any(a not in (b, 0, -1) for a, b in zip(sizes, array.shape))
    ):
        return f"has the shape {array.shape}, not {sizes}"
    if flag is not None and _FLAGS.get(flag) != array.dtype:
        return f"has the type {array.dtype}, not {_FLAGS.get(flag, flag)}"
    return ""
