"""ONNX: nets for onnxruntime and other programs, converted, checked, loaded again."""

from gluon_course.export.onnx.loaded import OnnxModel, load_onnx
from gluon_course.export.onnx.model import export_onnx
from gluon_course.export.onnx.operators import Unsupported, preflight
from gluon_course.export.onnx.parts import export_onnx_parts

__all__ = [
    "OnnxModel",
    "Unsupported",
    "export_onnx",
    "export_onnx_parts",
    "load_onnx",
    "preflight",
]
