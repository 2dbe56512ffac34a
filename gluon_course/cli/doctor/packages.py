"""Checks of Python and the packages."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
from collections.abc import Mapping

from gluon_course.base import startup
from gluon_course.base.machine import unsuitable
from gluon_course.cli.doctor.check import Check

REINSTALL = "pip install 'gluon_course[cpu]' (GPU: 'gluon_course[cu112]')"
ONNX = "pip install 'gluon_course[onnx]'"
_SHOWN_FEATURES = (
    "CUDA",
    "CUDNN",
    "NCCL",
    "MKLDNN",
    "OPENMP",
    "OPENCV",
    "DIST_KVSTORE",
    "INT64_TENSOR_SIZE",
)


def python_check() -> Check:
    """Python, its place and the system."""
    value = f"{platform.python_version()} ({sys.executable}), {platform.platform()}"
    return Check(
        "Python", value, unsuitable(), "use another Python", bool(unsuitable())
    )


def numpy_check(version: str | None = None) -> Check:
    """NumPy against the versions that MXNet can work with."""
    version = version or installed("numpy")
    if version is None:
        return Check("NumPy", "missing", "NumPy is not installed.", REINSTALL, True)
    major, minor = (int(part) for part in version.split(".")[:2])
    if major >= 2:
        problem = f"MXNet 1.9.1 refuses NumPy {version}."
        return Check("NumPy", version, problem, "pip install 'numpy<1.27'", True)
    if (major, minor) not in ((1, 23), (1, 26)):
        problem = "The course is tested with NumPy 1.23 (Python 3.12: 1.26)."
        return Check("NumPy", version, problem, REINSTALL)
    return Check("NumPy", version)


def backend_check(backends: list[str] | None = None) -> Check:
    """Exactly one of the distributions that bring the module mxnet."""
    backends = startup.backends() if backends is None else backends
    value = ", ".join(backends) or "none"
    if not backends:
        return Check("backend", value, "MXNet is not installed.", REINSTALL, True)
    if len(backends) > 1:
        return Check(
            "backend",
            value,
            "Two builds of MXNet are installed over each other: which files are in "
            "force depends on the order.",
            f"pip uninstall {' '.join(backends)}; then {REINSTALL}",
        )
    return Check("backend", value)


def mxnet_checks(probe: dict[str, dict]) -> list[Check]:
    """MXNet itself, its features, and one training step."""
    facts, training = probe["mxnet"], probe["training"]
    if "error" in facts:
        problem = f"It cannot be imported: {facts['error']}"
        return [Check("MXNet", "not usable", problem, REINSTALL, True)]
    features = [name for name in _SHOWN_FEATURES if name in facts["features"]]
    checks = [
        Check("MXNet", f"{facts['version']} ({facts['path']})"),
        Check("features", ", ".join(features)),
    ]
    if "error" in training:
        problem = f"One step of LeNet on the CPU fails: {training['error']}"
        checks.append(Check("training", "not possible", problem, REINSTALL, True))
    else:
        checks.append(Check("training", "one step of LeNet on the CPU succeeds"))
    return checks


def companion_check(name: str, facts: dict, chapters: str) -> Check:
    """gluoncv or gluonnlp, needed from later chapters on."""
    if "error" not in facts:
        return Check(name, facts["version"])
    problem = f"It cannot be imported ({facts['error']}); {chapters} need it."
    return Check(name, installed(name) or "missing", problem, REINSTALL)


def onnx_check(versions: Mapping[str, str | None] | None = None) -> Check:
    """The packages of the extra onnx, which nothing but ``export --to onnx`` needs.

    Parameters
    ----------
    versions : mapping of str to (str or None), optional
        Name to version, None where it is missing; what is installed by default.
    """
    names = ("onnx", "onnxruntime")
    versions = versions or {name: installed(name) for name in names}
    missing = [name for name in names if not versions[name]]
    value = ", ".join(f"{name} {versions[name]}" for name in names if versions[name])
    if not missing:
        return Check("ONNX", value)
    if value:
        problem = f"{missing[0]} is missing, so ONNX files are not written or read."
        return Check("ONNX", value, problem, ONNX)
    return Check("ONNX", f"not installed; export --to onnx needs it: {ONNX}")


def installed(name: str) -> str | None:
    """The version of an installed distribution, None if it is not there."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
