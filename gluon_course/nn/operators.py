"""Functions that work on arrays and, inside a net, on symbols."""

from mxnet import nd, sym


def operators_of(x):
    """``mxnet.ndarray`` for an NDArray, ``mxnet.symbol`` for a Symbol: a block's F."""
    return sym if isinstance(x, sym.Symbol) else nd
