"""Softmax over the first positions that count."""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import ExportError
from gluon_course.export.onnx.emitter import Emitter, is_true

_LEAST = -1e30


def softmax(node, shapes, theirs, **kwargs):
    """As MXNet's converter; with lengths exactly 0 behind them, and if there are none.

    MXNet's converter spreads the weight of a row of length 0 over all positions.
    """
    if not is_true(node.get("attrs", {}), "use_length"):
        return theirs(node, **kwargs)
    emit = Emitter(node, kwargs)
    rank = len(shapes(node["inputs"][0]))
    axis = int(emit.attrs.get("axis", -1))
    if axis not in (-1, rank - 1):
        raise ExportError(f"{emit.name} counts lengths along axis {axis}")
    data, lengths = emit.inputs
    dtype = emit.dtypes[0]
    if emit.attrs.get("temperature", "None") not in ("None", "1.0", "1"):
        temperature = float(emit.attrs["temperature"])
        data = emit("Div", data, emit.constant(temperature, dtype))
    last = emit.constant([-1])
    steps = emit("Gather", emit("Shape", data), emit.constant(-1), axis=0)
    places = emit("Range", emit.constant(0), steps, emit.constant(1))
    # (..., 1) beside (T,): which positions of each row count
    counted = emit("Unsqueeze", emit.cast(lengths, np.int64), last)
    counts = emit("Less", places, counted)
    masked = emit("Where", counts, data, emit.constant(_LEAST, dtype))
    weights = emit("Softmax", masked, axis=-1)
    weights = emit("Where", counts, weights, emit.constant(0, dtype))
    return emit.finish(weights, dtypes=emit.dtypes[:1])
