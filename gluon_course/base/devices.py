"""Devices to compute on: from an option such as ``gpu:0,1`` to MXNet contexts."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from gluon_course.base import gpu as gpus_of_driver
from gluon_course.base import simulated_gpus
from gluon_course.base.errors import ConfigError, DeviceError
from gluon_course.base.gpu import Gpu

if TYPE_CHECKING:
    import mxnet as mx

_WRITE = "Write auto, cpu, gpu, gpu:0,1 or cpu:2"
_SAID: set[str] = set()


def parse_devices(spec: str, gpus: list[Gpu] | None = None) -> list[mx.Context]:
    """The contexts that an option names.

    Parameters
    ----------
    spec : str
        ``auto``: the first GPU that MXNet can use, else the CPU. ``cpu``. ``gpu``: the
        first GPU that MXNet can use. ``gpu:0,1``: these GPUs. ``cpu:2``: two CPU
        contexts, for trying data parallelism without a GPU.
    gpus : list of Gpu, optional
        The GPUs of the machine; asked from MXNet and the driver when left out.

    Returns
    -------
    list of mx.Context
        At least one, each once.

    Raises
    ------
    ConfigError
        If ``spec`` has none of these forms.
    DeviceError
        If a GPU is asked for that is not there or that MXNet cannot use; the message
        has the reason.

    Section: 4.6 GPU计算 (chapter_deep-learning-computation/use-gpu)
    """
    import mxnet as mx

    kind, numbers = _split(spec)
    if kind == "cpu":
        return [mx.cpu(i) for i in range(numbers[0] if numbers else 1)]
    if kind == "auto":
        return [_first_usable(gpus)]
    found, reason = _gpus(gpus)
    if not numbers:
        numbers = [each.index for each in found if not each.problem][:1]
        if not numbers:
            raise _no_gpu(" ".join(f"{each.problem}." for each in found) or reason)
    by_index = {each.index: each for each in found}
    for number in numbers:
        if number not in by_index:
            have = ", ".join(f"gpu:{index}" for index in by_index)
            raise _no_gpu(reason or f"There is no gpu:{number}, only {have}")
        if by_index[number].problem:
            raise _no_gpu(by_index[number].problem)
    return [mx.gpu(number) for number in numbers]


def one_and_several(spec: str, count: int = 2) -> tuple[str, str]:
    """What to ask for to compute on one device, and on several of that kind.

    For sections that compare the two.

    Parameters
    ----------
    spec : str
        As for :func:`parse_devices`. Several devices that it names are taken. ``auto``
        means all GPUs that MXNet can use where there are ``count`` of them, else CPU
        contexts; ``cpu`` means ``count`` CPU contexts.
    count : int
        2 or more.

    Returns
    -------
    one, several : str
        Such as ``("gpu:0", "gpu:0,1")`` or ``("cpu", "cpu:2")``.

    Raises
    ------
    ConfigError
        If ``spec`` has another form.
    DeviceError
        If it names a single GPU, or one that cannot be used.

    Section: 8.4 多GPU计算 (chapter_computational-performance/multiple-gpus)
    """
    kind, _ = _split(spec)
    found = try_all_gpus() if kind == "auto" else parse_devices(spec)
    is_gpu = found[0].device_type == "gpu"
    if is_gpu and len(found) >= count:
        numbers = [str(each.device_id) for each in found]
        return f"gpu:{numbers[0]}", "gpu:" + ",".join(numbers)
    if is_gpu and kind == "gpu":
        raise DeviceError(
            f"{spec!r} is a single GPU",
            "this section compares one device with several",
            f"Name several, such as gpu:0,1, or cpu:{count}; "
            f"{simulated_gpus.VARIABLE}={count} simulates GPUs",
        )
    return "cpu", f"cpu:{max(count, len(found))}"


def try_gpu(i: int = 0, gpus: list[Gpu] | None = None) -> mx.Context:
    """``gpu(i)`` if MXNet can use it, else ``cpu()``.

    Section: 5.5 卷积神经网络（LeNet） (chapter_convolutional-neural-networks/lenet)
    """
    import mxnet as mx

    usable = [each.index for each in _gpus(gpus)[0] if not each.problem]
    return mx.gpu(i) if i in usable else mx.cpu()


def try_all_gpus(gpus: list[Gpu] | None = None) -> list[mx.Context]:
    """All GPUs that MXNet can use, else ``[cpu()]``.

    Section: 9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """
    import mxnet as mx

    usable = [each.index for each in _gpus(gpus)[0] if not each.problem]
    return [mx.gpu(index) for index in usable] or [mx.cpu()]


def _split(spec: str) -> tuple[str, list[int]]:
    match = re.fullmatch(
        r"(auto)|(cpu)(?::(\d+))?|(gpu)(?::(\d+(?:,\d+)*))?", str(spec).strip().lower()
    )
    if not match:
        raise ConfigError(f"The device {spec!r} is not known", action=_WRITE)
    auto, cpu, count, _, indices = match.groups()
    if auto:
        return "auto", []
    if cpu:
        if count is not None and not 1 <= int(count) <= 64:
            raise ConfigError(
                f"The device {spec!r} asks for {count} CPU contexts",
                action="Write cpu:N with N from 1 to 64",
            )
        return "cpu", [int(count)] if count else []
    numbers = [int(each) for each in indices.split(",")] if indices else []
    if len(set(numbers)) < len(numbers):
        raise ConfigError(f"The device {spec!r} names a GPU twice", action=_WRITE)
    return "gpu", numbers


def _first_usable(gpus: list[Gpu] | None) -> mx.Context:
    import mxnet as mx

    found, _ = _gpus(gpus)
    for each in found:
        if not each.problem:
            return mx.gpu(each.index)
    for each in found:
        _say_once(f"{each.problem}: computing on the CPU.")
    return mx.cpu()


def _gpus(given: list[Gpu] | None) -> tuple[list[Gpu], str]:
    """The GPUs that MXNet sees; when there are none, a sentence that says why."""
    import mxnet as mx

    nothing = "No NVIDIA GPU with a driver was found"
    if given is not None:
        return given, "" if given else nothing
    simulated = simulated_gpus.simulated_gpus()
    if simulated:
        return [
            Gpu(i, "simulated", gpus_of_driver.NEWEST) for i in range(simulated)
        ], ""
    if not mx.runtime.Features().is_enabled("CUDA"):
        return [], "This MXNet was built for the CPU"
    try:
        found = gpus_of_driver.list_gpus()
        count = mx.context.num_gpus() if found else 0
    except (DeviceError, mx.MXNetError) as error:
        reason = str(error).strip().splitlines()[0]
        _say_once(f"The GPU cannot be used: {reason}")
        return [], reason
    return found[:count], "" if count else nothing


def _no_gpu(reason: str) -> DeviceError:
    return DeviceError(
        reason,
        action="Use --device cpu; gluon-course doctor says what is missing. "
        f"{simulated_gpus.VARIABLE}=2 simulates two GPUs",
    )


def _say_once(sentence: str) -> None:
    if sentence not in _SAID:
        _SAID.add(sentence)
        print(sentence, file=sys.stderr)
