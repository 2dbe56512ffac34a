"""One number of each row, by its place."""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import ExportError
from gluon_course.export.onnx.emitter import Emitter, is_true


def pick(node, shapes, **kwargs):
    """(..., K, ...) and places (..., ...) along one axis, to the numbers there."""
    emit = Emitter(node, kwargs)
    if emit.attrs.get("mode", "clip") != "clip":
        raise ExportError(
            f"{emit.name} wraps places that are too large around",
            "ONNX has no such operator",
            "use pick with places 0, 1, ..., K-1",
        )
    data, places = emit.inputs
    axis = int(emit.attrs.get("axis", -1))
    data_rank, rank = (len(shapes(each)) for each in node["inputs"])
    along = emit.constant([axis])
    places = emit.cast(places, np.int64)
    if rank < data_rank:
        places = emit("Unsqueeze", places, along)
    # MXNet takes the nearest place for one that does not exist
    size = emit("Gather", emit("Shape", data), along, axis=0)
    one = emit.constant([1])
    places = emit("Min", places, emit("Sub", size, one))
    places = emit("Max", places, emit.constant([0]))
    found = emit("GatherElements", data, places, axis=axis)
    if not is_true(emit.attrs, "keepdims"):
        found = emit("Squeeze", found, along)
    return emit.finish(found, dtypes=emit.dtypes[:1])
