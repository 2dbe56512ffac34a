"""Convolutions of one, two and three axes; MXNet's exporter has no one-dimensional."""

from __future__ import annotations

import ast

from gluon_course.base.errors import ExportError
from gluon_course.export.onnx.emitter import Emitter

_LAYOUTS = ("NCW", "NCHW", "NCDHW")


def convolution(node, shapes, **kwargs):
    """(N, C, ...) to (N, F, ...), with the channels on axis 1."""
    emit = Emitter(node, kwargs)
    kernel = _numbers(emit.attrs["kernel"], ())
    layout = emit.attrs.get("layout", "None")
    if layout not in ("None", *_LAYOUTS):
        raise ExportError(
            f"The convolution {emit.name} has the layout {layout}",
            "ONNX has the channels on axis 1",
            f"use the layout {_LAYOUTS[len(kernel) - 1]}",
        )
    ones, zeros = (1,) * len(kernel), (0,) * len(kernel)
    pad = _numbers(emit.attrs.get("pad"), zeros)
    value = emit(
        "Conv",
        *emit.inputs,
        kernel_shape=kernel,
        strides=_numbers(emit.attrs.get("stride"), ones),
        dilations=_numbers(emit.attrs.get("dilate"), ones),
        pads=[*pad, *pad],
        group=int(emit.attrs.get("num_group", 1)),
    )
    return emit.finish(value, dtypes=emit.dtypes[:1])


def _numbers(text: str | None, default: tuple) -> list[int]:
    value = ast.literal_eval(text) if text else ()
    return list(value if isinstance(value, tuple) else (value,)) or list(default)
