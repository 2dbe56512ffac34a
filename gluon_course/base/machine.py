"""What a machine lacks to install and load MXNet, found with the standard library only.

The shell scripts ask it before anything is installed
(``python -m gluon_course.base.machine python system``), ``gluon-course doctor`` later.
"""

from __future__ import annotations

import ctypes
import dataclasses
import importlib.util
import os
import platform
import shutil
import sys
import sysconfig
from pathlib import Path

OLDEST_PYTHON, NEWEST_PYTHON = (3, 9), (3, 12)

LIBRARY_PACKAGES = {
    "libGL.so.1": "libgl1",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgomp.so.1": "libgomp1",
    "libquadmath.so.0": "libquadmath0",
    "libstdc++.so.6": "libstdc++6",
}
"""Shared libraries that OpenCV and MXNet want, and the Debian package of each."""


@dataclasses.dataclass(frozen=True)
class Lack:
    """Something that is missing.

    Attributes
    ----------
    what : str
        What is missing and what needs it.
    package : str
        The Debian package that brings it.
    """

    what: str
    package: str

    @property
    def remedy(self) -> str:
        """The command that brings it."""
        return f"apt-get install {self.package}"


def unsuitable() -> str:
    """Why MXNet cannot run on this system or Python, as a sentence; empty if it can."""
    if sys.platform.startswith(("win", "cygwin", "msys")):
        return (
            "MXNet has no build for Windows; use WSL2, or Docker with Linux on x86-64."
        )
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return "MXNet has no build for Apple silicon; use Docker with Linux on x86-64."
    if not OLDEST_PYTHON <= sys.version_info[:2] <= NEWEST_PYTHON:
        return (
            "gluon_course needs Python 3.9 to 3.12 (MXNet reads NumPy 1); this is "
            f"{platform.python_version()}. Install Python 3.11."
        )
    return ""


def missing_of_system() -> list[Lack]:
    """What the system lacks: a C compiler, shared libraries of OpenCV and MXNet."""
    lacks = []
    if compiler() is None:
        lacks.append(
            Lack("a C compiler (gluonnlp is built with it)", "build-essential")
        )
    if sys.platform == "linux":
        lacks += [
            Lack(f"the shared library {library}", package)
            for library, package in LIBRARY_PACKAGES.items()
            if not _loads(library)
        ]
    return lacks


def missing_of_python() -> list[Lack]:
    """What this Python lacks: the headers, and what a virtual environment needs."""
    version = "{}.{}".format(*sys.version_info)
    lacks = []
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        lacks.append(Lack(f"venv for Python {version}", f"python{version}-venv"))
    if not Path(sysconfig.get_path("include"), "Python.h").is_file():
        headers = f"the headers of Python {version} (gluonnlp is built with them)"
        lacks.append(Lack(headers, f"python{version}-dev"))
    return lacks


def compiler() -> str | None:
    """Path of the C compiler that Python's build tools would call; None without one."""
    chosen = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    return shutil.which(chosen.split()[0])


def main(args: list[str]) -> int:
    """Print what is missing, one line each: of ``python`` or of the ``system``.

    Returns
    -------
    int
        0 if nothing is missing, else 1.
    """
    kinds = {"python": missing_of_python, "system": missing_of_system}
    lines = [unsuitable()] if unsuitable() else []
    for kind in args:
        lines += [f"Missing: {lack.what}: {lack.remedy}" for lack in kinds[kind]()]
    if lines:
        print("\n".join(lines))
    return 1 if lines else 0


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
