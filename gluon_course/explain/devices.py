"""Moving data and nets: an array is copied to a device, a net moves there itself."""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence

import mxnet as mx
from mxnet import nd
from mxnet.gluon import nn
from mxnet.gluon.block import Block

from gluon_course.base.devices import parse_devices
from gluon_course.base.errors import ConfigError, DeviceError
from gluon_course.base.gpu import Gpu
from gluon_course.explain.memory import shares_memory
from gluon_course.explain.topic import Answer, Check, Table, register_topic


def as_device(data, ctx: mx.Context | str = "auto", gpus: Sequence[Gpu] | None = None):
    """Bring arrays, lists and dicts of arrays, or a net, to a device.

    Where the device cannot be used, the CPU is taken and the reason is said once, on
    stderr.

    Parameters
    ----------
    data : NDArray, list, tuple, dict, Block, or anything else
        Lists, tuples and dicts may hold each other. What is none of these lives on no
        device (numbers, texts, NumPy arrays) and is returned as it is.
    ctx : mx.Context or str
        One device, such as ``mx.gpu(0)`` or ``'gpu:1'``; ``'auto'`` is the first GPU
        that MXNet can use.
    gpus : sequence of Gpu, optional
        The GPUs of the machine; asked from MXNet and the driver when left out.

    Returns
    -------
    object of the kind of ``data``
        An array that is on the device already is returned itself, any other array as a
        copy there. A net is moved in place and returned: do it before a Trainer is
        made for it. Arrays that were taken out of it stay where they were.

    Raises
    ------
    ConfigError
        If ``ctx`` names several devices or none that is known.
    DeviceError
        If a net is not initialized yet.

    Section: 4.6 GPU计算 (chapter_deep-learning-computation/use-gpu)
    """
    context, reason = usable_device(ctx, gpus)
    if reason:
        _say_once(f"{reason}: taking the CPU.")
    return _moved(data, context)


def usable_device(
    ctx: mx.Context | str, gpus: Sequence[Gpu] | None = None
) -> tuple[mx.Context, str]:
    """The device, or the CPU and the reason why.

    Parameters
    ----------
    ctx, gpus
        As for :func:`as_device`.

    Returns
    -------
    mx.Context, str
        The reason is empty where the device can be used.

    Raises
    ------
    ConfigError
        If ``ctx`` names several devices or none that is known.

    Section: 4.6 GPU计算 (chapter_deep-learning-computation/use-gpu)
    """
    if isinstance(ctx, mx.Context):
        if ctx.device_type != "gpu":
            return ctx, ""
        ctx = f"gpu:{ctx.device_id}"
    try:
        found = parse_devices(ctx, None if gpus is None else list(gpus))
    except DeviceError as error:
        return mx.cpu(), error.what.rstrip(".")
    if len(found) > 1:
        raise ConfigError(
            f"{ctx!r} names {len(found)} devices",
            "data are moved to one",
            "split a batch with gluon.utils.split_and_load (section 8.5)",
        )
    return found[0], ""


@register_topic("devices", "How do data and nets get to another device?", "4.6, 5.5")
def devices() -> Answer:
    """Arrays, a dict and a net moved from ``cpu(0)`` to ``cpu(1)``, and to no GPU."""
    target = mx.cpu(1)
    X = nd.ones((2, 3))
    moved = as_device({"X": X, "more": [X, (X, "a text")]}, target)
    net = nn.Dense(2, in_units=3)
    net.initialize()
    before = net.weight.data()
    same_net = as_device(net, target) is net
    fallen, reason = usable_device("gpu:0", gpus=[])
    rows = [
        ("X", X.context, "X = X.as_in_context(ctx)", moved["X"].context),
        (
            "{'X': X, 'more': [..]}",
            X.context,
            "as_device(..)",
            moved["more"][0].context,
        ),
        (
            "net",
            before.context,
            "net.collect_params().reset_ctx(ctx)",
            net.weight.data().context,
        ),
    ]
    return Answer(
        "as_in_context returns a copy on the other device and leaves the array where "
        "it is, so keep what it returns; on its own device it returns the array. "
        "A net is moved in place by reset_ctx. PyTorch draws the same line between "
        "tensor.cuda() and model.to(device). Operands of one operation must be on one "
        "device. as_device does all of this, and takes the CPU where there is no GPU.",
        tables=[Table(("data", "on", "code", "then on"), rows)],
        checks=[
            Check(
                "the moved array is a copy, the old one stays",
                moved["X"].context == target
                and X.context == mx.cpu()
                and not shares_memory(moved["X"], X),
            ),
            Check(
                "on its own device an array is returned itself",
                as_device(X, X.context) is X,
            ),
            Check(
                "lists, tuples and dicts are moved inside, other values stay",
                moved["more"][1][0].context == target
                and moved["more"][1][1] == "a text",
            ),
            Check(
                "a net stays the same object, and computes on the new device",
                same_net and net(moved["X"]).context == target,
            ),
            Check(
                "an array taken out of the net before stays where it was",
                before.context == mx.cpu(),
            ),
            Check(
                "without a GPU gpu:0 becomes the CPU, with the reason",
                fallen == mx.cpu() and bool(reason),
                reason,
            ),
        ],
    )


def _moved(data, context: mx.Context):
    if isinstance(data, nd.NDArray):
        return data.as_in_context(context)
    if isinstance(data, Block):
        try:
            data.collect_params().reset_ctx(context)
        except ValueError:
            raise DeviceError(
                f"The net {data.name!r} has no parameters to move",
                "it is not initialized",
                f"call net.initialize(ctx=mx.{context})",
            ) from None
        return data
    if isinstance(data, dict):
        return {key: _moved(each, context) for key, each in data.items()}
    if isinstance(data, tuple) and hasattr(data, "_fields"):  # a named one
        return type(data)(*(_moved(each, context) for each in data))
    if isinstance(data, (list, tuple)):
        return type(data)(_moved(each, context) for each in data)
    return data


@functools.cache
def _say_once(sentence: str) -> None:
    print(sentence, file=sys.stderr)
