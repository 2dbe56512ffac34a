"""Export a net that multiplies whole numbers of 8 bits: smaller, faster, less exact."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import mxnet as mx

from gluon_course.base.errors import ExportError, reason_of
from gluon_course.base.tracing import flatten
from gluon_course.export.difference import sample_batch
from gluon_course.export.exported import ExportedModel
from gluon_course.export.reduced.judge import MAX_DROP, Judge
from gluon_course.export.reduced.proof import (
    NoReducedLayerError,
    Proof,
    check_float32,
    export_reduced,
    graph_of,
    read_graph,
)
from gluon_course.export.reduced.quantization import layers, operators, quantized

NUM_CALIBRATION = 512
"""Samples that the ranges of layers are taken from."""


def export_int8(
    net: mx.gluon.HybridBlock,
    folder: os.PathLike | str,
    input_shape: Sequence,
    calib_iter: Iterable,
    *,
    judge: Judge | None = None,
    max_drop: float = MAX_DROP,
    is_forced: bool = False,
    mode: str = "naive",
    num_calibration: int = NUM_CALIBRATION,
    rounds: int = 5,
    info: Mapping | None = None,
    spec: Mapping | None = None,
) -> Path:
    """Write a net as int8: files that MXNet alone can load, on CPUs only.

    Layers that MXNet has in int8 compute in it, the others stay float32 and are named
    in ``model.json``. Dense layers and embeddings are stored in int8, too, which is a
    quarter of the bytes; convolutions are stored in float32, because what is folded
    into them comes in while they are loaded.

    Parameters
    ----------
    net, folder, input_shape, info, spec
        As for :func:`~gluon_course.export.export_model`; float32 nets only.
    calib_iter : iterable
        Real batches, normalised as in training: X, or (X, y) of which y is not looked
        at, or one array for each input.
    judge : Judge, optional
        Measures the float32 export and this one by their files, on samples that are
        in neither the training nor the calibration set; :func:`accuracy_judge` makes
        one. None: only the outputs' differences on random inputs are recorded.
    max_drop : float
        Largest drop of the judge's figure, 0..1: see :class:`Judge`.
    is_forced : bool
        Write it whatever the drop is; ``model.json`` says so.
    mode : str
        ``'naive'`` takes the whole range of a layer's numbers, ``'entropy'`` cuts off
        rare large ones.
    num_calibration : int
        Samples of ``calib_iter`` to look at.
    rounds : int
        Measurements of the speed; 0 for none.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ExportError
        If the net cannot be exported or has nothing to compute in int8, or if the drop
        is larger than allowed. ``folder`` is then as it was.
    ConfigError, DataError
        For a wrong option, or batches that do not fit.

    Section: 8.1 命令式和符号式混合编程 (chapter_computational-performance/hybridize)
    """

    def convert(plain: ExportedModel):
        check_float32(plain, "int8")
        block, num_seen = quantized(
            plain.block, plain.inputs, calib_iter, num_calibration, mode
        )
        arrays = flatten(sample_batch(list(plain.inputs), 2, mx.cpu()))
        try:
            graph, values = graph_of(block, arrays)
        except mx.MXNetError as error:
            raise ExportError(
                f"The net does not run in int8: {reason_of(error)}",
                "one of its operators has no int8 form that works",
                "export it as symbol, bf16 or onnx",
            ) from error
        names = [each.name for each in plain.inputs]
        in_int8, in_float = layers(read_graph(graph), names)
        if not in_int8:
            found = ", ".join(operators(read_graph(graph)))
            raise NoReducedLayerError(
                "No layer of this net can compute in int8",
                f"MXNet has no int8 form of what it consists of: {found}",
                "export it as symbol, bf16 or onnx",
            )
        calibration = {"mode": mode, "samples": num_seen}
        facts = {"calibration": calibration, "layers": in_int8, "float": in_float}
        return graph, values, facts

    proof = Proof(judge, max_drop, is_forced, rounds)
    return export_reduced(
        net, folder, input_shape, "int8", convert, proof, info=info, spec=spec
    )
