"""Mixed precision: convolutions and dense layers in 16 bits, the rest in float32.

Parameters stay float32 and are cast inside the graph, so that gradients, updates,
checkpoints and exports are what they are without it.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import mxnet as mx
from mxnet import gluon, sym

from gluon_course.base.errors import ConfigError, DeviceError, reason_of
from gluon_course.base.instructions import BFLOAT16, has_bfloat16


def check_precision(dtype: str, net, devices: Sequence) -> None:
    """Refuse a precision that these devices do not compute, or this net cannot have.

    Parameters
    ----------
    dtype : {"float32", "float16", "bfloat16"}
    net : Block or function
    devices : sequence of mx.Context

    Raises
    ------
    DeviceError
        For float16 without a GPU, or bfloat16 without a processor that multiplies it.
    ConfigError
        If the net is no HybridBlock: there is no graph to cast in.
    """
    if dtype == "float32":
        return
    kinds = {device.device_type for device in devices}
    if dtype == "float16" and kinds != {"gpu"}:
        raise DeviceError(
            "float16 is for GPUs, and this training runs on a CPU",
            "MXNet computes it there number by number, much slower than float32",
            "take --dtype bfloat16, or float32",
        )
    if dtype == "bfloat16" and kinds != {"cpu"}:
        raise DeviceError(
            "bfloat16 is for CPUs: MXNet 1.9 has it on no GPU",
            action="take --dtype float16 on a GPU",
        )
    if dtype == "bfloat16" and not has_bfloat16():
        raise DeviceError(
            "This processor does not multiply bfloat16",
            f"/proc/cpuinfo has none of {', '.join(BFLOAT16)}, so that it would be "
            "slower than float32",
            "take --dtype float32",
        )
    if not isinstance(net, gluon.HybridBlock):
        raise ConfigError(
            f"{type(net).__name__} cannot be computed in {dtype}",
            "it is no HybridBlock, so there is no graph to cast in",
            "take --dtype float32",
        )


def mixed_graph(forward, batch: Sequence, dtype: str, blocks: Sequence):
    """A block that computes ``forward`` with casts to ``dtype`` and back.

    Parameters
    ----------
    forward : function
        Takes ``mxnet.symbol`` and the arrays of a batch as symbols; returns symbols.
    batch : sequence of NDArray
    dtype : {"float16", "bfloat16"}
    blocks : sequence of Block
        Their parameters are those of the graph.

    Returns
    -------
    gluon.SymbolBlock

    Raises
    ------
    ConfigError
        If the graph cannot be made.
    """
    names = [f"batch{i}" for i in range(len(batch))]
    inputs = [sym.var(name) for name in names]
    parameters = gluon.ParameterDict()
    for block in blocks:
        parameters.update(block.collect_params())
    try:
        graph = sym.Group(list(forward(sym, *inputs)))
        low = _cast(graph, {n: a.dtype for n, a in zip(names, batch)}, dtype)
        with warnings.catch_warnings():
            # the type of the batch follows from the parameters, later
            warnings.filterwarnings("ignore", "Cannot decide type", UserWarning)
            return gluon.SymbolBlock(low, inputs, params=parameters)
    except (mx.MXNetError, ValueError, TypeError, AssertionError) as error:
        raise ConfigError(
            f"The net cannot be computed in {dtype} ({reason_of(error)})",
            "one of its operators has no such form",
            "take --dtype float32",
        ) from error


def _cast(graph, batch, dtype):
    # here, since importing it costs a second that float32 need not pay
    from mxnet.contrib import amp
    from mxnet.contrib.amp.lists.symbol_bf16 import FP32_FUNCS

    choices: list = [None]
    if dtype == "bfloat16":
        # MXNet joins arrays of one type only, and does not always see that they differ
        choices.append([*FP32_FUNCS, "Concat"])
    for fp32_ops in choices:
        try:
            low = amp.convert_symbol(
                graph, target_dtype=dtype, data_names=list(batch), fp32_ops=fp32_ops
            )
            low.infer_type_partial(**batch)
        except mx.MXNetError as error:
            failure = error
        else:
            return low
    raise failure
