"""Start-up of MXNet: the only module that prepares the process for it.

``hook`` wraps the import of mxnet in :func:`around_mxnet`, whoever imports it.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from gluon_course.base import cuda, threads
from gluon_course.base.errors import StackError
from gluon_course.base.machine import LIBRARY_PACKAGES

_INSTALL = "pip install 'gluon_course[cpu]' (GPU: 'gluon_course[cu112]')"
_OLD_NUMPY_NAMES = {
    "bool": bool,
    "int": int,
    "float": float,
    "complex": complex,
    "object": object,
    "str": str,
}


def require_mxnet() -> None:
    """Raise a one-line error that says what to install when MXNet is missing.

    Raises
    ------
    StackError
        If neither ``mxnet`` nor ``mxnet-cu112`` is installed.
    """
    if "mxnet" not in sys.modules and importlib.util.find_spec("mxnet") is None:
        raise StackError("MXNet is not installed", action=_INSTALL)


def backends() -> list[str]:
    """The installed distributions that bring the module ``mxnet``, sorted.

    More than one is a fault: the later overwrote the files of the earlier.
    """
    names = set()
    for folder in sys.path:
        for path in Path(folder or ".").glob("mxnet*.dist-info"):
            name = path.name.split("-")[0].lower().replace("_", "-")
            if re.fullmatch(r"mxnet(-cu\d+|-native)?", name):
                names.add(name)
    return sorted(names)


@contextlib.contextmanager
def around_mxnet() -> Iterator[None]:
    """Inside, mxnet is imported: the process is made ready first, tidied afterwards.

    Restores the names that NumPy 1.24 and IPython 9 dropped, chooses the number of
    OpenMP threads and loads the CUDA libraries that a CUDA build needs.

    Raises
    ------
    StackError
        If a shared library is missing; the message names its package.
    """
    restore_numpy_names()
    restore_ipython_names()
    threads.apply()
    try:
        if any(name.startswith("mxnet-cu") for name in backends()):
            cuda.load()
        yield
    except OSError as error:
        raise library_error(error) from error
    finally:
        threads.forget()


@contextlib.contextmanager
def around_gluoncv() -> Iterator[None]:
    """Inside, gluoncv is imported, and finds no PyTorch.

    It uses MXNet here, but refuses to load when PyTorch 2 is installed. When OpenCV
    cannot be loaded it says that MXNet is missing; the true cause is said instead.
    It also lets Pillow read pictures that are cut off, in the whole process; that is
    undone.

    Raises
    ------
    StackError
        If a shared library of OpenCV is missing; the message names its package.
    """
    from PIL import ImageFile

    is_lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    torch = sys.modules.get("torch")
    sys.modules["torch"] = None
    try:
        yield
    except ImportError as error:
        try:
            importlib.import_module("cv2")
        except ImportError as cause:
            raise library_error(cause) from error
        raise
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = is_lenient
        del sys.modules["torch"]
        if torch is not None:
            sys.modules["torch"] = torch


def restore_numpy_names() -> None:
    """Give NumPy back ``numpy.bool`` and its like, as they were before NumPy 1.24.

    They are Python's own types, as they were; MXNet and gluoncv read them. Nothing
    that is there is replaced.
    """
    import numpy as np

    for name, value in _OLD_NUMPY_NAMES.items():
        if name not in vars(np):  # hasattr would print NumPy 1.23's deprecation
            setattr(np, name, value)


def restore_ipython_names() -> None:
    """Give a notebook back ``display.set_matplotlib_formats``, gone since IPython 9.

    The text calls it from 3.2 on. Where IPython's display is not loaded, or has the
    name, nothing happens.
    """
    display = sys.modules.get("IPython.display")
    if display is not None and "set_matplotlib_formats" not in vars(display):
        display.set_matplotlib_formats = _set_matplotlib_formats


def _set_matplotlib_formats(*formats: str, **settings: object) -> None:
    # its new home, which loads matplotlib: not before it is called
    inline = importlib.import_module("matplotlib_inline.backend_inline")
    inline.set_matplotlib_formats(*formats, **settings)


def library_error(error: OSError | ImportError) -> StackError:
    """The error for a shared library that could not be loaded, with its package."""
    match = re.match(r"(\S+?\.so[.\d]*):", str(error))
    library = match.group(1).rsplit("/", 1)[-1] if match else ""
    package = LIBRARY_PACKAGES.get(library)
    return StackError(
        f"MXNet or OpenCV cannot be loaded: {error}",
        f"the system lacks {library}" if package else "",
        f"apt-get install {package}" if package else "see: gluon-course doctor",
    )
