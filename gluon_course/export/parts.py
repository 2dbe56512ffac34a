"""Exports of nets that are used in several parts, such as encoder and decoder step."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import mxnet as mx

from gluon_course.base.errors import ExportError
from gluon_course.export.exported import ExportedModel
from gluon_course.export.loading import load_model
from gluon_course.export.manifest import MANIFEST
from gluon_course.export.model import export_model
from gluon_course.export.targets import check_parts_folder


def export_parts(
    parts: Mapping[str, tuple],
    folder: os.PathLike | str,
    *,
    info: Mapping | None = None,
    spec: Mapping | None = None,
) -> Path:
    """Write each part of a net as an export of its own, in a folder of its name.

    Parameters
    ----------
    parts : mapping of str to (HybridBlock, sequence of Input)
        As :meth:`~gluon_course.nn.EncoderDecoder.parts` gives them.
    folder : path
        Where to; an older export of the same parts is replaced.
    info, spec : mapping, optional
        As for :func:`~gluon_course.export.export_model`, the same for all parts.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ExportError
        If a part cannot be exported, or the folder holds something else.

    Section: 10.12 机器翻译 (chapter_natural-language-processing/machine-translation)
    """
    folder = Path(folder)
    check_parts_folder(folder, parts)
    for name, (block, inputs) in parts.items():
        export_model(block, folder / name, inputs, info=info, spec=spec)
    return folder


def load_parts(
    folder: os.PathLike | str, names: Sequence[str], ctx: mx.Context | None = None
) -> list[ExportedModel]:
    """Load what :func:`export_parts` wrote.

    Parameters
    ----------
    folder : path
    names : sequence of str
        The parts that are needed.
    ctx : Context, optional
        Where to compute; the CPU by default.

    Returns
    -------
    list of ExportedModel

    Raises
    ------
    ExportError
        If a part is missing or damaged, or they belong to different nets.

    Section: 10.12 机器翻译
    """
    models = [load_model(Path(folder, name), ctx) for name in names]
    nets = [(each.meta.get("model"), each.meta.get("extra")) for each in models]
    if any(each != nets[0] for each in nets):
        raise ExportError(
            f"The parts in {folder} are not of one net",
            "they were exported from different runs or epochs",
            "export the run again: gluon-course export RUN",
        )
    return models


def has_parts(folder: os.PathLike | str, names: Sequence[str]) -> bool:
    """Whether ``folder`` holds an export of each of these parts."""
    return all(Path(folder, name, MANIFEST).is_file() for name in names)
