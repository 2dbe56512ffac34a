"""Shape of a net's output without running it; clear errors for inputs that misfit."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.base.tracing import (
    describe,
    infer,
    input_shapes,
    is_known,
    mx,
    parameter_shapes,
    trace,
)

MAX_SIZE = 4096
"""Largest height and width that is tried when looking for one that fits."""


def infer_output_shape(net, shape: Sequence) -> tuple:
    """The shape of ``net``'s output for an input of the given shape.

    Parameters
    ----------
    net : HybridBlock
        Any net that can be traced; it is neither run nor changed.
    shape : tuple of int, or list of such tuples
        Shape of the input with its batch axis, such as (N, C, H, W); a list for a net
        with several inputs, nested where the net takes a list of states:
        ``[(T, N, C), [(L, N, H), (L, N, H)]]`` for an LSTM.

    Returns
    -------
    tuple of int, or tuple of such tuples
        Shape of the output; a tuple of shapes for a net with several outputs.

    Raises
    ------
    ShapeError
        If an input of that shape does not fit; the message names the smallest size
        that does and the size of the section.
    ConfigError
        If the net cannot be traced, or its shapes depend on more than its inputs.
    """
    shapes = input_shapes(shape)
    outputs, inputs = trace(net, shapes)
    symbol = mx.sym.Group(outputs)
    try:
        sizes = infer(symbol, inputs, parameter_shapes(net))
    except mx.MXNetError as error:
        if len(inputs) > 1:
            problem = ShapeError(
                f"{describe(net)} cannot take inputs of shapes {shapes}",
                "They do not fit each other, or not the parameters",
            )
        else:
            problem = _misfit(net, symbol, shapes[0])
        raise problem from error
    if not all(map(is_known, sizes)):
        raise ConfigError(
            f"The output shape of {describe(net)} does not follow from {shape}",
            "It makes arrays of its own, or has more inputs than the shapes given",
            "Give the shapes of all inputs, in a list",
        )
    return sizes[0] if len(sizes) == 1 else tuple(sizes)


def check_input(net, shape: Sequence) -> None:
    """Raise a ShapeError when an input of that shape does not fit ``net``.

    Nets that cannot be traced (plain Blocks, functions) pass: what they take is only
    known by running them.

    Parameters
    ----------
    net, shape
        As in :func:`infer_output_shape`.

    Raises
    ------
    ShapeError
        If an input of that shape does not fit.
    """
    if not isinstance(net, mx.gluon.HybridBlock):
        return
    try:
        infer_output_shape(net, shape)
    except ConfigError:
        return


def _misfit(net, symbol, shape: tuple) -> ShapeError:
    """The error for an input that does not fit, with the shape to use instead."""
    what = f"{describe(net)} cannot take an input of shape {shape}"
    usual = getattr(net, "input_shape", ())
    if usual and len(shape) != len(usual) + 1:
        axes = ", ".join(map(str, ("N", *usual)))
        return ShapeError(
            what,
            f"It has {len(shape)} axes",
            f"Give ({axes}) as in the section, with the batch axis N in front",
        )
    fits_anew = _fits(_without_shapes(symbol), {})
    if fits_anew(shape):
        return _made_for_another(
            what, shape, usual, _fits(symbol, parameter_shapes(net))
        )
    smallest = None
    if len(shape) == 4:
        smallest = _smallest(lambda size: fits_anew((*shape[:2], size, size)))
    if not smallest:
        return ShapeError(what, "One of its layers is not defined for it")
    action = f"Resize the pictures to at least {smallest} x {smallest}"
    if len(usual) == 3:
        height, width = usual[1:]
        action = f"Load the pictures with resize={height}: the section's are "
        action += f"{height} x {width}"
    return ShapeError(
        what,
        "A convolution or pooling window is larger than what is left of the picture; "
        f"the smallest square that fits is {smallest} x {smallest}",
        action,
    )


def _made_for_another(what: str, shape: tuple, usual: tuple, fits) -> ShapeError:
    """The error for a net whose parameters were made for inputs of another shape."""
    action = "Build the net anew for this shape, or give it inputs as before"
    cause = "Its parameters were made for inputs of another shape"
    if len(shape) == 4:
        for num_channels in (1, 3):
            if fits((shape[0], num_channels, *shape[2:])):
                cause = f"Its first layer was made for {num_channels} channel"
                cause += "s" if num_channels > 1 else ""
        if usual and fits((shape[0], *usual)):
            cause = f"Its layers were made for inputs of {' x '.join(map(str, usual))}"
    return ShapeError(what, cause, action)


def _fits(symbol, parameters: dict) -> Callable[[tuple], bool]:
    """A function that says whether an input of a shape fits ``symbol``."""

    def fits(shape):
        try:
            infer(symbol, {"data": shape}, parameters)
        except mx.MXNetError:
            return False
        return True

    return fits


def _without_shapes(symbol):
    """``symbol`` as if none of its parameters had a shape yet."""
    graph = json.loads(symbol.tojson())
    for node in graph["nodes"]:
        node.get("attrs", {}).pop("__shape__", None)
    return mx.sym.load_json(json.dumps(graph))


def _smallest(fits) -> int | None:
    """The smallest size that fits, given that all larger ones do too."""
    high = 1
    while not fits(high):
        high *= 2
        if high > MAX_SIZE:
            return None
    low = high // 2  # does not fit, or is 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high
