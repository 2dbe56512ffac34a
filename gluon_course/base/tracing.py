"""A net as a symbol: its graph, from which shapes are inferred without running it.

MXNet infers all shapes of a symbol from those of its inputs. Nothing is computed, the
net needs no initial values, and whether it is hybridized makes no difference.
"""

from __future__ import annotations

import numbers
from collections.abc import Sequence
from typing import Any

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.base.startup import require_mxnet

require_mxnet()

import mxnet as mx  # noqa: E402


def trace(
    net, shapes: Sequence = (None,), names: Sequence[str] = ()
) -> tuple[list, dict]:
    """The net's outputs as symbols, and its inputs by name.

    Parameters
    ----------
    net : Block
        Called with symbols in the place of arrays; it does not change.
    shapes : sequence
        One shape for each argument, or a list of them where the net takes a list, as
        :func:`input_shapes` returns them.
    names : sequence of str
        Names of the inputs, in order; by default ``data``, or ``data0``, ``data1``,
        ... where there are several.

    Returns
    -------
    outputs : list of Symbol
    inputs : dict of str to tuple
        Shapes of the inputs by name.

    Raises
    ------
    ConfigError
        If the net's ``forward`` needs arrays with values.
    """
    leaves = _leaves(list(shapes))
    if not names:
        several = [f"data{i}" for i in range(len(leaves))]
        names = several if len(leaves) > 1 else ["data"]
    symbols = map(mx.sym.var, names)

    def arguments(shape):
        if isinstance(shape, list):
            return [arguments(each) for each in shape]
        return next(symbols)

    try:
        outputs = flatten(net(*arguments(list(shapes))))
    except Exception as error:  # whatever the net's own code raises on a symbol
        raise _not_traceable(net, error) from error
    if not outputs or not all(isinstance(each, mx.sym.Symbol) for each in outputs):
        raise _not_traceable(net, "it does not return symbols")
    return outputs, dict(zip(names, leaves))


def infer(symbol, inputs: dict, parameters: dict) -> list[tuple]:
    """Shapes of the outputs of ``symbol``; sizes that stay unknown are 0.

    Parameters
    ----------
    symbol : Symbol
    inputs : dict of str to tuple
        Shapes of the inputs by name.
    parameters : dict of str to tuple
        Shapes of parameters by name, see :func:`parameter_shapes`; those that are not
        part of ``symbol`` are passed over.

    Raises
    ------
    mxnet.MXNetError
        If the shapes contradict each other or a window does not fit.
    """
    used = set(symbol.list_inputs())
    known = {name: shape for name, shape in parameters.items() if name in used}
    # infer_shape would do the same, but prints its arguments before it raises
    return symbol.infer_shape_partial(**known, **inputs)[1]


def parameter_shapes(net) -> dict[str, tuple]:
    """Shapes of the parameters that have one already, by the parameter's name."""
    parameters = net.collect_params().values()
    return {each.name: each.shape for each in parameters if is_known(each.shape)}


def input_shapes(shape: Sequence) -> list:
    """The shapes of a net's arguments, checked.

    Parameters
    ----------
    shape : sequence of int, or nested sequence of those
        One shape for a net with one input; else one shape for each argument, or a
        sequence of shapes where the net takes a list.

    Returns
    -------
    list of tuple of int, nested where ``shape`` is

    Raises
    ------
    ShapeError
        If a size is no integer of at least 1.
    """
    return [_checked(shape)] if _is_flat(shape) else [_nested(each) for each in shape]


def is_known(shape: Sequence | None) -> bool:
    """Whether all sizes of a shape are known."""
    return bool(shape) and all(size > 0 for size in shape)


def flatten(value: Any) -> list:
    """The items of nested lists and tuples, in order; ``[value]`` for anything else."""
    if isinstance(value, (list, tuple)):
        return [item for each in value for item in flatten(each)]
    return [value]


def describe(net) -> str:
    """The registered name of a net, else its class."""
    spec = getattr(net, "spec", None)
    return spec["model"] if spec else f"The net {type(net).__name__}"


def _not_traceable(net, reason) -> ConfigError:
    return ConfigError(
        f"{describe(net)} cannot be traced without running it ({reason})",
        "Its forward needs arrays with values, or branches on them",
        "Write it as a HybridBlock with hybrid_forward (section 8.1)",
    )


def _nested(shape: Sequence) -> Any:
    return _checked(shape) if _is_flat(shape) else [_nested(each) for each in shape]


def _is_flat(shape: Sequence) -> bool:
    return not any(isinstance(each, (list, tuple)) for each in shape)


def _checked(shape: Sequence) -> tuple[int, ...]:
    sizes = tuple(shape)
    if not sizes or not all(map(_is_size, sizes)):
        raise ShapeError(
            f"{sizes} is no shape of an input",
            action="Give sizes of at least 1, such as (1, 1, 28, 28)",
        )
    return tuple(map(int, sizes))


def _leaves(shapes) -> list:
    """The shapes in nested lists, in order."""
    if isinstance(shapes, list):
        return [leaf for each in shapes for leaf in _leaves(each)]
    return [shapes]


def _is_size(size) -> bool:
    return isinstance(size, numbers.Integral) and size >= 1
