"""Load an ONNX export: the same questions and answers as a symbol export's."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import mxnet as mx

from gluon_course.base.errors import ExportError
from gluon_course.export.exported import ExportedModel
from gluon_course.export.manifest import MANIFEST, ONNX, Contents, read_contents
from gluon_course.export.onnx.checking import check_model
from gluon_course.export.onnx.extra import require_onnx
from gluon_course.export.onnx.session import OnnxBlock
from gluon_course.export.safe.guard import require_checked
from gluon_course.export.safe.onnx import check_onnx


@dataclasses.dataclass(frozen=True)
class OnnxModel(ExportedModel):
    """A model that was loaded from its ONNX export.

    Attributes
    ----------
    block : OnnxBlock
        Call it with NDArrays, one for each of ``inputs``; onnxruntime computes.
    """

    block: OnnxBlock


def load_onnx(
    folder: os.PathLike | str, ctx: mx.Context | None = None, trusted: bool = False
) -> OnnxModel:
    """Load what :func:`~gluon_course.export.export_onnx` wrote.

    Parameters
    ----------
    folder : path
        The export folder.
    ctx : Context, optional
        Where the answers are; the CPU by default.
    trusted : bool
        You know who made it: it is loaded here at once, whatever its operators are.

    Raises
    ------
    ExportError
        If it is another form of export, or a file is missing or is not the one that
        was written.
    StackError
        If the extra onnx is not installed.
    """
    folder = Path(folder)
    if not (folder / MANIFEST).is_file():
        raise ExportError(
            f"{folder} is not an export: it has no {MANIFEST}",
            "it is another folder, or the export was not finished",
            "gluon-course export RUN --to onnx makes one",
        )
    return model_of(read_contents(folder), ctx, trusted)


def model_of(
    contents: Contents, ctx: mx.Context | None = None, trusted: bool = False
) -> OnnxModel:
    """:func:`load_onnx` of files that were read."""
    folder, ctx = contents.folder, ctx or mx.cpu()
    if ONNX not in contents.files:
        raise ExportError(
            f"{folder} holds the form {contents.form!r}, which MXNet loads",
            action="load it with gluon_course.export.load_exported(folder)",
        )
    content, meta, inputs = contents.files[ONNX], contents.meta, contents.inputs
    names = [each["name"] for each in meta["outputs"]]
    batch_size = _batch_size(folder, meta)
    require_onnx()
    if not trusted:
        check_onnx(content, folder / ONNX)
    # onnx's own checker is native code: it reads what ours has read before
    check_model(content, [each.name for each in inputs], names)
    if not trusted:
        require_checked(contents)
    block = OnnxBlock(content, inputs, meta["outputs"], batch_size, ctx)
    return OnnxModel(block, meta, ctx, folder)


def _batch_size(folder: Path, meta) -> int | None:
    facts = meta.get("onnx")
    size = facts.get("batch_size") if isinstance(facts, dict) else 0
    if size is None or (type(size) is int and size > 0):
        return size
    raise ExportError(
        f"{folder / MANIFEST} does not say the size of its batches",
        "it was edited by hand",
        "export the model again",
    )
