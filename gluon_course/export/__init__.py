"""From a net to files and facts: export with proof, and the layer table."""

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.base.inputs import Input  # noqa: E402
from gluon_course.export.difference import largest_difference  # noqa: E402
from gluon_course.export.exported import ExportedModel, load_exported  # noqa: E402
from gluon_course.export.loading import load_model  # noqa: E402
from gluon_course.export.model import export_model  # noqa: E402
from gluon_course.export.onnx import (  # noqa: E402
    export_onnx,
    export_onnx_parts,
    load_onnx,
    preflight,
)
from gluon_course.export.parity.check import check_parity  # noqa: E402
from gluon_course.export.parity.report import Parity  # noqa: E402
from gluon_course.export.parts import (  # noqa: E402
    export_parts,
    has_parts,
    load_parts,
)
from gluon_course.export.reduced.bf16 import export_bf16  # noqa: E402
from gluon_course.export.reduced.int8 import export_int8  # noqa: E402
from gluon_course.export.reduced.judge import Judge, accuracy_judge  # noqa: E402
from gluon_course.export.reduced.parts import (  # noqa: E402
    export_bf16_parts,
    export_int8_parts,
)
from gluon_course.export.structure import check_structure  # noqa: E402
from gluon_course.export.summary import Summary, summary  # noqa: E402

__all__ = [
    "ExportedModel",
    "Input",
    "Judge",
    "Parity",
    "Summary",
    "accuracy_judge",
    "check_parity",
    "check_structure",
    "export_bf16",
    "export_bf16_parts",
    "export_int8",
    "export_int8_parts",
    "export_model",
    "export_onnx",
    "export_onnx_parts",
    "export_parts",
    "has_parts",
    "largest_difference",
    "load_exported",
    "load_model",
    "load_onnx",
    "load_parts",
    "preflight",
    "summary",
]
