"""The packages of the extra ``onnx``, imported when they are needed."""

from __future__ import annotations

import importlib

from gluon_course.base.errors import StackError, reason_of

INSTALL = "pip install 'gluon_course[onnx]'"


def require_onnx():
    """The module ``onnx``, which writes the files.

    Raises
    ------
    StackError
        If it is not there, or not usable.
    """
    module = _require("onnx", "writes ONNX files")
    importlib.import_module("onnx.numpy_helper")
    return module


def require_runtime():
    """The module ``onnxruntime``, which computes what the files say.

    Raises
    ------
    StackError
        If it is not there, or not usable.
    """
    return _require("onnxruntime", "runs ONNX files")


def _require(name: str, purpose: str):
    try:
        return importlib.import_module(name)
    except ImportError as error:
        is_there = not isinstance(error, ModuleNotFoundError) or error.name != name
        raise StackError(
            f"The package {name}, which {purpose}, "
            + (
                f"cannot be imported ({reason_of(error)})" if is_there else "is missing"
            ),
            "it is one of the extra onnx",
            INSTALL,
        ) from error
