"""Reshape, with all of MXNet's signs for axes that are kept, merged and split."""

from __future__ import annotations

import ast

from gluon_course.base.errors import ExportError
from gluon_course.export.onnx.emitter import Emitter, is_true


def reshape(node, shapes, **kwargs):
    """``0`` keeps an axis, ``-1`` is what remains, ``-2`` all further axes.

    ``-3`` merges two axes, ``-4`` splits one into the two sizes that follow. Sizes that
    are free are looked up when the model runs.
    """
    emit = Emitter(node, kwargs)
    signs = ast.literal_eval(emit.attrs["shape"])
    signs = signs if isinstance(signs, tuple) else (signs,)
    rank = len(shapes(node["inputs"][0]))
    if is_true(emit.attrs, "reverse"):
        raise ExportError(f"{emit.name} reads its shape from the right (reverse)")
    sizes = _sizes(signs, rank)
    if all(isinstance(each, int) for each in sizes):
        shape = emit.constant(list(sizes))
    else:
        whole = emit("Shape", emit.inputs[0])
        pieces = [_piece(emit, whole, each) for each in sizes]
        shape = emit("Concat", *pieces, axis=0)
    return emit.finish(emit("Reshape", emit.inputs[0], shape))


def _sizes(signs: tuple[int, ...], rank: int) -> list:
    """Whole numbers as they are, or (operator, axis, axis or number)."""
    sizes: list = []
    signs, axis = tuple(signs), 0
    while signs:
        sign, *rest = signs
        if sign == 0:
            sizes.append(0 if axis == len(sizes) else ("Copy", axis, None))
            axis += 1
        elif sign == -2:
            while axis < rank:
                sizes.append(0 if axis == len(sizes) else ("Copy", axis, None))
                axis += 1
        elif sign == -3:
            sizes.append(("Mul", axis, axis + 1))
            axis += 2
        elif sign == -4:
            first, second, *rest = rest
            sizes.append(("Div", axis, second) if first == -1 else first)
            sizes.append(("Div", axis, first) if second == -1 else second)
            axis += 1
        else:
            sizes.append(sign)
            axis += 1
        signs = tuple(rest)
    return sizes


def _piece(emit: Emitter, whole: str, size) -> str:
    """One size of the new shape, as a tensor (1,)."""
    if isinstance(size, int):
        return emit.constant([size])
    op, axis, other = size
    piece = emit("Gather", whole, emit.constant([axis]))
    if op == "Copy":
        return piece
    if op == "Div":
        return emit("Div", piece, emit.constant([other]))
    return emit("Mul", piece, emit("Gather", whole, emit.constant([other])))
