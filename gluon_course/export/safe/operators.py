"""What a graph may do: the operators that are known to be harmless, and their sizes.

``operators.json`` has a row for each operator that the course's nets use, fused and
quantized forms included, and for others that only compute: how many arrays it takes
and returns, and of what kind each attribute is. Whatever is not there is refused:
``Custom`` calls Python, ``_TVMOp`` loads code, ``_cvimread`` reads files, optimizers
change their inputs, and loops have graphs of their own.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from gluon_course.export.safe import limits

HIDDEN = frozenset(
    f"__{name}__"
    for name in (
        "dtype",
        "force_mirroring",
        "init",
        "layout",
        "lr_mult",
        "profiler_scope",
        "shape",
        "storage_type",
        "wd_mult",
    )
)
"""Attributes that Gluon writes beside an operator's own; no operator reads them."""

_INTEGER = re.compile(r"[-+]?\d{1,18}L?")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?f?|[-+]?(inf|nan)", re.I)
_FLAGS = ("True", "False", "true", "false", "0", "1")
_NONE = ("None", "none")
_SPANS = {
    "axis": (-64, 64),
    "arity": (0, 1024),
    "factor": (-1, 4096),
    "count": (0, 1 << 24),
    "index": (-(1 << 31), 1 << 31),
    "axes": (-64, 64),
    "window": (0, 1024),
    "widths": (0, 4096),
    "factors": (0, 1 << 16),
    "indices": (-(1 << 31), 1 << 31),
    "reshape": (-4, 1 << 31),
    "shape": (-1, limits.CREATED),
}
"""Kind -> smallest and largest whole number."""
_SINGLE = ("axis", "arity", "factor", "count", "index")


@functools.cache
def operators() -> Mapping[str, Mapping]:
    """Name -> ``inputs`` (fewest, most), ``outputs``, ``attributes``, ``subgraph``."""
    return json.loads(Path(__file__).with_name("operators.json").read_text("utf-8"))


def fault_of(operator: str, attributes: Mapping[str, str], num_inputs: int) -> str:
    """What is wrong with a use of an operator; empty if it may be.

    Parameters
    ----------
    operator : str
        Its name in the graph.
    attributes : mapping of str to str
    num_inputs : int
        How many arrays it takes.
    """
    row = operators().get(operator)
    if row is None:
        return f"the operator {operator[:60]!r} is not one that exports may use"
    fewest, most = row["inputs"]
    if not fewest <= num_inputs <= most:
        return f"{operator} takes {fewest} to {most} arrays, not {num_inputs}"
    for name, value in attributes.items():
        if name in HIDDEN:
            continue
        kind = row["attributes"].get(name)
        if kind is None:
            return f"{operator} has no attribute {name[:60]!r}"
        if not _is_sound(kind, value):
            return f"{operator} has {name}={value[:60]!r}, which is out of bounds"
    wanted = _num_inputs(operator, attributes)
    if wanted is not None and wanted != num_inputs:
        return f"{operator} with these attributes takes {wanted} arrays"
    if operator == "_arange" and _length(attributes) > limits.CREATED:
        return f"_arange makes more than {limits.CREATED:,} numbers"
    return ""


def num_outputs(operator: str, attributes: Mapping[str, str]) -> int:
    """How many arrays an operator returns at most; ``null`` is a variable."""
    if operator == "null":
        return 1
    if operator in ("SliceChannel", "amp_multicast"):
        return int(attributes["num_outputs"])
    return operators()[operator]["outputs"]


def _is_sound(kind: str | list, value: str) -> bool:
    if isinstance(kind, list):
        return value in kind
    if kind == "flag":
        return value in (*_FLAGS, *_NONE)
    if kind == "number":
        return value in _NONE or bool(_NUMBER.fullmatch(value))
    if kind == "numbers":
        items = _items(value)
        return items is not None and all(map(_NUMBER.fullmatch, items))
    low, high = _SPANS[kind]
    if kind in _SINGLE:
        return value in _NONE or _is_within(value, low, high)
    if value in _NONE:
        return True
    items = _items(value)
    if items is None:
        items = [value]  # one number, for every axis or for the only one
    known = [each for each in items if each not in _NONE]
    if not all(_is_within(each, low, high) for each in known):
        return False
    if kind != "shape":
        return True
    return math.prod(max(1, _whole(each)) for each in known) <= limits.CREATED


def _items(value: str) -> list[str] | None:
    """The items of ``(1, 2)`` or ``[1, 2]``; None if it is neither."""
    if value[:1] + value[-1:] not in ("()", "[]"):
        return None
    items = [each.strip() for each in value[1:-1].split(",")]
    return items if items[-1] else items[:-1]


def _is_within(value: str, low: int, high: int) -> bool:
    return bool(_INTEGER.fullmatch(value)) and low <= _whole(value) <= high


def _whole(value: str) -> int:
    return int(value.rstrip("L"))


def _length(attributes: Mapping[str, str]) -> float:
    def number(name: str, otherwise: float) -> float:
        value = attributes.get(name, "None")
        return otherwise if value in _NONE else float(value.rstrip("fF"))

    start, step = number("start", 0.0), number("step", 1.0)
    stop = number("stop", 0.0)
    if not (step and all(map(math.isfinite, (start, stop, step)))):
        return math.inf
    return abs(stop - start) / abs(step) * max(1, int(attributes.get("repeat", "1")))


def _has(attributes: Mapping[str, str], flag: str) -> bool:
    return attributes.get(flag) in ("True", "true", "1")


def _with_bias(fewest: int) -> Callable[[Mapping], int]:
    return lambda attributes: fewest + (not _has(attributes, "no_bias"))


def _listed(attributes: Mapping) -> int:
    return int(attributes.get("num_args", "0"))


def _of_rnn(attributes: Mapping) -> int:
    is_lstm = attributes.get("mode") == "lstm"
    return 3 + is_lstm + _has(attributes, "use_sequence_length")


def _with(flag: str) -> Callable[[Mapping], int]:
    return lambda attributes: 1 + _has(attributes, flag)


_WANTED: dict[str, Callable[[Mapping], int]] = {
    "Convolution": _with_bias(2),
    # its default is to have none
    "Deconvolution": lambda attributes: (
        2 + (attributes.get("no_bias", "True") in ("False", "false", "0"))
    ),
    "FullyConnected": _with_bias(2),
    "_contrib_quantized_conv": lambda attributes: 9 - 3 * _has(attributes, "no_bias"),
    "_contrib_quantized_fully_connected": lambda attributes: (
        9 - 3 * _has(attributes, "no_bias")
    ),
    "Concat": _listed,
    "stack": _listed,
    "add_n": _listed,
    "_rnn_param_concat": _listed,
    "_contrib_quantized_concat": lambda attributes: 3 * _listed(attributes),
    "amp_multicast": lambda attributes: int(attributes.get("num_outputs", "0")),
    "RNN": _of_rnn,
    "SequenceLast": _with("use_sequence_length"),
    "SequenceMask": _with("use_sequence_length"),
    "SequenceReverse": _with("use_sequence_length"),
    "softmax": _with("use_length"),
    "log_softmax": _with("use_length"),
    "softmin": _with("use_length"),
}
"""How many arrays an operator takes by its attributes; MXNet does not always ask."""


def _num_inputs(operator: str, attributes: Mapping[str, str]) -> int | None:
    if operator in _WANTED:
        return _WANTED[operator](attributes)
    return None
