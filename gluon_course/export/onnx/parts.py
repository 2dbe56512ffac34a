"""Nets that are used in several parts, each an ONNX export of its own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from gluon_course.base.files import new_folder
from gluon_course.export.onnx.model import export_onnx
from gluon_course.export.targets import check_parts_folder


def export_onnx_parts(
    parts: Mapping[str, tuple],
    folder: os.PathLike | str,
    *,
    info: Mapping | None = None,
    spec: Mapping | None = None,
) -> Path:
    """Write each part of a net as ONNX, in a folder of its name.

    Parameters
    ----------
    parts, folder, info, spec
        As for :func:`~gluon_course.export.export_parts`.

    Returns
    -------
    Path
        The folder, which appears only when all parts were converted.

    Raises
    ------
    ExportError
        If a part cannot be converted, or the folder holds something else.
    StackError
        If the extra onnx is not installed.

    Section: 10.12 机器翻译 (chapter_natural-language-processing/machine-translation)
    """
    folder = Path(folder)
    check_parts_folder(folder, parts)
    with new_folder(folder) as temporary:
        for name, (block, inputs) in parts.items():
            export_onnx(block, temporary / name, inputs, info=info, spec=spec)
    return folder
