"""A block from the contents of a graph and its parameters, without any file."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import mxnet as mx


def build_block(
    symbol: bytes, params: bytes, ctx: mx.Context, names: Sequence[str]
) -> mx.gluon.SymbolBlock:
    """What ``SymbolBlock.imports`` makes of the two files with these contents.

    Parameters
    ----------
    symbol, params : bytes
    ctx : Context
        Where the parameters shall be.
    names : sequence of str
        The inputs of the graph.

    Raises
    ------
    mxnet.MXNetError, ValueError, AssertionError
        If MXNet cannot read them. It sees them as they are: check them first.
    """
    graph = mx.sym.load_json(symbol.decode("utf-8"))
    arrays = mx.nd.load_frombuffer(params)
    with warnings.catch_warnings():
        # the type of the input follows from the parameters, later
        warnings.filterwarnings("ignore", "Cannot decide type", UserWarning)
        block = mx.gluon.SymbolBlock(graph, [mx.sym.var(name) for name in names])
        block.collect_params().load_dict(
            arrays, ctx, cast_dtype=True, dtype_source="saved"
        )
    return block
