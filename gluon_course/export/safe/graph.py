"""Is a graph one that an export may hold? Asked of plain JSON, before MXNet sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from gluon_course.base.errors import ExportError
from gluon_course.export.safe import limits
from gluon_course.export.safe.operators import fault_of, num_outputs, operators

_KEYS = {"nodes", "arg_nodes", "node_row_ptr", "heads", "attrs"}
_NODE_KEYS = {"op", "name", "attrs", "inputs", "subgraphs"}
_VERSIONS = range(10_800, 20_000)
"""Graphs of older MXNets are rewritten as they are loaded, by code of many cases."""


def check_graph(graph, path) -> None:
    """Raise unless all nodes of a graph may be, and each takes what others return.

    Parameters
    ----------
    graph : JSON value
        The content of a symbol file.
    path : path
        Its name, for the message.

    Raises
    ------
    ExportError
        Naming the first fault.
    """
    try:
        version = graph["attrs"]["mxnet_version"]
        if version[0] != "int" or version[1] not in _VERSIONS:
            raise ValueError(f"it is of MXNet's version {version[1]}")
        for fault in _faults(graph, limits.NODES):
            raise ValueError(fault)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise ExportError(
            f"{path} is not a graph that is safe to load: {str(error)[:300]}",
            "it was damaged, uses an operator that the course's nets do not use, or "
            "was made to do harm",
            "load_exported(folder, trusted=True) loads it, if you trust its author",
        ) from error


def _faults(graph, most: int, allowed: Collection[str] = ()) -> Iterator[str]:
    """The faults of a graph and of those within its nodes; ``allowed`` operators."""
    if set(graph) - _KEYS:
        yield f"it has a part {sorted(set(graph) - _KEYS)[0]!r}"
    nodes, heads = graph["nodes"], graph["heads"]
    if not (isinstance(nodes, list) and 0 < len(nodes) <= most):
        yield f"it has more than {most:,} nodes or none"
    if not (isinstance(heads, list) and 0 < len(heads) <= limits.HEADS):
        yield f"it has more than {limits.HEADS} outputs or none"
    for i, node in enumerate(nodes):
        fault = _fault_of_node(nodes, i)
        if not fault and allowed and node["op"] not in (*allowed, "null"):
            fault = f"{node['op']} stands within another operator"
        if fault:
            yield f"node {i}: {fault}"
        for inner in node.get("subgraphs", ()):
            most -= len(inner["nodes"])
            yield from _faults(inner, most, operators()[node["op"]]["subgraph"])
    for i, head in enumerate(heads):
        fault = _fault_of_entry(head, nodes, len(nodes))
        if fault:
            yield f"output {i} {fault}"
    variables = [i for i, node in enumerate(nodes) if node["op"] == "null"]
    if graph["arg_nodes"] != variables or not all(map(_is_whole, graph["arg_nodes"])):
        yield "its list of variables is wrong"
    rows = graph.get("node_row_ptr")
    if rows is not None and not _are_rows(rows, nodes):
        yield "its table of outputs is wrong"


def _fault_of_node(nodes: list, i: int) -> str:
    node = nodes[i]
    operator, name, inputs = node["op"], node["name"], node["inputs"]
    attributes = node.get("attrs", {})
    if set(node) - _NODE_KEYS:
        return f"it has a part {sorted(set(node) - _NODE_KEYS)[0]!r}"
    texts = [operator, name, *attributes, *attributes.values()]
    if not all(isinstance(text, str) for text in texts):
        return "its names and attributes are not text"
    if max(map(len, (operator, name, *attributes))) > limits.NAME_CHARACTERS:
        return "it has a very long name"
    if any(len(value) > limits.VALUE_CHARACTERS for value in attributes.values()):
        return "it has a very long attribute"
    if not isinstance(inputs, list) or not isinstance(node.get("subgraphs", []), list):
        return "its inputs are no list"
    for entry in inputs:
        fault = _fault_of_entry(entry, nodes, i)
        if fault:
            return f"an input {fault}"
    if operator == "null":
        is_free = not inputs and "subgraphs" not in node
        return "" if is_free else "a variable takes something"
    fault = fault_of(operator, attributes, len(inputs))
    if fault:
        return fault
    has_graph, wants_graph = "subgraphs" in node, "subgraph" in operators()[operator]
    if has_graph != wants_graph:
        return f"{operator} has a graph within it, or lacks it"
    return _fault_within(node) if wants_graph else ""


def _fault_within(node: dict) -> str:
    """The fault of how a fused operator and the one graph within it fit each other."""
    graphs = node["subgraphs"]
    if len(graphs) != 1 or len(graphs[0]["heads"]) != 1:
        return f"{node['op']} has {len(graphs)} graphs within it"
    inner = graphs[0]["nodes"]
    if any("subgraphs" in each for each in inner):
        return "there is a graph within a graph within a graph"
    if len(graphs[0]["arg_nodes"]) > len(node["inputs"]):
        return f"{node['op']} takes fewer arrays than the graph within it"
    return ""


def _fault_of_entry(entry, nodes: list, before: int) -> str:
    """The fault of [node, output, version] that must name a node before another."""
    is_entry = isinstance(entry, list) and len(entry) in (2, 3)
    if not is_entry or not all(map(_is_whole, entry)):
        return f"is {str(entry)[:40]}"
    source, output, *version = entry
    if source >= before:
        return f"is node {source}, which is not before it"
    if version and version[0] > 1000:
        return f"is version {version[0]} of a node"
    node = nodes[source]
    if output >= num_outputs(node["op"], node.get("attrs", {})):
        return f"is output {output} of {node['op'][:60]}, which has fewer"
    return ""


def _are_rows(rows, nodes: list) -> bool:
    if not isinstance(rows, list) or len(rows) != len(nodes) + 1:
        return False
    pairs = zip(rows, rows[1:])
    return all(map(_is_whole, rows)) and all(a <= b <= a + 1024 for a, b in pairs)


def _is_whole(value) -> bool:
    return type(value) is int and 0 <= value < 1 << 31
