"""Which block made which operator: the calls of blocks while a net is traced."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from gluon_course.base.tracing import flatten, mx

CALL = "__course_call__"
"""Attribute of an operator that holds the number of the call it was made in."""

_CONTAINERS = (mx.gluon.nn.Sequential, mx.gluon.nn.HybridSequential)
_LAYERS = ("mxnet.gluon.nn.", "mxnet.gluon.rnn.", "mxnet.gluon.contrib.")


class Call(NamedTuple):
    """One call of a block.

    Attributes
    ----------
    path : str
        Where the block stands in the net, such as ``4.0.conv1``; empty for the net.
    block : Block
    outputs : list of Symbol
        What came out.
    """

    path: str
    block: object
    outputs: list


@contextlib.contextmanager
def recorded_calls(net) -> Iterator[dict[int, Call]]:
    """Mark the nodes made in each block's call, and keep the call's outputs.

    Parameters
    ----------
    net : Block
        To be traced in the body of the ``with``; afterwards it is as it was.

    Yields
    ------
    dict of int to Call
        Calls by their number, which is the value of the attribute :data:`CALL` of the
        nodes; it fills up as the net is traced.
    """
    calls, numbers, open_calls, handles = {}, itertools.count(), [], []

    def enter(block, _inputs):
        number = next(numbers)
        scope = mx.AttrScope(**{CALL: str(number)})
        scope.__enter__()
        open_calls.append((number, scope))

    def leave(path):
        def hook(block, _inputs, output):
            number, scope = open_calls.pop()
            scope.__exit__(None, None, None)
            symbols = [x for x in flatten(output) if isinstance(x, mx.sym.Symbol)]
            calls[number] = Call(path, block, symbols)

        return hook

    for path, block in walk(net):
        handles.append(block.register_forward_pre_hook(enter))
        handles.append(block.register_forward_hook(leave(path)))
    try:
        yield calls
    finally:
        for _, scope in reversed(open_calls):  # left open by an error
            scope.__exit__(None, None, None)
        for handle in handles:
            handle.detach()


def walk(block, path: str = "", seen: set | None = None) -> Iterator[tuple]:
    """The blocks of a net with their paths, each once, down to Gluon's own layers.

    Yields
    ------
    (str, Block)
        Where it stands in the net, such as ``4.0.conv1``, empty for the net itself.
    """
    seen = set() if seen is None else seen
    if id(block) in seen or isinstance(block, mx.gluon.SymbolBlock):
        return
    seen.add(id(block))
    yield path, block
    is_container = isinstance(block, _CONTAINERS)
    if type(block).__module__.startswith(_LAYERS) and not is_container:
        return
    for name, child in block._children.items():
        yield from walk(child, f"{path}.{name}" if path else name, seen)
