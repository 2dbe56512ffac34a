"""The trained arrays by name: of a net, or the plain arrays that a function uses."""

from __future__ import annotations

from mxnet import gluon, nd

from gluon_course.base.errors import CheckpointError


class BlockParameters:
    """The parameters of a Block by structural name, such as ``0.weight``.

    A parameter that several layers share has several names; the first one counts.
    Running statistics are included. ``net`` must be initialized; shapes may still be
    open.
    """

    def __init__(self, net):
        seen: set[int] = set()
        self.by_name: dict[str, gluon.Parameter] = {}
        for name, parameter in net._collect_params_with_prefix().items():
            if id(parameter) not in seen:
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
        """Give a parameter a value (NumPy) on every device."""
        parameter = self.by_name[name]
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
        )
        if not fits:
            raise CheckpointError(
                f"{source}: {name} has shape {value.shape}, the net wants {shape}",
                cause,
            )
    for name, value in arrays.items():
        parameters.assign(name, value)
