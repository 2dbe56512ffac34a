"""The trained arrays by name: of a net, or the plain arrays that a function uses."""

from __future__ import annotations

from pathlib import Path

from mxnet import gluon, nd
from mxnet.context import current_context

from gluon_course.base.errors import CheckpointError
from gluon_course.base.params_file import BFLOAT16, read_params, write_params


class BlockParameters:
    """The parameters of a Block by structural name, such as ``0.weight``.

    A parameter that several layers share has several names; the first one counts.
    Running statistics are included. ``net`` must be initialized; shapes may still be
    open.
    """

    def __init__(self, net):
        seen: set[int] = set()
        self.by_name: dict[str, gluon.Parameter] = {}
        self.aliases: set[str] = set()
        for name, parameter in net._collect_params_with_prefix().items():
            if id(parameter) in seen:
                self.aliases.add(name)
            else:
                seen.add(id(parameter))
                self.by_name[name] = parameter

    @property
    def trained(self) -> list[gluon.Parameter]:
        """Those that take a gradient."""
        return [p for p in self.by_name.values() if p.grad_req != "null"]

    def arrays(self) -> dict[str, nd.NDArray]:
        """The values, from the first device."""
        return {name: p.list_data()[0] for name, p in self.by_name.items()}

    def shapes(self) -> dict[str, tuple]:
        """The shapes; 0 or -1 stands for a size that is not known yet."""
        return {name: p.shape for name, p in self.by_name.items()}

    def assign(self, name: str, value) -> None:
        """Give a parameter a value (NumPy) on every device.

        One that was never initialized comes to be on the current device.
        """
        parameter = self.by_name[name]
        if parameter._data is None and not parameter._deferred_init:
            parameter.initialize()
        parameter.set_data(nd.array(value, dtype=value.dtype))
        if parameter._deferred_init:
            parameter._finish_deferred_init()

    def on_device(self, index: int, device: int) -> nd.NDArray:
        """Parameter number ``index`` on device number ``device``."""
        return list(self.by_name.values())[index].list_data()[device]

    def average_statistics(self) -> None:
        """Make the running statistics of all devices equal: their mean.

        Each device saw its own part of every batch. Without this, evaluation would
        depend on the device, and a checkpoint would lose what the others know.
        """
        for parameter in self.by_name.values():
            if parameter.grad_req == "null":
                copies = parameter.list_data()
                mean = sum(each.as_in_context(copies[0].context) for each in copies)
                parameter.set_data(mean / len(copies))


def initialize(net, init, devices) -> None:
    """Initialize what needs it, and move the rest to the devices."""
    parameters = net.collect_params()
    if init is not None:
        net.initialize(init, ctx=devices, force_reinit=True)
        return
    for parameter in parameters.values():
        is_new = parameter._data is None and not parameter._deferred_init
        if is_new:
            parameter.initialize(ctx=devices)
        elif parameter.list_ctx() != devices:
            parameter.reset_ctx(devices)


def save_parameters(net, path) -> Path:
    """Write a net's parameters to a file, whole or not at all.

    The file is as that of ``net.save_parameters``, except that a parameter shared by
    layers is written once.

    Parameters
    ----------
    net : Block
        Initialized, after a first forward pass where shapes were left open.
    path : path
        The file.

    Raises
    ------
    CheckpointError
        If the net has no values yet.
    DataError
        If the file cannot be written.

    Section: 4.5 读取和存储 (chapter_deep-learning-computation/read-write)
    """
    try:
        arrays = BlockParameters(net).arrays()
    except RuntimeError as error:  # MXNet's, for both kinds of missing values
        raise CheckpointError(
            f"{type(net).__name__} has no parameters to write yet",
            "it is not initialized, or waits for a first batch to know its shapes",
            "call net.initialize() and net(X)",
        ) from error
    return write_params(path, arrays)


def load_parameters(net, path, ctx=None) -> None:
    """Give a net the parameters of a file, after checking it; nothing is unpickled.

    Parameters
    ----------
    net : Block
        Initialized or not; a file of ``net.save_parameters`` fits as well.
    path : path
        The file.
    ctx : mx.Context, optional
        Where parameters that were never initialized go; the current device if None.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or of another net; the net is unchanged then.

    Section: 4.5 读取和存储 (chapter_deep-learning-computation/read-write)
    """
    parameters = BlockParameters(net)
    arrays = read_params(path)
    own = {name: arrays[name] for name in arrays if name not in parameters.aliases}
    with ctx or current_context():
        set_all(parameters, own, path)


class ArrayParameters:
    """NDArrays with gradients attached, numbered in the given order."""

    def __init__(self, arrays):
        self.by_name = {str(i): array for i, array in enumerate(arrays)}
        self.trained = list(self.by_name.values())

    def arrays(self) -> dict[str, nd.NDArray]:
        """The arrays themselves."""
        return dict(self.by_name)

    def shapes(self) -> dict[str, tuple]:
        """Their shapes."""
        return {name: array.shape for name, array in self.by_name.items()}

    def assign(self, name: str, value) -> None:
        """Give an array a value (NumPy)."""
        self.by_name[name][:] = nd.array(value, dtype=value.dtype)

    def on_device(self, index: int, device: int) -> nd.NDArray:
        """Array number ``index``; there is one device."""
        return self.trained[index]


def set_all(parameters, arrays: dict, source) -> None:
    """Give every parameter the value of its name, after comparing names and shapes.

    Parameters
    ----------
    parameters : BlockParameters or ArrayParameters
        What is to be set.
    arrays : dict of str to numpy.ndarray
        The values.
    source : path
        Where they came from, for messages.

    Raises
    ------
    CheckpointError
        If a name is missing or too many, or a shape differs; nothing is set then.
    """
    cause = "it was written by another model or with other options"
    wanted = parameters.shapes()
    if set(arrays) != set(wanted):
        missing = sorted(set(wanted) - set(arrays))[:3]
        extra = sorted(set(arrays) - set(wanted))[:3]
        raise CheckpointError(
            f"{source} holds the parameters of another net (it lacks {missing}, it has"
            f" {extra} too many)",
            cause,
        )
    for name, value in arrays.items():
        shape = wanted[name]
        fits = shape is None or (
            len(shape) == value.ndim
            and all(known in (0, -1, size) for known, size in zip(shape, value.shape))
            and 0 not in value.shape
            and value.dtype != BFLOAT16
        )
        if not fits:
            raise CheckpointError(
                f"{source}: {name} has shape {value.shape}, the net wants {shape}"
                + (", and no bfloat16" if value.dtype == BFLOAT16 else ""),
                cause,
            )
    for name, value in arrays.items():
        parameters.assign(name, value)
