"""Non-maximum suppression, class by class, with the rows that MXNet answers with."""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import ExportError
from gluon_course.export.onnx.emitter import Emitter, is_true

_LEAST = -1e30


def box_nms(node, shapes, **kwargs):
    """Rows (N, K, W) of boxes, the best first; suppressed ones are -1, at the end.

    ONNX's operator answers with the indices of what stays; a mask is made of them, and
    the rows are sorted once more.
    """
    emit = Emitter(node, kwargs)
    attrs, data, dtype = emit.attrs, emit.inputs[0], emit.dtypes[0]
    shape = shapes(node["inputs"][0])
    if attrs.get("in_format", "corner") != attrs.get("out_format", "corner"):
        raise ExportError(f"{emit.name} changes the form of its boxes")
    if len(shape) not in (2, 3):
        raise ExportError(f"{emit.name} takes an array of {len(shape)} axes")
    first = emit.constant([0])
    if len(shape) == 2:
        data = emit("Unsqueeze", data, first)
    least = emit.constant(_LEAST, dtype)
    count = emit("Gather", emit("Shape", data), emit.constant([1]))
    scores = _column(emit, data, int(attrs.get("score_index", 1)))
    threshold = emit.constant(float(attrs.get("valid_thresh", 0)), dtype)
    is_valid = emit("Greater", scores, threshold)
    ids, id_index = None, int(attrs.get("id_index", -1))
    if id_index >= 0:
        ids = _column(emit, data, id_index)
        other = emit.constant(float(attrs.get("background_id", -1)), dtype)
        is_valid = emit("And", is_valid, emit("Not", emit("Equal", ids, other)))
    scores = emit("Where", is_valid, scores, least)
    taken = count
    topk = int(attrs.get("topk", -1))
    if topk > 0:
        taken = emit("Min", count, emit.constant([topk]))
    scores, rows = _sorted(emit, scores, data, taken)
    is_kept = _kept(emit, rows, scores, ids is not None, id_index, attrs, dtype)
    is_kept = emit(
        "And", is_kept, emit("Greater", scores, emit.constant(_LEAST / 2, dtype))
    )
    scores, rows = _sorted(emit, emit("Where", is_kept, scores, least), rows, taken)
    is_kept = emit("Greater", scores, emit.constant(_LEAST / 2, dtype))
    is_kept = emit("Unsqueeze", is_kept, emit.constant([2]))
    rows = emit("Where", is_kept, rows, emit.constant(-1, dtype))
    if topk > 0:
        # the rows that were not looked at: (N, K - topk, W) of -1
        none = emit.constant([0, 0, 0, 0])
        pads = emit("Concat", none, emit("Sub", count, taken), first, axis=0)
        rows = emit("Pad", rows, pads, emit.constant(-1, dtype))
    if len(shape) == 2:
        rows = emit("Squeeze", rows, first)
    return emit.finish(rows)


def _column(emit: Emitter, data: str, index: int) -> str:
    """(N, K, W) to (N, K)."""
    return emit("Gather", data, emit.constant(index), axis=2)


def _sorted(emit: Emitter, scores: str, rows: str, count: str) -> tuple[str, str]:
    """The ``count`` best scores (N, k) and their rows (N, k, W), the best first."""
    best, order = emit("TopK", scores, count, outputs=2, axis=1)
    # (N, k) -> (N, k, 1): one index for each sample and place
    order = emit("Unsqueeze", order, emit.constant([2]))
    return best, emit("GatherND", rows, order, batch_dims=1)


def _kept(emit, rows, scores, has_ids, id_index, attrs, dtype) -> str:
    """Which of the sorted rows are not suppressed, (N, k) of booleans."""
    start = int(attrs.get("coord_start", 2))
    boxes = emit(
        "Slice",
        rows,
        emit.constant([start]),
        emit.constant([start + 4]),
        emit.constant([2]),
    )
    if has_ids and not is_true(attrs, "force_suppress"):
        # (N, k) -> (N, C, k): the score under the row's own class only
        ids = emit.cast(_column(emit, rows, id_index), np.int64)
        zero, one = emit.constant(0), emit.constant(1)
        largest = emit("Max", emit("ReduceMax", ids, keepdims=0), zero)
        classes = emit("Range", zero, emit("Add", largest, one), one)
        classes = emit("Unsqueeze", classes, emit.constant([0, 2]))
        is_own = emit("Equal", emit("Unsqueeze", ids, emit.constant([1])), classes)
        scores = emit("Unsqueeze", scores, emit.constant([1]))
        scores = emit("Where", is_own, scores, emit.constant(_LEAST, dtype))
    else:
        scores = emit("Unsqueeze", scores, emit.constant([1]))
    selected = emit(
        "NonMaxSuppression",
        boxes,
        scores,
        emit.constant(np.int64(2**31 - 1)),
        emit.constant(float(attrs.get("overlap_thresh", 0.5)), np.float32),
        emit.constant(_LEAST / 2, np.float32),
        center_point_box=int(attrs.get("in_format", "corner") == "center"),
    )
    # (M, 3), sample, class, row -> 1 in (N, C, k) -> (N, k)
    blank = emit("Cast", emit("Mul", scores, emit.constant(0, dtype)), to=7)
    ones = emit("Shape", emit("Gather", selected, emit.constant(0), axis=1))
    ones = emit("Expand", emit.constant(1), ones)
    marks = emit("ScatterND", blank, selected, ones)
    return emit.cast(emit("ReduceMax", marks, axes=[1], keepdims=0), np.bool_)
