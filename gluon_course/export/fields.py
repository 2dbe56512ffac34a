"""Do the facts in ``model.json`` make sense, and are they of sane sizes?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from gluon_course.base.inputs import Input
from gluon_course.export.safe import limits

DTYPES = ("float32", "float64", "float16", "int32", "int64", "uint8", "int8")
"""Types of inputs."""


def read_inputs(meta: Mapping) -> tuple[Input, ...]:
    """The inputs in the order of the graph; older exports have one, ``data``.

    Raises
    ------
    LookupError, TypeError, ValueError
        If they are not described soundly.
    """
    if "inputs" not in meta:
        return (Input(**meta["input"]),)
    return tuple(Input(**each) for each in meta["inputs"])


def is_fit(task: str, num_classes: int, shapes: Sequence) -> bool:
    """Do outputs of these shapes say one of so many classes?"""
    shape, *others = shapes
    if not num_classes:
        return True
    if task == "detection":
        # class, score, corner box; perhaps a mask for each box
        has_boxes = len(shape) == 2 and shape[1] == 6
        are_masks = [len(each) == 3 and each[0] == shape[0] for each in others]
        return has_boxes and len(others) <= 1 and all(are_masks)
    if task == "segmentation":
        return len(shape) == 3 and shape[0] == num_classes and not others
    if task in ("classification", "sentiment"):
        return list(shape) == [num_classes] and not others
    return bool(shape) and shape[-1] == num_classes


def check_fields(meta: Mapping, files: Sequence[str]) -> None:
    """Raise LookupError, TypeError or ValueError unless what loading needs is there.

    Parameters
    ----------
    meta : mapping
        The content of ``model.json``.
    files : sequence of str
        The files that an export of its form has. Names in ``meta`` are compared with
        them and never used as paths.
    """
    if sorted(meta["files"]) != sorted(files):
        raise ValueError(f"files {sorted(meta['files'])[:4]}")
    for name in files:
        if not isinstance(meta["files"][name]["sha256"], str):
            raise TypeError(name)
        int(meta["files"][name]["bytes"])
    _check_inputs(meta)
    _check_outputs(meta["outputs"])
    _check_texts(meta)
    _check_normalisation(meta)
    _check_facts(meta)
    shapes = [each["shape"] for each in meta["outputs"]]
    if not is_fit(meta["task"], len(meta["class_names"]), shapes):
        raise ValueError(shapes)


def _check_inputs(meta: Mapping) -> None:
    sizes = meta["input"]["shape"]
    if not sizes or any(type(size) is not int or size < 1 for size in sizes):
        raise ValueError(sizes)
    if len(meta.get("inputs", ())) > limits.INPUTS:
        raise ValueError("inputs")
    inputs = read_inputs(meta)
    if len({each.name for each in inputs}) < len(inputs) or not inputs:
        raise ValueError("names of inputs")
    first = inputs[0]  # who prepares pictures looks at ``input`` alone
    said = meta["input"]["name"], tuple(sizes), meta["input"]["dtype"]
    if said != (first.name, first.shape, first.dtype):
        raise ValueError(said)
    for each in inputs:
        if each.dtype not in DTYPES or len(each.name) > limits.NAME_CHARACTERS:
            raise ValueError(each.dtype)
        if math.prod(each.batch_shape(2)) > limits.ELEMENTS:
            raise ValueError(each.shape)


def _check_outputs(outputs) -> None:
    if not (isinstance(outputs, list) and 0 < len(outputs) <= limits.HEADS):
        raise ValueError("outputs")
    for each in outputs:
        sizes = each["shape"]
        if any(type(size) is not int or size < 0 for size in sizes):
            raise ValueError(sizes)
        if len(sizes) > 32 or math.prod(sizes) > limits.ELEMENTS:
            raise ValueError(sizes)
        axis = each.get("batch_axis", 0)
        if axis is not None and not (type(axis) is int and 0 <= axis <= len(sizes)):
            raise ValueError(axis)


def is_normalisation(mean: Sequence, std: Sequence, shape: Sequence) -> bool:
    """Can pixels of inputs of this shape be normalised with these numbers?"""
    numbers = [*mean, *std]
    if not all(type(each) in (int, float) and math.isfinite(each) for each in numbers):
        return False
    channels = shape[0] if shape else 1
    is_whole = len(mean) == len(std) and len(mean) in (0, 1, channels)
    return is_whole and all(each > 0 for each in std)


def _check_normalisation(meta: Mapping) -> None:
    mean, std = meta["normalisation"]["mean"], meta["normalisation"]["std"]
    if not (isinstance(mean, list) and isinstance(std, list)):
        raise TypeError("normalisation")
    if not is_normalisation(mean, std, meta["input"]["shape"]):
        raise ValueError("normalisation")


def _check_facts(meta: Mapping) -> None:
    """What is read later on, by whoever asks the model."""
    for key in ("data", "extra", "model", "onnx"):
        if not isinstance({} if meta.get(key) is None else meta[key], dict):
            raise TypeError(key)
    for part, key, kind in (
        ("data", "name", str),
        ("data", "title", str),
        ("extra", "tokenizer", str),
        ("model", "options", dict),
        ("onnx", "batch_size", int),
    ):
        value = (meta.get(part) or {}).get(key)
        if value is not None and type(value) is not kind:
            raise TypeError(f"{part}.{key}")


def _check_texts(meta: Mapping) -> None:
    for key, most, longest in (
        ("class_names", limits.CLASS_NAMES, limits.CLASS_CHARACTERS),
        ("vocab", limits.TOKENS, limits.TOKEN_CHARACTERS),
        ("target_vocab", limits.TOKENS, limits.TOKEN_CHARACTERS),
    ):
        texts = meta["class_names"] if key == "class_names" else meta.get(key, [])
        if not isinstance(texts, list) or len(texts) > most:
            raise ValueError(key)
        if not all(isinstance(text, str) and len(text) <= longest for text in texts):
            raise TypeError(key)
    for text in (meta["task"], meta["notice"], meta["input"]["dtype"]):
        if not isinstance(text, str) or len(text) > limits.NOTICE_CHARACTERS:
            raise TypeError(str(text)[:40])
