"""``model.json``: what an export is, what goes in and comes out, checksums.

Normalisation is ``X = (pixels / 255 - mean) / std`` per channel, as the data room's.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

from gluon_course import __version__
from gluon_course.base.errors import ExportError
from gluon_course.base.files import checksum, write_json
from gluon_course.base.inputs import Input
from gluon_course.export.fields import (
    check_fields,
    is_fit,
    is_normalisation,
    read_inputs,
)
from gluon_course.export.safe import limits
from gluon_course.export.safe.reading import parse_json, read_file

MANIFEST, SYMBOL, PARAMS = "model.json", "model-symbol.json", "model-0000.params"
ONNX = "model.onnx"
FILES = {
    "symbol": (SYMBOL, PARAMS),
    "int8": (SYMBOL, PARAMS),
    "bf16": (SYMBOL, PARAMS),
    "onnx": (ONNX,),
}
"""Form -> its files beside ``model.json``; older exports say no form and are symbol."""

FORMAT, VERSION = "gluon_course export", 1
_LARGEST = {
    SYMBOL: limits.SYMBOL_BYTES,
    PARAMS: limits.PARAMS_BYTES,
    ONNX: limits.ONNX_BYTES,
}
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


def form_of(meta: Mapping) -> str:
    """``symbol``, ``onnx``, ``int8`` or ``bf16``."""
    return meta.get("form", "symbol")


def write_manifest(folder: Path, meta: Mapping) -> dict:
    """Add the checksums of the files in ``folder`` and its own; write and return it."""
    meta = dict(meta)
    meta["files"] = {
        name: {
            "sha256": checksum(folder / name),
            "bytes": (folder / name).stat().st_size,
        }
        for name in FILES[form_of(meta)]
    }
    meta["checksum"] = _own_checksum(meta)
    write_json(folder / MANIFEST, meta)
    return meta


@dataclasses.dataclass(frozen=True)
class Contents:
    """The files of an export as they were read, once, and proved unchanged.

    Attributes
    ----------
    folder : Path
    meta : dict
        The content of ``model.json``.
    files : dict of str to bytes
        The other files by their names.
    """

    folder: Path
    meta: Mapping
    files: Mapping[str, bytes]

    @property
    def form(self) -> str:
        """``symbol``, ``onnx``, ``int8`` or ``bf16``."""
        return form_of(self.meta)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What goes in, in the order of the graph."""
        return read_inputs(self.meta)

    @property
    def key(self) -> str:
        """What tells this export from others; ``model.json`` names the other files'."""
        return self.meta["checksum"]


def read_contents(folder: os.PathLike | str) -> Contents:
    """The manifest and the files of an export folder, once they proved unchanged.

    Raises
    ------
    ExportError
        If the manifest or a file is missing, no plain file, was changed, cut off, is
        larger than any export or belongs to a newer version of this package.
    """
    folder = Path(folder)
    path = folder / MANIFEST
    meta = parse_json(read_file(path, limits.MANIFEST_BYTES), path)
    if not isinstance(meta, dict) or meta.get("format") != FORMAT:
        raise _damaged(folder, f"its format is not {FORMAT!r}")
    if meta.get("version") != VERSION:
        raise ExportError(
            f"{path} has version {str(meta.get('version'))[:20]}, not {VERSION}",
            "another version of gluon_course wrote it",
            "update gluon_course or export the model again",
        )
    if meta.get("checksum") != _own_checksum(meta):
        raise _damaged(folder, "its own checksum differs")
    try:
        names = FILES[form_of(meta)]
        check_fields(meta, names)
    except (LookupError, TypeError, ValueError, OverflowError) as error:
        raise _damaged(folder, f"{repr(error)[:200]} in its fields") from error
    files = {name: _read_unchanged(folder / name, meta) for name in names}
    return Contents(folder, meta, files)


def read_manifest(folder: os.PathLike | str) -> dict:
    """The manifest of :func:`read_contents`."""
    return dict(read_contents(folder).meta)


def _read_unchanged(path: Path, meta: Mapping) -> bytes:
    content, facts = read_file(path, _LARGEST[path.name]), meta["files"][path.name]
    found = hashlib.sha256(content).hexdigest()
    if found != facts["sha256"]:
        size, wanted = len(content), facts["bytes"]
        was = f"{wanted:,} bytes were written, {size:,} are there"
        raise ExportError(
            f"{path} is not the file that was exported (sha256 {found[:12]}…)",
            "it was changed or damaged" if size == wanted else was,
            _REMEDY,
        )
    return content


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
    if not is_fit(task, len(class_names), shapes):
        said = " and ".join(map(str, shapes))
        raise ExportError(
            f"There are {len(class_names)} class names for outputs of shape {said}"
            + (f" of a net for {task}" if task else ""),
            "info describes another data set than the net was made for",
            "pass the info of the net's data set, or one name for each output",
        )


def _check_normalisation(mean: list, std: list, input_shape: tuple) -> None:
    if not is_normalisation(mean, std, input_shape):
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
