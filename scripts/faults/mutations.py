"""Damage to the files of an export, at random and on purpose, for ``exports.py``."""

from __future__ import annotations

import contextlib
import copy
import json
import random
import struct

import numpy as np

from gluon_course.base.params_file import parse_params, write_params

NUMBERS = (0, 1, -1, 2, 7, 255, 1 << 16, (1 << 31) - 1, 1 << 31, 1 << 40, 1 << 63)
TEXTS = (*map(str, NUMBERS), "", "None", "True", "(1,)", "(-1, -1)", "nan", "1e39")
TEXTS += ("(9999999, 9999999)", "()", "((", "relu", "NHWC", "x" * 5000, "\0", "猫")
OPERATORS = ("Custom", "RNN", "_zeros", "Embedding", "take", "Pooling", "Convolution")
OPERATORS += ("SliceChannel", "BatchNorm", "_foreach", "_contrib_box_nms", "Concat")
OPERATORS += ("_contrib_ROIAlign", "softmax", "gather_nd", "Flatten", "null", "sort")
TYPES = ("float64", "float16", "uint8", "int32", "int8", "int64", "bool")


def bytes_of(content: bytes, chance: random.Random) -> bytes:
    """The bytes of a file with one to three kinds of damage."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(changed) + 1)
        length = chance.choice((1, 2, 8, 64, len(changed) // 3))
        other = chance.randrange(len(changed) + 1)
        number = chance.choice(NUMBERS) & ((1 << 64) - 1)
        what = chance.randrange(6)
        if what == 0 and place < len(changed):
            changed[place] ^= 1 << chance.randrange(8)
        elif what == 1:
            del changed[place : place + length]
        elif what == 2:
            changed[place:place] = chance.randbytes(length % 99)
        elif what == 3:
            changed[place : place + length] = changed[other : other + length]
        elif what == 4:
            del changed[place:]
        else:
            changed[place : place + 8] = struct.pack("<Q", number)
    return bytes(changed)


def graph_of(content: bytes, chance: random.Random) -> bytes:
    """A graph that is JSON still, with one or two things changed in it."""
    graph = json.loads(content)
    for _ in range(chance.randint(1, 2)):
        # the first change may leave nothing that has nodes to be changed
        with contextlib.suppress(LookupError, TypeError, AttributeError, ValueError):
            _change_graph(graph, chance)
    return json.dumps(graph).encode()


def _change_graph(graph: dict, chance: random.Random) -> None:
    nodes = graph["nodes"]
    node = chance.choice(nodes)
    attributes = node.setdefault("attrs", {})
    what = chance.randrange(13)
    if what == 0:
        node["op"] = chance.choice([*OPERATORS, chance.choice(nodes)["op"]])
    elif what in (1, 2, 3) and attributes:
        attributes[chance.choice(list(attributes))] = _value(nodes, chance)
    elif what == 4 and attributes:
        del attributes[chance.choice(list(attributes))]
    elif what == 5:
        other = chance.choice(nodes).get("attrs") or {"axis": "0"}
        attributes[chance.choice(list(other))] = _value(nodes, chance)
    elif what in (6, 7) and node["inputs"]:
        entry = chance.choice(node["inputs"])
        few = (0, 1, 2, len(nodes) - 1, chance.randrange(len(nodes)))
        entry[chance.randrange(len(entry))] = chance.choice([*few, *NUMBERS])
    elif what == 8:
        nodes.insert(chance.randrange(len(nodes)), copy.deepcopy(node))
    elif what == 9:
        nodes.remove(node)
    elif what == 10:
        graph["heads"] = [[chance.randrange(len(nodes)), chance.randrange(3), 0]]
    elif what == 11:
        chance.shuffle(node["inputs"])
    else:
        _change_leaf(graph, chance)


def _value(nodes: list, chance: random.Random) -> str:
    """A text of the list, or an attribute of any node."""
    others = [text for node in nodes for text in node.get("attrs", {}).values()]
    return chance.choice([*TEXTS, *chance.sample(others, min(20, len(others)))])


def _change_leaf(value, chance: random.Random) -> None:
    """Change a value anywhere in lists and objects."""
    while True:
        keys = list(value) if isinstance(value, dict) else range(len(value))
        if not keys:
            return
        key = chance.choice(list(keys))
        inner = value[key]
        if not isinstance(inner, (dict, list)) or chance.random() < 0.05:
            few = [*NUMBERS, None, True, 0.5, "", "x", [], {}, [[0, 0, 0]]]
            value[key] = chance.choice(few)
            return
        value = inner


def json_of(content: bytes, chance: random.Random) -> bytes:
    """JSON of an object that is one still, with one to three things changed in it."""
    value = json.loads(content)
    for _ in range(chance.randint(1, 3)):
        if chance.random() < 0.3 and value:
            key = chance.choice(list(value))
            few = [*NUMBERS, None, True, 0.5, "", "x", [], {}, "\0", float("nan"), [[]]]
            value[key] = chance.choice([*few, *value.values()])
        else:
            _change_leaf(value, chance)
    text = json.dumps(value)
    if chance.random() < 0.05:  # deeper than Python's parser goes
        text = text[:-1] + ', "x": ' + "[" * 200_000 + "]" * 200_000 + "}"
    return text.encode()


def arrays_of(content: bytes, chance: random.Random, path) -> bytes:
    """A parameter file that is one still, with one or two arrays changed.

    ``path`` is a file that may be written.
    """
    arrays = {k: np.array(v) for k, v in parse_params(content, path).items()}
    for _ in range(chance.randint(1, 2)):
        name = chance.choice(list(arrays))
        array, what = arrays[name], chance.randrange(9)
        if what == 0:
            arrays[name] = array.astype(chance.choice(TYPES))
        elif what == 1:
            arrays[name] = array.reshape(-1)
        elif what == 2:
            arrays[name] = array[..., : chance.randrange(array.shape[-1] + 1)]
        elif what == 3:
            arrays[name] = np.zeros((*array.shape, chance.choice((0, 1, 3))), "f")
        elif what == 4 and len(arrays) > 1:
            del arrays[name]
        elif what == 5:
            arrays[chance.choice((name + "x", name[4:], "aux:" + name[4:]))] = array
        elif what == 6:
            arrays[name] = np.full_like(array, chance.choice((0, 1, 100)))
        elif what == 7 and array.dtype.kind == "f":
            few = (float("nan"), float("inf"), -1e38, 1e-45)
            arrays[name] = np.full_like(array, chance.choice(few))
        else:
            arrays[name] = array.T
    return write_params(path, arrays).read_bytes()
