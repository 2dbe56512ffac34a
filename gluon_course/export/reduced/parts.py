"""Nets that are used in several parts, each in fewer bits, judged as the whole."""

from __future__ import annotations

import dataclasses
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from gluon_course.base.files import new_folder
from gluon_course.export.exported import ExportedModel
from gluon_course.export.loading import load_model
from gluon_course.export.manifest import form_of
from gluon_course.export.model import export_model
from gluon_course.export.parts import export_parts
from gluon_course.export.reduced.bf16 import export_bf16
from gluon_course.export.reduced.int8 import export_int8
from gluon_course.export.reduced.judge import Judge
from gluon_course.export.reduced.proof import NoReducedLayerError
from gluon_course.export.targets import check_parts_folder


def export_int8_parts(
    parts: Mapping[str, tuple],
    folder: os.PathLike | str,
    batches: Mapping[str, Iterable],
    *,
    judge: Judge | None = None,
    info: Mapping | None = None,
    spec: Mapping | None = None,
    **options,
) -> Path:
    """Write each part of a net as int8, in a folder of its name.

    One part after the other is reduced and judged in the whole net, together with
    those before it: what the last one loses is what all of them lose. A part that has
    no layer for int8 is written as it is, in float32.

    Parameters
    ----------
    parts, folder, info, spec
        As for :func:`~gluon_course.export.export_parts`.
    batches : mapping of str to iterable
        Real batches for each part, as ``calib_iter`` of
        :func:`~gluon_course.export.export_int8`.
    judge : Judge, optional
        Its ``measure`` takes a mapping from the names of the parts to models.
    **options
        As for :func:`~gluon_course.export.export_int8`.

    Returns
    -------
    Path
        The folder, which appears only when all parts are written.

    Raises
    ------
    ExportError
        If a part cannot be exported, none has a layer for int8, the drop is larger
        than allowed, or the folder holds something else.
    ConfigError, DataError
        For a wrong option, or batches that do not fit.

    Section: 10.12 机器翻译 (chapter_natural-language-processing/machine-translation)
    """

    def write(name, block, inputs, target, **given):
        export_int8(block, target, inputs, batches[name], **options, **given)

    return _reduce(parts, folder, "int8", write, judge, info, spec)


def export_bf16_parts(
    parts: Mapping[str, tuple],
    folder: os.PathLike | str,
    *,
    judge: Judge | None = None,
    info: Mapping | None = None,
    spec: Mapping | None = None,
    **options,
) -> Path:
    """Write each part of a net as bfloat16, in a folder of its name.

    Parameters
    ----------
    parts, folder, judge, info, spec
        As for :func:`export_int8_parts`.
    **options
        As for :func:`~gluon_course.export.export_bf16`.

    Returns
    -------
    Path
        The folder, which appears only when all parts are written.

    Raises
    ------
    ExportError
        As :func:`export_int8_parts`, or if the processor has no bfloat16.

    Section: 10.12 机器翻译
    """

    def write(name, block, inputs, target, **given):
        export_bf16(block, target, inputs, **options, **given)

    return _reduce(parts, folder, "bf16", write, judge, info, spec)


def _reduce(
    parts: Mapping[str, tuple],
    folder: os.PathLike | str,
    form: str,
    write: Callable,
    judge: Judge | None,
    info: Mapping | None,
    spec: Mapping | None,
) -> Path:
    folder, kept = Path(folder), []
    given = {"info": info, "spec": spec}
    check_parts_folder(folder, parts)
    with tempfile.TemporaryDirectory() as below, new_folder(folder) as temporary:
        export_parts(parts, below, **given)
        plain = {name: load_model(Path(below, name)) for name in parts}
        reduced = dict(plain)
        for name, (block, inputs) in parts.items():
            one = judge and _within(judge, name, form, plain, reduced)
            try:
                write(name, block, inputs, temporary / name, judge=one, **given)
            except NoReducedLayerError as error:
                kept.append(error)
                export_model(block, temporary / name, inputs, **given)
                continue
            # written a moment ago, by us
            reduced[name] = load_model(temporary / name, trusted=True)
        if len(kept) == len(parts):
            raise kept[0]
    return folder


def _within(
    judge: Judge,
    name: str,
    form: str,
    plain: Mapping[str, ExportedModel],
    reduced: Mapping[str, ExportedModel],
) -> Judge:
    """The judge of a part, who measures the whole net with it."""

    def measure(model: ExportedModel) -> float:
        others = reduced if form_of(model.meta) == form else plain
        return judge.measure({**others, name: model})

    return dataclasses.replace(judge, measure=measure)
