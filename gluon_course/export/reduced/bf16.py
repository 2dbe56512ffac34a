"""Export a net that computes in bfloat16: half the bytes, float32's range."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import mxnet as mx
from mxnet.contrib import amp
from mxnet.contrib.amp.lists.symbol_bf16 import FP32_FUNCS

from gluon_course.base.errors import ExportError, reason_of
from gluon_course.base.instructions import BFLOAT16, has_bfloat16
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
)


def export_bf16(
    net: mx.gluon.HybridBlock,
    folder: os.PathLike | str,
    input_shape: Sequence,
    *,
    judge: Judge | None = None,
    max_drop: float = MAX_DROP,
    is_forced: bool = False,
    rounds: int = 5,
    info: Mapping | None = None,
    spec: Mapping | None = None,
) -> Path:
    """Write a net as bfloat16: convolutions and dense layers, and what stands between.

    Inputs and outputs stay float32. What MXNet has not in bfloat16, recurrent layers
    and embeddings among it, stays float32, too. ``model.json`` has the speed beside
    float32 on this machine: small nets gain nothing.

    Parameters
    ----------
    net, folder, input_shape, judge, max_drop, rounds, info, spec
        As for :func:`~gluon_course.export.export_int8`.
    is_forced : bool
        Write it whatever the drop is, and on processors without bfloat16.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ExportError
        If the processor has no bfloat16, the net cannot be exported or has no layer
        that computes in it, or the drop is larger than allowed. ``folder`` is then as
        it was.

    Section: 8.1 命令式和符号式混合编程 (chapter_computational-performance/hybridize)
    """
    if not (is_forced or has_bfloat16()):
        raise ExportError(
            "This processor does not multiply bfloat16",
            f"/proc/cpuinfo has none of {', '.join(BFLOAT16)}, so that it would be "
            "slower than float32",
            "export it as symbol or int8, or take it as it is with --force",
        )

    def convert(plain: ExportedModel):
        check_float32(plain, "bf16")
        arrays = flatten(sample_batch(list(plain.inputs), 2, mx.cpu()))
        try:
            graph, values = _converted(plain.block, arrays)
        except (mx.MXNetError, ValueError, TypeError, AssertionError) as error:
            raise ExportError(
                f"MXNet cannot compute this net in bfloat16: {reason_of(error)}",
                "one of its operators has no such form",
                "export it as symbol or int8",
            ) from error
        # a structured type: NumPy has no bfloat16 of its own
        in_bf16 = [name[4:] for name, each in values.items() if each.dtype.names]
        if not in_bf16:
            raise NoReducedLayerError(
                "No layer of this net can compute in bfloat16",
                "MXNet has it for convolutions and dense layers",
                "export it as symbol or int8",
            )
        in_float = [name[4:] for name, each in values.items() if not each.dtype.names]
        return graph, values, {"parameters": in_bf16, "float": in_float}

    proof = Proof(judge, max_drop, is_forced, rounds)
    return export_reduced(
        net, folder, input_shape, "bf16", convert, proof, info=info, spec=spec
    )


def _converted(block: mx.gluon.SymbolBlock, arrays: list) -> tuple[str, dict]:
    """The graph in bfloat16 and its arrays.

    MXNet joins what it is given, and fails where that is of two types. Then what is
    joined is made float32 first.
    """
    for fp32_ops in (None, [*FP32_FUNCS, "Concat"]):
        try:
            with warnings.catch_warnings():
                # the type of the input follows from the parameters, later
                warnings.filterwarnings("ignore", "Cannot decide type", UserWarning)
                converted = amp.convert_hybrid_block(
                    block,
                    target_dtype="bfloat16",
                    fp32_ops=fp32_ops,
                    ctx=mx.cpu(),
                    cast_optional_params=True,
                )
            return graph_of(converted, arrays)
        except mx.MXNetError as error:
            failure = error
    raise failure
