"""The graph of a training step, with shapes, before anything runs."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from mxnet import gluon, sym

from gluon_course.base.errors import ConfigError
from gluon_course.base.graph import Node, read_nodes
from gluon_course.base.tracing import parameter_shapes


@dataclasses.dataclass(frozen=True)
class StepGraph:
    """Net and loss for one batch, the forward pass.

    Attributes
    ----------
    head : Symbol
        What is differentiated.
    inputs, known : dict of str to tuple
        Shapes of the batch's arrays and of the parameters that are used, by name.
    nodes : list of Node
        The operators in the order of computation.
    """

    head: sym.Symbol
    inputs: dict[str, tuple]
    known: dict[str, tuple]
    nodes: list[Node]


def step_graph(net, task, batch: Sequence) -> StepGraph:
    """Trace ``net`` with the loss of ``task`` for batches like ``batch``.

    Parameters
    ----------
    net : HybridBlock
        Need not be initialized.
    task : Task
    batch : sequence of NDArray
        Only shapes are read, except by tasks that carry states.

    Raises
    ------
    ConfigError
        If the net cannot be traced.
    """
    if not isinstance(net, gluon.HybridBlock):
        raise ConfigError(
            f"What a step of {type(net).__name__} takes cannot be told beforehand",
            "it is no HybridBlock, so there is no graph before it runs",
        )
    arrays = [*batch, *task.carried(net, *batch)]
    names = [f"batch{i}" for i in range(len(arrays))]
    try:
        head, *_ = task.forward(
            sym, task.form_of(net, *batch), *(sym.var(name) for name in names)
        )
        used = set(head.list_inputs())
        shapes_of = {n: a.shape for n, a in zip(names, arrays)}
        inputs = {n: shape for n, shape in shapes_of.items() if n in used}
        known = {**parameter_shapes(net), **_of_loss(task)}
        known = {name: shape for name, shape in known.items() if name in used}
        nodes = read_nodes(head, inputs, known)
    except Exception as error:  # whatever the net's own code raises on a symbol
        raise ConfigError(f"The net cannot be traced ({error})") from error
    return StepGraph(head, inputs, known, nodes)


def _of_loss(task) -> dict[str, tuple]:
    loss = getattr(task, "loss", None)
    return parameter_shapes(loss) if isinstance(loss, gluon.Block) else {}
