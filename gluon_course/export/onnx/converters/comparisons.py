"""Comparisons: MXNet answers with numbers 0 and 1 of the type that was compared."""

from __future__ import annotations

from gluon_course.export.onnx.emitter import Emitter

_OPERATORS = {
    "equal": "Equal",
    "greater": "Greater",
    "greater_equal": "GreaterOrEqual",
    "lesser": "Less",
    "lesser_equal": "LessOrEqual",
}


def _comparison(op: str):
    def convert(node, shapes, **kwargs):
        emit = Emitter(node, kwargs)
        inputs = list(emit.inputs)
        if len(inputs) == 1:
            scalar = float(emit.attrs["scalar"])
            inputs.append(emit.constant(scalar, emit.dtypes[0]))
        return emit.finish(emit.cast(emit(op, *inputs), emit.dtypes[0]))

    return convert


def _not_equal(node, shapes, **kwargs):
    emit = Emitter(node, kwargs)
    inputs = list(emit.inputs)
    if len(inputs) == 1:
        inputs.append(emit.constant(float(emit.attrs["scalar"]), emit.dtypes[0]))
    return emit.finish(emit.cast(emit("Not", emit("Equal", *inputs)), emit.dtypes[0]))


COMPARISONS = {
    name.format(each): _comparison(op)
    for each, op in _OPERATORS.items()
    for name in ("_{}", "_{}_scalar", "broadcast_{}")
}
COMPARISONS.update(
    dict.fromkeys(
        ("_not_equal", "_not_equal_scalar", "broadcast_not_equal"), _not_equal
    )
)
