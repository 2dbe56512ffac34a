"""What the head of a detector sees of each region: RoI align."""

from __future__ import annotations

import ast

import numpy as np

from gluon_course.base.errors import ExportError
from gluon_course.export.onnx.emitter import Emitter, is_true


def roi_align(node, shapes, **kwargs):
    """Maps (N, C, H, W) and regions (R, 5), sample and corners, to (R, C, h, w)."""
    emit = Emitter(node, kwargs)
    if is_true(emit.attrs, "position_sensitive"):
        raise ExportError(f"{emit.name} is sensitive to the position")
    height, width = ast.literal_eval(emit.attrs["pooled_size"])
    data, regions = emit.inputs
    last = emit.constant([1])
    corners = emit("Slice", regions, last, emit.constant([5]), last)
    samples = emit("Gather", regions, emit.constant(0), axis=1)
    ratio = int(emit.attrs.get("sample_ratio", -1))
    value = emit(
        "RoiAlign",
        data,
        corners,
        emit.cast(samples, np.int64),
        output_height=height,
        output_width=width,
        # 0: as many points as the region has pixels, which MXNet writes as -1
        sampling_ratio=max(ratio, 0),
        spatial_scale=float(emit.attrs["spatial_scale"]),
        coordinate_transformation_mode="half_pixel"
        if is_true(emit.attrs, "aligned")
        else "output_half_pixel",
    )
    return emit.finish(value, dtypes=emit.dtypes[:1])
