"""Export a net to a folder that MXNet alone can load, and prove that it is the net."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import mxnet as mx
import numpy as np

from gluon_course.base.errors import CourseError, ExportError, reason_of
from gluon_course.base.files import new_folder
from gluon_course.base.inputs import Input
from gluon_course.base.tracing import describe as name_of
from gluon_course.base.tracing import flatten
from gluon_course.export import manifest
from gluon_course.export.difference import (
    BATCH_SIZES,
    as_inputs,
    largest_difference,
    sample_batch,
)
from gluon_course.export.exported import import_block
from gluon_course.export.fields import DTYPES
from gluon_course.export.graph_files import graph_arrays, traced, write_graph
from gluon_course.export.outputs import describe_outputs
from gluon_course.export.safe import known
from gluon_course.export.targets import check_folder


def export_model(
    net: mx.gluon.HybridBlock,
    folder: os.PathLike | str,
    input_shape: Sequence,
    *,
    dtype: str = "float32",
    info: Mapping | None = None,
    spec: Mapping | None = None,
) -> Path:
    """Write a net as ``model-symbol.json``, ``model-0000.params`` and ``model.json``.

    The first two are what Gluon's own ``export`` writes: any MXNet loads them. The net
    is traced, which is what ``hybridize`` does, but stays as it was. The files are
    loaded again and must compute what the net does, for several batch sizes; only then
    does the folder appear, whole.

    Parameters
    ----------
    net : HybridBlock
        With finite parameters, on any device.
    folder : path
        Made anew; an older export there is replaced.
    input_shape : sequence of int, or nested sequence of Input
        One sample without the batch axis, (C, H, W) for pictures. For a net with
        several inputs each is an :class:`~gluon_course.base.inputs.Input`, in lists
        where the net's arguments are lists: ``[tokens, [state, cell]]``. In the files
        inputs and outputs are flat, in this order.
    dtype : str
        Type of the one input where a shape is given: that of the parameters, or an
        integer type.
    info : mapping or DataInfo, optional
        ``class_names``, ``mean``, ``std``, ``notice``, ``task``, the data set's name
        and title; whatever else there is is kept as ``extra``.
    spec : mapping, optional
        ``{"model": ..., "options": ...}`` to build the net anew; ``net.spec`` by
        default.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ExportError
        If the net cannot be exported; the message says why and what to do.
    DataError
        If the folder cannot be written.

    Section: 8.1 命令式和符号式混合编程 (chapter_computational-performance/hybridize)
    """
    folder = Path(folder)
    check_folder(folder)
    ready = prepared(net, input_shape, dtype, info, spec)
    meta, names = ready.meta, [each.name for each in flatten(ready.inputs)]
    with new_folder(folder) as temporary:
        write_graph(temporary, ready.symbol, ready.arrays)
        block = import_block(temporary, ready.ctx, names)
        worst = largest_difference(
            net,
            block,
            ready.inputs,
            ctx=ready.ctx,
            normalisation=ready.normalisation,
        )
        meta["verified"] = {
            "batch_sizes": list(BATCH_SIZES),
            "largest_difference": worst,
        }
        known.remember(manifest.write_manifest(temporary, meta)["checksum"])
    return folder


@dataclasses.dataclass(frozen=True)
class Prepared:
    """A net that was found fit for an export, of whatever form.

    Attributes
    ----------
    inputs : list
        What goes in, nested as the net's arguments are.
    symbol : Symbol
        Its graph.
    arrays : dict of str to numpy.ndarray
        Parameters by MXNet's names, ``arg:`` or ``aux:`` in front.
    meta : dict
        Its description, without checksums and what was verified.
    ctx : Context
        Where the parameters are.
    normalisation : (mean, std)
        Of the net's data, per channel.
    """

    inputs: list
    symbol: mx.sym.Symbol
    arrays: dict
    meta: dict
    ctx: mx.Context
    normalisation: tuple


def prepared(net, input_shape, dtype="float32", info=None, spec=None) -> Prepared:
    """Check a net and describe it; parameters as for :func:`export_model`.

    Raises
    ------
    ExportError
        If it cannot be exported in any form.
    """
    inputs, ctx, shapes = runnable(net, input_shape, dtype)
    flat = flatten(inputs)
    facts = dict(info.as_dict() if hasattr(info, "as_dict") else info or {})
    facts["model"] = spec if spec is not None else getattr(net, "spec", None)
    normalisation = (facts.get("mean") or (), facts.get("std") or ())
    symbol = traced(net, inputs)
    meta = manifest.describe(facts, flat, describe_outputs(symbol, flat, shapes, net))
    arrays = graph_arrays(net, symbol, [each.name for each in flat])
    return Prepared(inputs, symbol, arrays, meta, ctx, normalisation)


def runnable(net, input_shape, dtype="float32") -> tuple[list, mx.Context, list]:
    """The inputs of a net, where it is, and the shapes of its outputs, once it has run.

    Raises
    ------
    ExportError
        If it is no HybridBlock, has no parameters yet or does not take such inputs.
    """
    _check_block(net)
    inputs = _checked_inputs(input_shape, dtype)
    ctx = _check_parameters(net, flatten(inputs))
    return inputs, ctx, run_once(net, inputs, ctx)


def _check_block(net) -> None:
    if isinstance(net, mx.gluon.HybridBlock):
        return
    what = type(net).__name__
    if isinstance(net, mx.gluon.nn.Sequential):
        raise ExportError(
            f"The net is a {what} and cannot be exported",
            "Sequential runs Python for every batch and has no graph",
            "build it as nn.HybridSequential (section 8.1)",
        )
    raise ExportError(
        f"The net is a {what} and cannot be exported",
        "only HybridBlocks have a graph; a plain Block is Python code",
        "derive it from nn.HybridBlock and write hybrid_forward (section 8.1)",
    )


def _checked_inputs(input_shape: Sequence, dtype: str) -> list:
    """The inputs in nested lists; a shape is that of one input called ``data``."""
    try:
        inputs = as_inputs(input_shape, dtype)
        flat = flatten(inputs)
        if not all(isinstance(each, Input) for each in flat) or not flat[0].shape:
            raise TypeError
    except (CourseError, TypeError, ValueError, IndexError) as error:
        raise ExportError(
            f"The input shape {input_shape!r} is no shape of one sample",
            action="give positive sizes without the batch axis, such as (1, 28, 28), "
            "or an Input for each argument of the net",
        ) from error
    names = [each.name for each in flat]
    if len(set(names)) < len(names):
        raise ExportError(f"The inputs {names} share a name", action="name each")
    return inputs


def _check_parameters(net, inputs: Sequence[Input]) -> mx.Context:
    """Check that the parameters are there and finite; return where they are."""
    for dtype in (each.dtype for each in inputs):
        if dtype not in DTYPES:
            raise ExportError(
                f"Inputs of type {dtype!r}", action=f"choose from {DTYPES}"
            )
    types, ctx = set(), None
    for parameter in net.collect_params().values():
        try:
            places = parameter.list_ctx()
        except RuntimeError as error:
            raise ExportError(
                f"The parameter {parameter.name!r} has no values",
                "the net was not initialised, trained or loaded",
                "call net.initialize() or net.load_parameters(file) first",
            ) from error
        ctx = ctx or places[0]
        types.add(np.dtype(parameter.dtype))
    names = sorted(each.name for each in types if np.issubdtype(each, np.floating))
    for dtype in (each.dtype for each in inputs):
        is_float = np.issubdtype(np.dtype(dtype), np.floating)
        if names and is_float and dtype not in names:
            raise ExportError(
                f"The input is {dtype} but the net computes in {' and '.join(names)}",
                "the net was cast",
                f"pass dtype={names[0]!r}, or net.cast({dtype!r}) first",
            )
    return ctx or mx.cpu()


def run_once(net, inputs: list, ctx) -> list[tuple]:
    """Run the net on one batch, which fixes deferred shapes; shapes of the outputs.

    Raises
    ------
    ExportError
        If it does not run.
    """
    first = flatten(inputs)[0]
    shape, dtype = first.shape, first.dtype
    try:
        with mx.autograd.pause():
            outputs = flatten(net(*sample_batch(inputs, 2, ctx)))
        mx.nd.waitall()
        return [each.shape for each in outputs]
    except Exception as error:  # whatever the net's own code raises
        what = f"{name_of(net)} fails on a batch of {shape}: {reason_of(error)}"
        if dtype == "float16" and ctx.device_type == "cpu":
            raise ExportError(
                what,
                "MXNet lacks float16 on the CPU for some layers",
                "net.cast('float32') first, or export it where the GPU is",
            ) from error
        raise ExportError(
            what,
            f"one sample has another shape than {shape}, or forward has a mistake",
            "pass the shape of one sample as in training, without the batch axis",
        ) from error
