"""Export a net as ONNX, and prove by onnxruntime that it is the net."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import mxnet as mx

from gluon_course.base.errors import ExportError
from gluon_course.base.files import new_folder, write_bytes
from gluon_course.base.tracing import describe as name_of
from gluon_course.base.tracing import flatten
from gluon_course.export import manifest
from gluon_course.export.difference import BATCH_SIZES, largest_difference
from gluon_course.export.model import Prepared, prepared
from gluon_course.export.onnx.checking import check_model
from gluon_course.export.onnx.convert import convert
from gluon_course.export.onnx.extra import require_onnx, require_runtime
from gluon_course.export.onnx.operators import preflight, refuse
from gluon_course.export.onnx.session import OnnxBlock
from gluon_course.export.onnx.ties import in_order_of, is_sorted
from gluon_course.export.safe import known
from gluon_course.export.targets import check_folder

LARGEST_BYTES = 2**31 - 1
"""More does not go into one file of protocol buffers."""
SLACK = 10
"""How far onnxruntime may be off: it adds up in another order than MXNet."""
_IN_GRAPH = "in the graph: decoding and non-maximum suppression"
_FIXED = (1, 1)
"""What is compared of a model whose batch axis is not free: two batches of one."""


def export_onnx(
    net: mx.gluon.HybridBlock,
    folder: os.PathLike | str,
    input_shape: Sequence,
    *,
    info: Mapping | None = None,
    spec: Mapping | None = None,
    dtype: str = "float32",
) -> Path:
    """Write a net as ``model.onnx`` and ``model.json``.

    Operators without a conversion are named before anything is written. The file is
    run by onnxruntime and must compute what the net does, for several batch sizes and,
    where axes are free, lengths; only then does the folder appear, whole. Where only
    the batch size of the conversion works it is fixed at 1, and ``model.json`` says so.

    Parameters
    ----------
    net, folder, input_shape, info, spec, dtype
        As for :func:`~gluon_course.export.export_model`.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ExportError
        If the net cannot be converted, or the file computes something else.
    StackError
        If the extra onnx is not installed.
    DataError
        If the folder cannot be written.

    Section: 8.1 命令式和符号式混合编程 (chapter_computational-performance/hybridize)
    """
    folder = Path(folder)
    check_folder(folder)
    require_onnx()
    require_runtime()
    ready = prepared(net, input_shape, dtype, info, spec)
    refuse(preflight(ready.symbol), name_of(net))
    content, batch_size, worst = _proved(net, ready)
    meta = {**ready.meta, "form": "onnx"}
    meta["outputs"] = _named(meta["outputs"])
    meta["onnx"] = _facts(content, batch_size, is_sorted(ready.symbol))
    meta["verified"] = {
        "batch_sizes": list(_FIXED[:1] if batch_size else BATCH_SIZES),
        "largest_difference": worst,
    }
    with new_folder(folder) as temporary:
        write_bytes(temporary / manifest.ONNX, content)
        known.remember(manifest.write_manifest(temporary, meta)["checksum"])
    return folder


def _proved(net, ready: Prepared) -> tuple[bytes, int | None, float]:
    """The file, its batch size (None: free) and its largest difference from the net."""
    try:
        return _attempt(net, ready, None)
    except ExportError as error:
        try:
            return _attempt(net, ready, 1)
        except ExportError:
            # the first reason is that of the form which is wanted
            raise error from None


def _attempt(net, ready: Prepared, batch_size: int | None):
    flat = flatten(ready.inputs)
    arrays = {name[4:]: array for name, array in ready.arrays.items()}
    size = sum(array.nbytes for array in arrays.values())
    if size > LARGEST_BYTES:
        raise ExportError(
            f"{name_of(net)} has {size / 1e9:.1f} GB of parameters",
            "a file of ONNX holds less than 2 GB",
            "export the symbol files",
        )
    outputs = _named(ready.meta["outputs"])
    model = convert(ready.symbol, arrays, flat, outputs, batch_size)
    content = model.SerializeToString()
    names = [each.name for each in flat]
    check_model(content, names, [each["name"] for each in outputs])
    block = OnnxBlock(content, flat, outputs, batch_size, ready.ctx)
    is_detector = is_sorted(ready.symbol) and len(flat) == 1
    worst = largest_difference(
        net,
        in_order_of(net, block) if is_detector else block,
        ready.inputs,
        ctx=ready.ctx,
        normalisation=ready.normalisation,
        batch_sizes=_FIXED if batch_size else BATCH_SIZES,
        slack=SLACK,
    )
    return content, batch_size, worst


def _named(outputs: Sequence[Mapping]) -> list[dict]:
    """The outputs with plain names: those of MXNet are of its operators."""
    if len(outputs) == 1:
        return [{**outputs[0], "name": "output"}]
    return [{**each, "name": f"output{i}"} for i, each in enumerate(outputs)]


def _facts(content: bytes, batch_size: int | None, has_boxes: bool) -> dict:
    model = require_onnx().load_model_from_string(content)
    return {
        "opset": model.opset_import[0].version,
        "ir_version": model.ir_version,
        "batch_is_free": batch_size is None,
        "batch_size": batch_size,
        "postprocessing": _IN_GRAPH if has_boxes else "none",
    }
