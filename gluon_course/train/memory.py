"""Memory that training takes, counted on the graph before anything runs.

What a backward pass needs of the forward pass stays until then; all else is reused. So
the sum of what is needed, and the largest gradients that are there at one moment, are
what a batch takes. Everything that does not depend on the batch is counted exactly.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from mxnet import nd

from gluon_course.base.graph import Node
from gluon_course.train.step_graph import step_graph

BYTES = 4
"""Of a float32 number, and of the integers that batches hold."""

RUNTIME = 24 * 2**20
"""Threads, compiled kernels and buffers of MXNet in a small training."""

_NEEDS_INPUT = {
    *("Convolution", "Deconvolution", "FullyConnected", "BatchNorm", "LayerNorm"),
    *("dot", "batch_dot", "elemwise_mul", "broadcast_mul", "elemwise_div"),
    *("broadcast_div", "broadcast_maximum", "broadcast_minimum", "square", "log"),
    *("abs", "take", "pick", "Embedding", "gather_nd", "smooth_l1", "max", "min"),
    *("UpSampling", "SequenceMask", "SequenceLast", "_power_scalar"),
}
_NEEDS_OUTPUT = {
    *("Activation", "LeakyReLU", "relu", "sigmoid", "tanh", "softmax", "exp"),
    *("log_softmax", "sqrt", "Dropout", "SoftmaxOutput"),
}
_NEEDS_NOTHING = {
    *("elemwise_add", "elemwise_sub", "broadcast_add", "broadcast_sub", "add_n"),
    *("_plus_scalar", "_minus_scalar", "_rminus_scalar", "_mul_scalar"),
    *("_div_scalar", "negative", "sum", "mean", "Concat", "transpose", "stack"),
    *("slice", "slice_axis", "SliceChannel", "SwapAxis", "broadcast_axis", "Cast"),
    *("BlockGrad", "zeros_like", "ones_like", "_contrib_arange_like", "argmax"),
    *("_equal", "_lesser_scalar", "broadcast_greater", "_zeros", "_ones", "_arange"),
    *("broadcast_like", "slice_like", "repeat", "tile"),
}
_VIEWS = {"Reshape", "Flatten", "expand_dims", "squeeze", "_copy", "identity"}


@dataclasses.dataclass(frozen=True)
class Memory:
    """Bytes that a training takes on one device, as estimated.

    Attributes
    ----------
    parameters, gradients, optimizer : int
        Whatever the batch is.
    activations : int
        Batch, kept outputs and the gradients between layers, for ``batch_size``.
    batch_size : int
        Samples on axis 0 of the batch.
    """

    parameters: int
    gradients: int
    optimizer: int
    activations: int
    batch_size: int

    @property
    def fixed(self) -> int:
        """What does not depend on the batch, the runtime included."""
        return self.parameters + self.gradients + self.optimizer + RUNTIME

    @property
    def total(self) -> int:
        """Everything together."""
        return self.fixed + self.activations

    def fitting_batch(self, available: int) -> int:
        """The largest batch that fits into ``available`` bytes; 0 if none does."""
        room = available - self.fixed
        return max(0, room * self.batch_size // max(1, self.activations))

    def __str__(self) -> str:
        return (
            f"memory for a batch of {self.batch_size}: about {_mib(self.total)} MiB"
            f" (parameters {_mib(self.parameters)}, gradients {_mib(self.gradients)},"
            f" optimizer {_mib(self.optimizer)}, activations"
            f" {_mib(self.activations)}, MXNet {_mib(RUNTIME)})"
        )


def estimate_memory(net, task, batch: Sequence, optimizer=None) -> Memory:
    """Memory of training ``net`` on batches like ``batch``; nothing is computed.

    Parameters
    ----------
    net : HybridBlock
        Need not be initialized.
    task : Task
    batch : sequence of NDArray
        Only shapes are read, except by tasks that carry states.
    optimizer : mxnet.optimizer.Optimizer, optional
        Says how many numbers it keeps for each parameter; none without it.

    Raises
    ------
    ConfigError
        If the net cannot be traced.
    """
    graph = step_graph(net, task, batch)
    head, inputs = graph.head, graph.inputs
    shapes, _, auxiliary = head.infer_shape_partial(**graph.known, **inputs)
    sizes = {
        **dict(zip(head.list_arguments(), map(_bytes, shapes))),
        **dict(zip(head.list_auxiliary_states(), map(_bytes, auxiliary))),
    }
    own = net.collect_params()
    trained = [n for n in sizes if n in own and own[n].grad_req != "null"]
    gradients = sum(sizes[name] for name in trained)
    return Memory(
        parameters=sum(size for name, size in sizes.items() if name not in inputs),
        gradients=gradients,
        optimizer=gradients * _state_arrays(optimizer),
        activations=sum(map(_bytes, inputs.values())) + _kept(graph.nodes),
        batch_size=batch[0].shape[0],
    )


def _kept(nodes: list[Node]) -> int:
    sizes, sources = {}, {}
    for node in nodes:
        sizes[node.number] = _bytes(node.shape)
        if node.op in _VIEWS:
            first = node.sources[0][0]
            sources[node.number] = sources.get(first, first)
    kept, extra, largest = set(), 0, 0
    for node in nodes:
        before = [sources.get(i, i) for i, _ in node.sources]
        known = _NEEDS_INPUT | _NEEDS_OUTPUT | _NEEDS_NOTHING | _VIEWS
        if node.op in _NEEDS_INPUT or node.op not in known:
            kept.update(before)
        if node.op in _NEEDS_OUTPUT or node.op not in known:
            kept.add(node.number)
        if node.op in ("Pooling", "Dropout"):
            extra += sizes[node.number]  # which value was taken
        if node.op not in _VIEWS:
            moment = sizes[node.number] + sum(sizes.get(i, 0) for i in before)
            largest = max(largest, moment)
    return sum(sizes.get(number, 0) for number in kept) + extra + 2 * largest


def _state_arrays(optimizer) -> int:
    """Numbers that an optimizer keeps for each of a parameter."""
    if optimizer is None:
        return 0

    def count(state):
        if isinstance(state, (tuple, list)):
            return sum(map(count, state))
        return 0 if state is None else state.size

    return count(optimizer.create_state(0, nd.zeros((1,))))


def _bytes(shape) -> int:
    return BYTES * math.prod(shape) if shape else 0


def _mib(size: int) -> str:
    return f"{size / 2**20:.1f}" if size < 10 * 2**20 else f"{size / 2**20:.0f}"
