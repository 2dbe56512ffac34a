"""Damage to an ONNX file that is one still, for ``exports.py``."""

from __future__ import annotations

import contextlib
import random

from mutations import NUMBERS

OPERATORS = ("Loop", "If", "Reshape", "Expand", "Tile", "Gather", "ScatterND", "Conv")
OPERATORS += ("ConvTranspose", "MaxPool", "GRU", "LSTM", "RNN", "Resize", "OneHot")
OPERATORS += ("Range", "ConstantOfShape", "NonMaxSuppression", "TopK", "Pad", "Split")
OPERATORS += ("RoiAlign", "Upsample", "Slice", "Cast", "Einsum", "RandomNormal", "猫")
TEXTS = ("", "x" * 5000, "NOTSET", "SAME_UPPER", "reflect", "bilinear", "\0", "/etc/x")


def model_of(content: bytes, chance: random.Random) -> bytes:
    """A model with one or two things changed in it."""
    import onnx

    model = onnx.ModelProto.FromString(content)
    for _ in range(chance.randint(1, 2)):
        # some numbers do not fit the field, and some nodes have no attribute
        with contextlib.suppress(LookupError, TypeError, ValueError):
            chance.choice(_CHANGES)(model, chance)
    return model.SerializeToString()


def _operator(model, chance) -> None:
    nodes = model.graph.node
    known = [each.op_type for each in nodes]
    chance.choice(nodes).op_type = chance.choice([*OPERATORS, *known])


def _attribute(model, chance) -> None:
    attribute = chance.choice(_all(model, "attribute"))
    what = chance.randrange(6)
    if what == 0 and attribute.ints:
        place = chance.randrange(len(attribute.ints))
        attribute.ints[place] = _number(chance)
    elif what == 1:
        attribute.i = _number(chance)
    elif what == 2:
        attribute.s = chance.choice(TEXTS).encode()
    elif what == 3:
        attribute.f = chance.choice((float("nan"), float("inf"), -1e38, 0.0))
    elif what == 4:
        attribute.type = chance.randrange(15)
    else:
        attribute.name = chance.choice(_all(model, "attribute")).name


def _other_attribute(model, chance) -> None:
    """An attribute of another node, added or in the place of all."""
    node, other = (
        chance.choice(model.graph.node),
        chance.choice(_all(model, "attribute")),
    )
    if chance.random() < 0.5:
        del node.attribute[:]
    node.attribute.append(other)


def _edge(model, chance) -> None:
    node = chance.choice(model.graph.node)
    ends = node.input if chance.random() < 0.7 else node.output
    names = [*_all(model, "input"), *_all(model, "output"), "", "nobody"]
    ends[chance.randrange(len(ends))] = chance.choice(names)


def _nodes(model, chance) -> None:
    nodes = model.graph.node
    what, place = chance.randrange(3), chance.randrange(len(nodes))
    if what == 0:
        del nodes[place]
    elif what == 1:
        nodes.append(nodes[place])
    else:
        kept = list(nodes)
        chance.shuffle(kept)
        del nodes[:]
        nodes.extend(kept)


def _array(model, chance) -> None:
    array = chance.choice(model.graph.initializer)
    what = chance.randrange(7)
    if what == 0:
        array.dims[chance.randrange(len(array.dims))] = _number(chance)
    elif what == 1:
        array.data_type = chance.randrange(20)
    elif what == 2:
        array.raw_data = array.raw_data[: chance.randrange(len(array.raw_data) + 1)]
    elif what == 3:  # shapes of Reshape, anchors, weights: other numbers of that size
        array.raw_data = chance.randbytes(len(array.raw_data))
    elif what == 4:
        del array.dims[:]
        array.dims.extend((1, len(array.raw_data) // 4))
    elif what == 5:
        array.data_location = 1
        array.external_data.add(key="location", value="/etc/hostname")
    else:
        array.name = chance.choice(model.graph.initializer).name


def _ends(model, chance) -> None:
    ends = model.graph.input if chance.random() < 0.5 else model.graph.output
    end, what = chance.choice(ends), chance.randrange(4)
    if what == 0:
        end.name = chance.choice(_all(model, "output"))
    elif what == 1:
        end.type.tensor_type.elem_type = chance.randrange(20)
    elif what == 2:
        sizes = end.type.tensor_type.shape.dim
        sizes[chance.randrange(len(sizes))].dim_value = _number(chance)
    else:
        ends.append(end)


def _head(model, chance) -> None:
    what = chance.randrange(3)
    if what == 0:
        model.opset_import[0].version = chance.choice((*range(1, 25), 1 << 40))
    elif what == 1:
        model.opset_import[0].domain = chance.choice(("ai.onnx", "com.microsoft", "x"))
    else:
        model.ir_version = chance.randrange(14)


def _all(model, field: str) -> list:
    return [each for node in model.graph.node for each in getattr(node, field)]


def _number(chance: random.Random) -> int:
    few = (*NUMBERS, -2, 3, 16, 1000, -(1 << 31), 100_000)
    return min(chance.choice(few), (1 << 63) - 1)


_CHANGES = [_operator, _attribute, _other_attribute, _edge, _nodes, _array, _ends]
_CHANGES += [_attribute, _array, _head]
