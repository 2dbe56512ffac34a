"""The forms whose speed is measured, each made ready to run on batches."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import mxnet as mx

from gluon_course.base.errors import ExportError
from gluon_course.base.tracing import flatten
from gluon_course.export.difference import sample_batch
from gluon_course.export.exported import import_block, load_exported
from gluon_course.export.graph_files import graph_arrays, traced, write_graph

SPEED_FORMS = {
    "imperative": "MXNet, operator by operator",
    "hybridized": "MXNet, one graph with static memory and shapes",
    "fused": "the same, with oneDNN's fusion of layers",
    "int8": "quantized: eight-bit whole numbers",
    "bf16": "converted: brain floating point of 16 bits",
    "onnx": "onnxruntime, all its optimizations",
}
"""Form -> what computes it."""
APPROXIMATE = ("int8", "bf16")
"""Forms that compute nearly the same, not the same."""
CALIBRATION = 16
"""Samples in each of the two batches from which int8 takes the layers' ranges."""
BACKEND = "MKLDNN"
"""MXNet's name of oneDNN's fusion."""

Prepared = Callable[[list], Callable[[], list]]
"""From the arrays of a batch to a function that computes its outputs."""


@dataclasses.dataclass(frozen=True)
class Subject:
    """A net whose forms are measured.

    Attributes
    ----------
    net : HybridBlock
        Initialised, run once.
    inputs : list
        Its inputs, nested as its arguments.
    ctx : Context
    folder : Path
        For the files of the forms.
    """

    net: mx.gluon.HybridBlock
    inputs: list
    ctx: mx.Context
    folder: Path

    @property
    def names(self) -> list[str]:
        """Names of the inputs, in order."""
        return [each.name for each in flatten(self.inputs)]

    def block(self) -> mx.gluon.SymbolBlock:
        """A new block over the net's graph; forms are optimized apart."""
        folder = self.folder / "symbol"
        if not folder.exists():
            folder.mkdir(parents=True)
            symbol = traced(self.net, self.inputs)
            write_graph(folder, symbol, graph_arrays(self.net, symbol, self.names))
        return import_block(folder, self.ctx, self.names)


def prepare(form: str, subject: Subject) -> Prepared:
    """Make a form ready.

    Parameters
    ----------
    form : str
        One of :data:`SPEED_FORMS`.
    subject : Subject

    Returns
    -------
    callable
        From the arrays of a batch (nested as the net's arguments) to a function that
        computes the outputs, as a list.

    Raises
    ------
    CourseError, MXNetError
        If the net has no such form here.
    """
    return _MAKERS[form](subject)


def _imperative(subject: Subject) -> Prepared:
    if isinstance(subject.net, mx.gluon.SymbolBlock):
        raise ExportError("An export is a graph; only its code runs imperatively")
    return lambda arrays: lambda: flatten(subject.net(*arrays))


def _hybridized(subject: Subject) -> Prepared:
    return _static(subject.block())


def _fused(subject: Subject) -> Prepared:
    if subject.ctx.device_type != "cpu":
        raise ExportError("oneDNN computes on the CPU only")
    block = subject.block()
    flat = flatten(sample_batch(subject.inputs, 1, subject.ctx))
    block.optimize_for(*flat, backend=BACKEND, static_alloc=True, static_shape=True)
    return _ready(block)


def _int8(subject: Subject) -> Prepared:
    from gluon_course.export.reduced.int8 import export_int8

    batches = [
        flatten(sample_batch(subject.inputs, CALIBRATION, subject.ctx, seed=seed))
        for seed in range(2)
    ]
    folder = subject.folder / "int8"
    export_int8(subject.net, folder, subject.inputs, batches, rounds=0)
    return _static(load_exported(folder, subject.ctx).block)


def _bf16(subject: Subject) -> Prepared:
    from gluon_course.export.reduced.bf16 import export_bf16

    folder = subject.folder / "bf16"
    export_bf16(subject.net, folder, subject.inputs, rounds=0)
    return _static(load_exported(folder, subject.ctx).block)


def _onnx(subject: Subject) -> Prepared:
    from gluon_course.export.onnx.loaded import load_onnx
    from gluon_course.export.onnx.model import export_onnx

    folder = subject.folder / "onnx"
    export_onnx(subject.net, folder, subject.inputs)
    return _ready(load_onnx(folder, subject.ctx).block)


def _static(block) -> Prepared:
    block.hybridize(static_alloc=True, static_shape=True)
    return _ready(block)


def _ready(block) -> Prepared:
    def ready(arrays):
        flat = flatten(arrays)
        return lambda: flatten(block(*flat))

    return ready


_MAKERS: dict[str, Callable[[Subject], Prepared]] = {
    "imperative": _imperative,
    "hybridized": _hybridized,
    "fused": _fused,
    "int8": _int8,
    "bf16": _bf16,
    "onnx": _onnx,
}
