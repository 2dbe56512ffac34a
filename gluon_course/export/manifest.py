"""``model.json``: what an export is, what goes in and comes out, checksums.

Normalisation is ``X = (pixels / 255 - mean) / std`` per channel, as the data room's.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

from gluon_course import __version__
from gluon_course.base.errors import ExportError
from gluon_course.base.files import checksum, read_json, write_json
from gluon_course.base.inputs import Input

MANIFEST, SYMBOL, PARAMS = "model.json", "model-symbol.json", "model-0000.params"
FORMAT, VERSION = "gluon_course export", 1
_REMEDY = "export the model again, or copy the whole folder again"


def describe(info: Mapping, inputs: Sequence[Input], outputs: Sequence[dict]) -> dict:
    """The facts of an export without its checksums.

    Parameters
    ----------
    info : mapping
        As for :func:`~gluon_course.export.export_model`.
    inputs : sequence of Input
        In the order of the graph.
    outputs : sequence of dict
        ``name``, ``shape`` without the batch axis and ``operator`` of each output;
        ``batch_axis`` where that is not the first, None where there is none.

    Returns
    -------
    dict
        JSON values only.

    Raises
    ------
    ExportError
        If class names or normalisation do not fit the net, or ``info`` holds values
        that JSON does not know.
    """
    rest = dict(info)
    class_names = [str(name) for name in rest.pop("class_names", None) or ()]
    mean = [float(value) for value in rest.pop("mean", None) or ()]
    std = [float(value) for value in rest.pop("std", None) or ()]
    task = rest.pop("task", "classification" if class_names else "")
    first = inputs[0]
    _check_classes(task, class_names, outputs)
    _check_normalisation(mean, std, first.shape)
    meta = {
        "format": FORMAT,
        "version": VERSION,
        "task": task,
        "input": {"name": first.name, "shape": first.shape, "dtype": first.dtype},
        "inputs": [each.as_dict() for each in inputs],
        "outputs": list(outputs),
        "normalisation": {"scale": 255, "mean": mean, "std": std},
        "class_names": class_names,
        "vocab": list(rest.pop("vocab", None) or ()),
        "target_vocab": list(rest.pop("target_vocab", None) or ()),
        "notice": rest.pop("notice", ""),
        "model": rest.pop("model", None),
        "data": {
            key: rest.pop(key)
            for key in ("name", "title", "shape", "is_sample", "edition")
            if key in rest
        },
        "extra": rest,
        "versions": _versions(),
    }
    try:
        return json.loads(json.dumps(meta, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise ExportError(
            f"The description of the model cannot be written as JSON ({error})",
            "info or the model's options hold objects or numbers that are not finite",
            "pass numbers, texts, lists and dicts only",
        ) from error


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


def write_manifest(folder: Path, meta: Mapping) -> dict:
    """Add the checksums of the files in ``folder`` and its own; write and return it."""
    meta = dict(meta)
    meta["files"] = {
        name: {
            "sha256": checksum(folder / name),
            "bytes": (folder / name).stat().st_size,
        }
        for name in (SYMBOL, PARAMS)
    }
    meta["checksum"] = _own_checksum(meta)
    write_json(folder / MANIFEST, meta)
    return meta


def read_manifest(folder: os.PathLike | str) -> dict:
    """The manifest of an export folder, once it and its files proved unchanged.

    Raises
    ------
    ExportError
        If the manifest or a file is missing, was changed, cut off or belongs to a
        newer version of this package.
    """
    folder = Path(folder)
    try:
        meta = read_json(folder / MANIFEST, ExportError)
    except RecursionError as error:
        raise _damaged(folder, "it is nested too deeply") from error
    if not isinstance(meta, dict) or meta.get("format") != FORMAT:
        raise _damaged(folder, f"its format is not {FORMAT!r}")
    if meta.get("version") != VERSION:
        raise ExportError(
            f"{folder / MANIFEST} has version {meta.get('version')!r}, not {VERSION}",
            "another version of gluon_course wrote it",
            "update gluon_course or export the model again",
        )
    if meta.get("checksum") != _own_checksum(meta):
        raise _damaged(folder, "its own checksum differs")
    try:
        _check_fields(meta)
    except (LookupError, TypeError, ValueError) as error:
        raise _damaged(folder, f"{error!r} in its fields") from error
    for name in (SYMBOL, PARAMS):
        _check_file(folder / name, meta["files"][name])
    return meta


def _check_fields(meta: Mapping) -> None:
    """Raise LookupError, TypeError or ValueError unless what loading needs is there."""
    for name in (SYMBOL, PARAMS):
        if not isinstance(meta["files"][name]["sha256"], str):
            raise TypeError(name)
        int(meta["files"][name]["bytes"])
    sizes = meta["input"]["shape"]
    if not sizes or any(type(size) is not int or size < 1 for size in sizes):
        raise ValueError(sizes)
    read_inputs(meta)
    for key in ("vocab", "target_vocab"):
        if not all(isinstance(token, str) for token in meta.get(key, ())):
            raise TypeError(key)
    for key in ("mean", "std"):
        _ = [float(value) for value in meta["normalisation"][key]]
    shapes = [each["shape"] for each in meta["outputs"]]
    if not _is_fit(meta["task"], len(meta["class_names"]), shapes):
        raise ValueError(shapes)
    for text in (meta["task"], meta["notice"], meta["input"]["dtype"]):
        if not isinstance(text, str):
            raise TypeError(text)
    if not all(isinstance(name, str) for name in meta["class_names"]):
        raise TypeError("class_names")


def _check_file(path: Path, facts: Mapping) -> None:
    try:
        size, found = path.stat().st_size, checksum(path)
    except OSError as error:
        raise ExportError(
            f"Cannot read {path}: {error.strerror or error}",
            "the export is not complete",
            _REMEDY,
        ) from error
    if found != facts["sha256"]:
        was = f"{facts['bytes']:,} bytes were written, {size:,} are there"
        raise ExportError(
            f"{path} is not the file that was exported (sha256 {found[:12]}…)",
            "it was changed or damaged" if size == facts["bytes"] else was,
            _REMEDY,
        )


def _own_checksum(meta: Mapping) -> str:
    rest = {key: value for key, value in meta.items() if key != "checksum"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _damaged(folder: Path, reason: str) -> ExportError:
    return ExportError(
        f"{folder / MANIFEST} cannot be trusted: {reason}",
        "it was edited by hand or damaged, or is another program's",
        _REMEDY,
    )


def _check_classes(task: str, class_names: list[str], outputs: list) -> None:
    shapes = [tuple(each["shape"]) for each in outputs]
    if not _is_fit(task, len(class_names), shapes):
        said = " and ".join(map(str, shapes))
        raise ExportError(
            f"There are {len(class_names)} class names for outputs of shape {said}"
            + (f" of a net for {task}" if task else ""),
            "info describes another data set than the net was made for",
            "pass the info of the net's data set, or one name for each output",
        )


def _is_fit(task: str, num_classes: int, shapes) -> bool:
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
        return len(shape) == 3 and shape[0] == num_classes
    return bool(shape) and shape[-1] == num_classes


def _check_normalisation(mean: list, std: list, input_shape: tuple) -> None:
    channels = input_shape[:1] or (1,)
    fits = len(mean) == len(std) and len(mean) in (0, 1, *channels)
    if not fits or any(value <= 0 for value in std):
        raise ExportError(
            f"A mean {mean} and std {std} do not fit inputs of shape {input_shape}",
            action="give one mean and one positive std for each channel, or none",
        )


def _versions() -> dict[str, str]:
    import mxnet
    import numpy

    return {
        "gluon_course": __version__,
        "mxnet": mxnet.__version__,
        "numpy": numpy.__version__,
        "python": platform.python_version(),
    }
