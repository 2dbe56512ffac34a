"""Operators of a net's graph, with shapes, and the multiply-adds each of them takes."""

from __future__ import annotations

import dataclasses
import json
import math

from gluon_course.base.tracing import infer

_GATES = {"rnn_relu": 1, "rnn_tanh": 1, "gru": 3, "lstm": 4}
_TRUE = ("True", "1")


@dataclasses.dataclass(frozen=True)
class Node:
    """An operator of a graph with the shapes around it.

    Attributes
    ----------
    number : int
        Its place in the graph; names need not be unique.
    name, op : str
        Its name and the operator's, such as ``Convolution``.
    attributes : dict of str to str
    shape : tuple of int
        Shape of its first output.
    inputs : list of tuple of int
        Shapes of its inputs.
    sources : list of tuple
        Where each input comes from: number of the node, number of its output.
    variables : dict of str to tuple
        Shapes of those inputs that are variables (parameters, data), by name.
    """

    number: int
    name: str
    op: str
    attributes: dict
    shape: tuple
    inputs: list[tuple]
    sources: list[tuple[int, int]]
    variables: dict[str, tuple]


def read_nodes(symbol, inputs: dict, known: dict) -> list[Node]:
    """The operators of a symbol in the order of computation.

    Parameters
    ----------
    symbol : Symbol
    inputs, known : dict of str to tuple
        Shapes of the inputs and of parameters, by name.

    Returns
    -------
    list of Node
    """
    internals = symbol.get_internals()
    graph = json.loads(internals.tojson())
    shapes = dict(
        zip(
            ((head[0], head[1]) for head in graph["heads"]),
            infer(internals, inputs, known),
        )
    )
    nodes = []
    for index, node in enumerate(graph["nodes"]):
        if node["op"] == "null":
            continue
        sources = [(source[0], source[1]) for source in node["inputs"]]
        variables = {
            graph["nodes"][i]["name"]: shapes[i, 0]
            for i, _ in sources
            if graph["nodes"][i]["op"] == "null"
        }
        nodes.append(
            Node(
                number=index,
                name=node["name"],
                op=node["op"],
                attributes=node.get("attrs", {}),
                shape=shapes[index, 0],
                inputs=[shapes.get(source) for source in sources],
                sources=sources,
                variables=variables,
            )
        )
    return nodes


def multiply_adds(node: Node) -> int:
    """Products that an operator sums, over the whole batch.

    Counted are convolutions, transposed convolutions, dense and recurrent layers and
    matrix products; every other operator counts as 0.
    """
    size = math.prod(node.shape)
    if node.op in ("Convolution", "FullyConnected"):
        # weight: (outputs, inputs of each output ...)
        return size * math.prod(node.inputs[1][1:])
    if node.op == "Deconvolution":
        # weight: (inputs, outputs of each input ...)
        return math.prod(node.inputs[0]) * math.prod(node.inputs[1][1:])
    if node.op == "batch_dot":
        transposed = node.attributes.get("transpose_a") in _TRUE
        return size * node.inputs[0][-2 if transposed else -1]
    if node.op == "dot":
        transposed = node.attributes.get("transpose_a") in _TRUE
        return size * node.inputs[0][0 if transposed else -1]
    if node.op == "RNN":
        return _multiply_adds_of_rnn(node)
    return 0


def _multiply_adds_of_rnn(node: Node) -> int:
    """Products of a recurrent layer: input and state times the gates' weights."""
    num_steps, batch_size, num_inputs = node.inputs[0]
    num_hiddens = int(node.attributes["state_size"])
    directions = 1 + (node.attributes.get("bidirectional") in _TRUE)
    gates = _GATES[node.attributes["mode"]]
    total = 0
    for _ in range(int(node.attributes["num_layers"])):
        total += directions * gates * num_hiddens * (num_inputs + num_hiddens)
        num_inputs = directions * num_hiddens
    return num_steps * batch_size * total
