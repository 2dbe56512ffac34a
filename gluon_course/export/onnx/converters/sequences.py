"""Sequences of several lengths."""

from __future__ import annotations

import numpy as np

from gluon_course.export.onnx.emitter import Emitter, is_true


def sequence_last(node, shapes, **kwargs):
    """The last step that counts, (T, N, ...) or (N, T, ...) to (N, ...)."""
    emit = Emitter(node, kwargs)
    data, *lengths = emit.inputs
    axis = int(emit.attrs.get("axis", 0))
    if not is_true(emit.attrs, "use_sequence_length"):
        last = emit("Gather", data, emit.constant(-1), axis=axis)
        return emit.finish(last, dtypes=emit.dtypes[:1])
    if axis == 0:
        # (T, N, ...) -> (N, T, ...)
        rank = len(shapes(node["inputs"][0]))
        order = [1, 0, *range(2, rank)]
        data = emit("Transpose", data, perm=order)
    one = emit.constant([1])
    steps = emit("Sub", emit.cast(lengths[0], np.int64), one)
    # (N,) -> (N, 1): one index, that of the step, for each sample
    steps = emit("Unsqueeze", steps, one)
    last = emit("GatherND", data, steps, batch_dims=1)
    return emit.finish(last, dtypes=emit.dtypes[:1])
