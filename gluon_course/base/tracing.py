"""A net as a symbol: its graph, from which shapes are inferred without running it.

MXNet infers all shapes of a symbol from those of its inputs. Nothing is computed, the
net needs no initial values, and whether it is hybridized makes no difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.base.startup import require_mxnet

require_mxnet()

import mxnet as mx  # noqa: E402


def trace(net, num_inputs: int = 1) -> tuple[list, list[str]]:
    """The net's outputs as symbols, and the names of their inputs.

    Parameters
    ----------
    net : Block
        Called with symbols in the place of arrays; it does not change.
    num_inputs : int
        Number of inputs, at least 1.

    Returns
    -------
    list of Symbol, list of str

    Raises
    ------
    ConfigError
        If the net's ``forward`` needs arrays with values.
    """
    names = ["data"] if num_inputs == 1 else [f"data{i}" for i in range(num_inputs)]
    try:
        outputs = flatten(net(*map(mx.sym.var, names)))
    except Exception as error:  # whatever the net's own code raises on a symbol
        raise _not_traceable(net, error) from error
    if not outputs or not all(isinstance(each, mx.sym.Symbol) for each in outputs):
        raise _not_traceable(net, "it does not return symbols")
    return outputs, names


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


def input_shapes(shape: Sequence) -> list[tuple[int, ...]]:
    """One shape or a list of shapes as a list of checked shapes.

    Raises
    ------
    ShapeError
        If a size is no integer of at least 1.
    """
    nested = bool(shape) and all(isinstance(each, (list, tuple)) for each in shape)
    shapes = [tuple(each) for each in (shape if nested else [shape])]
    for each in shapes:
        if not each or any(int(size) != size or size < 1 for size in each):
            raise ShapeError(
                f"{each} is no shape of an input",
                action="Give sizes of at least 1, such as (1, 1, 28, 28)",
            )
    return [tuple(int(size) for size in each) for each in shapes]


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
