"""Recurrent layers: one ONNX node for each layer, whatever its sizes.

MXNet's exporter knows one or two layers, and computes something else for two where the
first layer's input has another size than its state.
"""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import ExportError
from gluon_course.export.onnx.emitter import Emitter, is_true

_GATES = {"rnn_relu": 1, "rnn_tanh": 1, "gru": 3, "lstm": 4}
# MXNet has the gates of a GRU in the order reset, update, candidate, of an LSTM input,
# forget, candidate, output
_ORDER = {"gru": (1, 0, 2), "lstm": (0, 3, 1, 2)}
_NODES = {"rnn_relu": "RNN", "rnn_tanh": "RNN", "gru": "GRU", "lstm": "LSTM"}


def rnn_param_concat(node, shapes, **kwargs):
    """All parameters in a row: read by :func:`rnn`, and no part of the result."""
    emit = Emitter(node, kwargs)
    return emit.finish(emit("Concat", *emit.inputs, axis=0))


def rnn(node, shapes, **kwargs):
    """A stack of layers, (T, N, I) to (T, N, D * H), and their last states."""
    emit = Emitter(node, kwargs)
    mode, size = emit.attrs["mode"], int(emit.attrs["state_size"])
    directions = 2 if is_true(emit.attrs, "bidirectional") else 1
    num_layers = int(emit.attrs["num_layers"])
    if is_true(emit.attrs, "use_sequence_length") or emit.attrs.get(
        "projection_size", "None"
    ) not in ("None", "0"):
        raise ExportError(
            f"The recurrent layer {emit.name} takes lengths or projects its states",
            "that has no conversion to ONNX here",
            "write it without use_sequence_length and projection_size",
        )
    graph = kwargs["mx_graph"]
    row = _values(graph, node["inputs"][1][0], kwargs["weights"])
    width = int(shapes(node["inputs"][0])[-1])
    layers = list(_layers(row, mode, size, width, num_layers, directions))
    # states of zeros are ONNX's default, and need no batch size
    states = [
        "" if graph[source]["op"] == "_zeros" else name
        for name, (source, *_) in zip(emit.inputs[2:], node["inputs"][2:])
    ]
    data = emit.inputs[0]
    finals: list[list[str]] = [[] for _ in states]
    for layer, (weights, recurrent, biases) in enumerate(layers):
        span = [
            emit.constant([layer * directions]),
            emit.constant([(layer + 1) * directions]),
        ]
        firsts = [
            each and emit("Slice", each, *span, emit.constant([0])) for each in states
        ]
        constants = [emit.constant(each) for each in (weights, recurrent, biases)]
        outputs = emit(
            _NODES[mode],
            data,
            *constants,
            "",
            *firsts,
            outputs=1 + len(states),
            hidden_size=size,
            **_options(mode, directions),
        )
        for final, each in zip(finals, outputs[1:]):
            final.append(each)
        # (T, D, N, H) -> (T, N, D, H) -> (T, N, D * H)
        data = emit("Transpose", outputs[0], perm=[0, 2, 1, 3])
        data = emit("Reshape", data, emit.constant([0, 0, -1]))
    lasts = [emit("Concat", *each, axis=0) for each in finals]
    is_stateful = is_true(emit.attrs, "state_outputs")
    return emit.finish(data, *(lasts if is_stateful else ()))


def _options(mode: str, directions: int) -> dict:
    options: dict = {"direction": "bidirectional" if directions == 2 else "forward"}
    if mode == "gru":
        # the state is reset after the product, as cuDNN and Gluon do
        options["linear_before_reset"] = 1
    elif mode != "lstm":
        activation = "Relu" if mode == "rnn_relu" else "Tanh"
        options["activations"] = [activation] * directions
    return options


def _layers(row, mode: str, size: int, width: int, num_layers: int, directions: int):
    """Weights (D, G * H, I), (D, G * H, H) and biases (D, 2 * G * H) of each layer."""
    gates, start = _GATES[mode], 0

    def take(*shape):
        nonlocal start
        start += int(np.prod(shape))
        # (G * H, ...) -> (G, H, ...), in ONNX's order, and back
        array = row[start - int(np.prod(shape)) : start].reshape((gates, size, -1))
        return array[list(_ORDER.get(mode, (0,)))].reshape(shape)

    matrices = []
    for layer in range(num_layers):
        inputs = width if layer == 0 else size * directions
        pairs = [
            (take(gates * size, inputs), take(gates * size, size))
            for _ in range(directions)
        ]
        matrices.append([np.stack(each) for each in zip(*pairs)])
    for weights, recurrent in matrices:
        biases = [
            np.concatenate([take(gates * size), take(gates * size)])
            for _ in range(directions)
        ]
        yield weights, recurrent, np.stack(biases)


def _values(graph: list, index: int, weights: dict) -> np.ndarray:
    """The parameters of a layer in a row, as MXNet packs them."""
    node = graph[index]
    if node["op"] == "null" and node["name"] in weights:
        return weights[node["name"]].ravel()
    if node["op"] in ("_rnn_param_concat", "Concat", "Reshape", "Flatten", "_copy"):
        rows = [_values(graph, source, weights) for source, *_ in node["inputs"]]
        return np.concatenate(rows)
    raise ExportError(
        f"The weights of a recurrent layer come from {node['op']} ({node['name']})",
        "ONNX wants them as constants",
        "use the layers of gluon.rnn",
    )
