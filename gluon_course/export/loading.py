"""Load an export of any form; its manifest says which one it is."""

from __future__ import annotations

import os
from pathlib import Path

import mxnet as mx

from gluon_course.export.exported import ExportedModel, load_exported
from gluon_course.export.manifest import MANIFEST
from gluon_course.export.safe import limits
from gluon_course.export.safe.reading import parse_json, read_file


def load_model(
    folder: os.PathLike | str, ctx: mx.Context | None = None, trusted: bool = False
) -> ExportedModel:
    """Load an export: symbol files, int8 and bf16 by MXNet, ONNX by onnxruntime.

    Parameters
    ----------
    folder : path
        The export folder.
    ctx : Context, optional
        Where to compute; the CPU by default.
    trusted : bool
        As for :func:`~gluon_course.export.load_exported`; ONNX files are always
        checked.

    Returns
    -------
    ExportedModel

    Raises
    ------
    ExportError
        If a file is missing or is not the one that was written.
    StackError
        If it is ONNX and the extra is not installed.
    """
    if form_of(folder) == "onnx":
        from gluon_course.export.onnx.loaded import load_onnx

        return load_onnx(folder, ctx, trusted)
    return load_exported(folder, ctx, trusted)


def form_of(folder: os.PathLike | str) -> str:
    """The form that a manifest names, not checked; ``symbol`` where it names none.

    Raises
    ------
    ExportError
        If the manifest is there and cannot be read.
    """
    path = Path(folder, MANIFEST)
    if not path.is_file():
        return "symbol"
    meta = parse_json(read_file(path, limits.MANIFEST_BYTES), path)
    form = meta.get("form") if isinstance(meta, dict) else None
    return form if isinstance(form, str) else "symbol"
