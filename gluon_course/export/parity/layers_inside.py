"""What the layers inside of a net compute, and the first that another form has not.

A net that runs imperatively shows its layers to hooks; its graph has the same layers
as outputs inside of it. Both are listed in the order of their computation, and matched
by the layer's place in the net.
"""

from __future__ import annotations

import collections
import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Sequence

import mxnet as mx
import numpy as np

from gluon_course.base.calls import walk
from gluon_course.base.inputs import map_inputs
from gluon_course.base.tracing import flatten, trace

SMALL = 1e-3
"""Differences are relative to the largest value, or to this where that is smaller."""


@dataclasses.dataclass(frozen=True)
class FirstDifference:
    """Where another form of a net first computes something else.

    Attributes
    ----------
    layer : str
        Place of the layer in the net, such as ``4.0.conv1``; empty for the net itself.
    type : str
        Its class.
    difference : float
        The largest absolute difference there; infinite where one form is not finite.
    size : float
        The largest absolute value there.
    before : str
        The layer whose input differs already: what differs is what ``layer`` computes
        itself before it calls this one. Empty where it is an output of ``layer``.
    """

    layer: str
    type: str
    difference: float
    size: float
    before: str = ""

    def __str__(self) -> str:
        place = f"layer {self.layer}" if self.layer else "the net itself"
        where = f", before it calls {self.before}" if self.before else ""
        largest = f"of values up to {self.size:.3g}"
        return f"{place} ({self.type}){where}: by {self.difference:.3g} {largest}"


@dataclasses.dataclass(frozen=True)
class InnerLayer:
    """One call of a layer: what goes in and comes out, as arrays and in the graph.

    Attributes
    ----------
    layer, type : str
        Place in the net, and class.
    arrays, symbols : tuple of two lists
        Inputs and outputs: NumPy arrays, and symbols of one output each.
    """

    layer: str
    type: str
    arrays: tuple[list[np.ndarray], list[np.ndarray]]
    symbols: tuple[list, list]


def inner_layers(net, arguments: Sequence, inputs: Sequence) -> list[InnerLayer]:
    """Run a net imperatively and trace it; its layers in the order of computation.

    Parameters
    ----------
    net : HybridBlock
        Initialised; afterwards it is as it was.
    arguments : list, nested as the net's arguments
        Arrays of one batch.
    inputs : list, nested likewise
        The :class:`~gluon_course.base.inputs.Input` of each.

    Raises
    ------
    ConfigError
        If the net cannot be traced.
    """
    with in_mode(net, is_hybrid=False), recorded(net) as run, mx.autograd.pause():
        net(*arguments)
    shapes = map_inputs(lambda each: each.shape, inputs)
    with recorded(net) as traced:
        trace(net, shapes, [each.name for each in flatten(inputs)])
    symbols, found = dict(traced), []
    for key, (type_name, arrays) in run:
        if key not in symbols:  # this form takes another way
            continue
        both = (
            [[mx.nd.NDArray.asnumpy(each) for each in side] for side in arrays],
            [[one for each in side for one in each] for side in symbols[key][1]],
        )
        if all(len(a) == len(b) for a, b in zip(*both)):
            pairs = (tuple(each) for each in both)
            found.append(InnerLayer(key[0], type_name, *pairs))
    return found


def first_difference(
    layers: Sequence[InnerLayer],
    values_of: Callable[[list], list],
    tolerance: float,
) -> FirstDifference | None:
    """The first layer of which another form computes something else.

    Parameters
    ----------
    layers : sequence of InnerLayer
    values_of : callable
        From a list of symbols to what the other form has in their places; None for
        those that it does not have.
    tolerance : float
        Largest difference that counts as equal, relative to the largest value.

    Returns
    -------
    FirstDifference or None
        None where every layer that both forms have agrees.
    """
    flat = [each for layer in layers for side in layer.symbols for each in side]
    values = iter(values_of(flat))
    types = {layer.layer: layer.type for layer in layers}
    for layer in layers:
        sides = [[(x, next(values)) for x in side] for side in layer.arrays]
        for is_output, pairs in enumerate(sides):
            for want, got in pairs:
                difference, size = compare(want, got)
                if difference <= limit(tolerance, size):
                    continue
                if is_output:
                    return FirstDifference(layer.layer, layer.type, difference, size)
                outer = layer.layer.rpartition(".")[0]
                while outer and outer not in types:
                    outer = outer.rpartition(".")[0]
                kind = types.get(outer, "net")
                return FirstDifference(outer, kind, difference, size, layer.layer)
    return None


def limit(tolerance: float, size: float) -> float:
    """The largest difference that counts as equal among values up to ``size``.

    Of what is nearly 0 everywhere, only that is left which its terms differed by.
    """
    return tolerance * max(SMALL, size)


def compare(want: np.ndarray, got: np.ndarray | None) -> tuple[float, float]:
    """Largest absolute difference, and largest absolute value of ``want``.

    (0, 0) where there is nothing to compare; an infinite difference where the shapes
    differ or exactly one of two numbers is finite.
    """
    if got is None or not want.size:
        return 0.0, 0.0
    if want.shape != got.shape:
        return float("inf"), 0.0
    want, got = want.astype(np.float64), np.asarray(got).astype(np.float64)
    is_finite = np.isfinite(want)
    size = float(np.abs(want[is_finite]).max(initial=0.0))
    if not (is_finite == np.isfinite(got)).all():
        return float("inf"), size
    return float(np.abs(want - got)[is_finite].max(initial=0.0)), size


@contextlib.contextmanager
def recorded(net) -> Iterator[list]:
    """Record what goes into each block of a net and comes out, arrays or symbols.

    Yields
    ------
    list of ((path, number), (type, (inputs, outputs)))
        In the order in which the calls end: layers before the block that holds them.
        The number counts the calls of one block.
    """
    found, handles, count = [], [], collections.Counter()
    kinds = (mx.nd.NDArray, mx.sym.Symbol)

    def hook(path):
        def record(block, arguments, output):
            key = (path, count[path])
            count[path] += 1
            sides = [
                [each for each in flatten(list(side)) if isinstance(each, kinds)]
                for side in (arguments, [output])
            ]
            found.append((key, (type(block).__name__, sides)))

        return record

    try:
        for path, block in walk(net):
            handles.append(block.register_forward_hook(hook(path)))
        yield found
    finally:
        for handle in handles:
            handle.detach()


@contextlib.contextmanager
def in_mode(net, is_hybrid: bool, **flags) -> Iterator[None]:
    """Run a net imperatively or hybridized; afterwards it is as it was.

    Parameters
    ----------
    net : Block
    is_hybrid : bool
    **flags
        As for ``hybridize``: ``static_alloc``, ``static_shape``.
    """
    blocks = []
    net.apply(blocks.append)
    before = [
        (each, each._active, each._flags, each._backend)
        for each in blocks
        if isinstance(each, mx.gluon.HybridBlock)
    ]
    net.hybridize(is_hybrid, **flags)
    try:
        yield
    finally:
        for block, active, old_flags, backend in before:
            block._active, block._flags, block._backend = active, old_flags, backend
            block._clear_cached_op()
