"""Checks of the GPUs: there, new enough, not too new, served by driver and build."""

from __future__ import annotations

from gluon_course.base import gpu, simulated_gpus
from gluon_course.base.errors import ConfigError, DeviceError
from gluon_course.base.gpu import Gpu
from gluon_course.cli.doctor.check import Check

OLDEST_DRIVER = (11, 0)
"""The oldest CUDA version of a driver that serves MXNet's CUDA 11 build."""


def gpu_checks(probe: dict[str, dict]) -> list[Check]:
    """What the driver says about this machine, judged; first, what is simulated."""
    return [*_simulated(), *_of_driver(probe)]


def _simulated() -> list[Check]:
    try:
        count = simulated_gpus.requested()
    except ConfigError as error:
        return [Check("GPU", "not simulated", error.what + ".", error.action)]
    said = f"{count} simulated on the CPU ({simulated_gpus.VARIABLE}={count})"
    return [Check("GPU", said)] if count else []


def _of_driver(probe: dict[str, dict]) -> list[Check]:
    try:
        gpus, driver = gpu.list_gpus(), gpu.driver_version()
    except DeviceError as error:
        return [Check("GPU", "not usable", error.what + ".", error.action)]
    facts = probe["mxnet"]
    has_cuda = "CUDA" in facts.get("features", ())
    return judge_gpus(gpus, driver, has_cuda, facts.get("num_gpus", 0))


def judge_gpus(
    gpus: list[Gpu], driver: tuple[int, int] | None, has_cuda: bool, num_seen: int
) -> list[Check]:
    """One check for each GPU, or one that says there is none.

    Parameters
    ----------
    gpus : list of Gpu
        What the driver lists.
    driver : tuple of two int or None
        CUDA version that the driver serves.
    has_cuda : bool
        Whether the installed MXNet is a CUDA build.
    num_seen : int
        How many GPUs MXNet counts.
    """
    if not gpus:
        value = "none (no NVIDIA driver or no card)"
        return [Check("GPU", value + (", computing on the CPU" if has_cuda else ""))]
    return [_judge(each, driver, has_cuda, num_seen) for each in gpus]


def _judge(each: Gpu, driver, has_cuda: bool, num_seen: int) -> Check:
    name = f"GPU {each.index}"
    major, minor = each.capability
    value = (
        f"{each.name}, {each.memory_bytes / 2**30:.0f} GiB, capability {major}.{minor}"
    )
    if each.problem:
        return Check(
            name,
            value,
            each.problem + "; the CPU is used.",
            "use a card of capability 5.0 to 8.9 (Maxwell to Ada), or the CPU",
        )
    if not has_cuda:
        return Check(
            name,
            value,
            "The CPU build of MXNet is installed, which does not use it.",
            "pip uninstall mxnet; then pip install 'gluon_course[cu112]'",
        )
    if driver is not None and driver < OLDEST_DRIVER:
        return Check(
            name,
            value,
            f"The driver serves CUDA {driver[0]}.{driver[1]}; MXNet needs 11.0.",
            "update the NVIDIA driver to 450.80 or newer",
        )
    if each.index >= num_seen:
        return Check(
            name,
            value,
            f"MXNet counts {num_seen} GPUs and does not see this one.",
            "see whether nvidia-smi works; unset CUDA_VISIBLE_DEVICES",
        )
    return Check(name, value + ", usable")
