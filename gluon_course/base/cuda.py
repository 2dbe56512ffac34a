"""Loads the CUDA libraries of a CUDA build of MXNet, so that no system CUDA is needed.

They come as packages whose folders are not on the loader's path. Loading them by full
path, each after those that it needs, lets MXNet's own library find them by name.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from gluon_course.base import standin_cuda
from gluon_course.base.errors import StackError

DRIVER = "libcuda.so.1"
LIBRARIES = (
    ("cuda_runtime", "libcudart.so.11.0"),
    ("cuda_nvrtc", "libnvrtc.so.11.2"),
    ("nvtx", "libnvToolsExt.so.1"),
    ("cublas", "libcublasLt.so.11"),
    ("cublas", "libcublas.so.11"),
    ("cufft", "libcufft.so.10"),
    ("curand", "libcurand.so.10"),
    ("cusolver", "libcusolver.so.11"),
    ("nccl", "libnccl.so.2"),
    ("cudnn", "libcudnn.so.8"),
)
"""Folder below ``nvidia/`` in site-packages and file, dependencies first."""

_PACKAGES = {"cuda_runtime": "cuda-runtime", "cuda_nvrtc": "cuda-nvrtc"}


def load() -> None:
    """Load the driver library (or a stand-in without one) and the CUDA libraries.

    A library that is not installed as a package is taken from the system.

    Raises
    ------
    StackError
        If one of them is in neither place; the message names its package.
    """
    if not has_driver():
        standin_cuda.load()
    for part, name in LIBRARIES:
        try:
            ctypes.CDLL(str(find(part, name) or name), mode=ctypes.RTLD_GLOBAL)
        except OSError as error:
            package = f"nvidia-{_PACKAGES.get(part, part)}-cu11"
            raise StackError(
                f"MXNet's CUDA build needs {name}, which cannot be loaded ({error})",
                f"the package {package} is missing or damaged",
                "pip install --force-reinstall 'gluon_course[cu112]'",
            ) from error


def has_driver() -> bool:
    """Whether the NVIDIA driver's library is there; a stand-in does not count."""
    try:
        return hasattr(ctypes.CDLL(DRIVER), "cuInit")
    except OSError:
        return False


def find(part: str, name: str) -> Path | None:
    """The file of a CUDA library in one of the folders of ``sys.path``."""
    for folder in sys.path:
        path = Path(folder or os.curdir, "nvidia", part, "lib", name)
        if path.is_file():
            return path
    return None


def missing() -> list[str]:
    """Names of the CUDA libraries that are not installed as packages."""
    return [name for part, name in LIBRARIES if find(part, name) is None]
