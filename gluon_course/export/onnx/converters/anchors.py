"""Anchor boxes: they depend on the size of the map alone, so they are a constant."""

from __future__ import annotations

import ast

import mxnet as mx

from gluon_course.base.errors import ExportError
from gluon_course.export.onnx.emitter import Emitter


def multibox_prior(node, shapes, **kwargs):
    """The anchors that MXNet computes for the size of the net's input."""
    emit = Emitter(node, kwargs)
    shape = shapes(node["inputs"][0])
    if not all(size > 0 for size in shape[2:]):
        raise ExportError(f"The size of the map under {emit.name} is not known")
    values = {key: ast.literal_eval(value) for key, value in emit.attrs.items()}
    known = {"sizes", "ratios", "clip", "steps", "offsets"}
    options = {key: value for key, value in values.items() if key in known}
    anchors = mx.nd.contrib.MultiBoxPrior(mx.nd.zeros((1, 1, *shape[2:])), **options)
    return emit.finish(emit.constant(anchors.asnumpy(), emit.dtypes[0]))
