"""Load an export of any form; its manifest says which one it is."""

from __future__ import annotations

import os

import mxnet as mx

from gluon_course.export.exported import ExportedModel, contents_of, model_of


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
    contents = contents_of(folder)
    if contents.form == "onnx":
        from gluon_course.export.onnx import loaded

        return loaded.model_of(contents, ctx, trusted)
    return model_of(contents, ctx, trusted)
