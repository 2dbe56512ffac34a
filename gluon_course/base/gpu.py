"""NVIDIA GPUs as the driver sees them, and whether MXNet has machine code for them.

The driver library is asked through ctypes, so neither MXNet nor CUDA is needed.
"""

from __future__ import annotations

import ctypes
import dataclasses

from gluon_course.base.errors import DeviceError

OLDEST = (5, 0)
"""Compute capability of the oldest machine code in MXNet's CUDA 11 wheels."""

NEWEST = (8, 9)
"""Newest compute capability that runs it: 8.9 executes the code made for 8.6."""

_CAPABILITY = {"major": 75, "minor": 76}  # numbers of CUdevice_attribute


@dataclasses.dataclass(frozen=True)
class Gpu:
    """One GPU.

    Attributes
    ----------
    index : int
        Position in the driver's order, which is ``i`` of ``mx.gpu(i)``.
    name : str
        Product name.
    capability : tuple of two int
        Compute capability, for example ``(8, 6)``.
    memory_bytes : int
        Memory of the card.
    """

    index: int
    name: str
    capability: tuple[int, int]
    memory_bytes: int = 0

    @property
    def problem(self) -> str:
        """Why MXNet cannot compute on it, as one sentence; empty if it can."""
        if OLDEST <= self.capability <= NEWEST:
            return ""
        major, minor = self.capability
        age = "newer" if self.capability > NEWEST else "older"
        return (
            f"GPU {self.index} ({self.name}) has compute capability {major}.{minor}, "
            f"{age} than MXNet's CUDA builds carry machine code for "
            f"({OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]})"
        )


def list_gpus(library: str = "libcuda.so.1") -> list[Gpu]:
    """The GPUs that the driver offers to this process, in the order of ``mx.gpu(i)``.

    ``CUDA_VISIBLE_DEVICES`` is respected. No driver means no GPU: an empty list.

    Raises
    ------
    DeviceError
        If there is a driver and it refuses to start.
    """
    driver = open_driver(library)
    if driver is None:
        return []
    count = ctypes.c_int()
    _call(driver, "cuDeviceGetCount", ctypes.byref(count))
    return [_describe(driver, index) for index in range(count.value)]


def driver_version(library: str = "libcuda.so.1") -> tuple[int, int] | None:
    """The newest CUDA version that the driver serves, or None without a driver."""
    driver = open_driver(library)
    if driver is None:
        return None
    version = ctypes.c_int()
    _call(driver, "cuDriverGetVersion", ctypes.byref(version))
    return version.value // 1000, version.value % 1000 // 10


def open_driver(library: str = "libcuda.so.1") -> ctypes.CDLL | None:
    """The started driver library, or None where there is none (or only a stand-in)."""
    try:
        driver = ctypes.CDLL(library)
        start = driver.cuInit
    except (OSError, AttributeError):
        return None
    status = start(0)
    if status == 100:  # CUDA_ERROR_NO_DEVICE: a driver without a card
        return None
    if status != 0:
        raise DeviceError(
            f"The NVIDIA driver does not start (cuInit returned {status})",
            "driver and kernel module differ, or the device files are out of reach",
            "See whether nvidia-smi works; until then use --device cpu",
        )
    return driver


def _describe(driver: ctypes.CDLL, index: int) -> Gpu:
    device = ctypes.c_int()
    _call(driver, "cuDeviceGet", ctypes.byref(device), index)
    name = ctypes.create_string_buffer(128)
    _call(driver, "cuDeviceGetName", name, len(name), device)
    memory = ctypes.c_size_t()
    _call(driver, "cuDeviceTotalMem_v2", ctypes.byref(memory), device)
    capability = {}
    for part, attribute in _CAPABILITY.items():
        value = ctypes.c_int()
        _call(driver, "cuDeviceGetAttribute", ctypes.byref(value), attribute, device)
        capability[part] = value.value
    return Gpu(
        index,
        name.value.decode(errors="replace"),
        (capability["major"], capability["minor"]),
        memory.value,
    )


def _call(driver: ctypes.CDLL, function: str, *arguments) -> None:
    status = getattr(driver, function)(*arguments)
    if status != 0:
        raise DeviceError(
            f"The NVIDIA driver answered {function} with error {status}",
            action="See whether nvidia-smi works; until then use --device cpu",
        )
