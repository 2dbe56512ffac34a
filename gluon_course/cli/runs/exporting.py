"""Exporting the nets of a run, for ``run``, ``train`` and ``export``."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gluon_course.base.errors import ExportError
from gluon_course.base.files import read_json
from gluon_course.cli.runs.trained import Trained, trainings

if TYPE_CHECKING:
    from gluon_course.export import Judge

ASKED = {
    "language": "--prefix TEXT",
    "sentiment": "--text TEXT",
    "translation": "--text SENTENCE",
    "word-vectors": "--word WORD",
}
"""Task -> how its models are asked; others are shown pictures."""


@dataclasses.dataclass(frozen=True)
class Reduction:
    """How forms that compute in fewer bits are made and accepted.

    Attributes
    ----------
    num_calibration : int
        Training samples that int8 takes the ranges of its layers from.
    max_drop : float
        Largest drop of the figure by which the net is judged, 0..1.
    is_forced : bool
        Write them whatever the drop is, or the processor has.
    """

    num_calibration: int = 512
    max_drop: float = 0.01
    is_forced: bool = False


@dataclasses.dataclass(frozen=True)
class Exportable:
    """The net of a checkpoint as it leaves the course, in whichever form.

    Attributes
    ----------
    trained : Trained
        Where it is from.
    net : HybridBlock
        What is exported: of a detector the net that says boxes.
    inputs : sequence
        What goes in, as the exporters take it.
    parts : mapping or None
        Where the net is used in parts: name to (block, inputs) of each.
    info, spec : dict
        As the exporters take them.
    reduction : Reduction
        For int8 and bf16.
    """

    trained: Trained
    net: Any
    inputs: Any
    parts: Mapping[str, tuple] | None
    info: dict
    spec: dict
    reduction: Reduction = Reduction()


def _symbol(one: Exportable, folder: Path) -> None:
    from gluon_course.export import export_model, export_parts

    if one.parts:
        export_parts(one.parts, folder, info=one.info, spec=one.spec)
        return
    export_model(one.net, folder, one.inputs, info=one.info, spec=one.spec)


def _onnx(one: Exportable, folder: Path) -> None:
    from gluon_course.export import export_onnx, export_onnx_parts

    if one.parts:
        export_onnx_parts(one.parts, folder, info=one.info, spec=one.spec)
        return
    export_onnx(one.net, folder, one.inputs, info=one.info, spec=one.spec)


def _int8(one: Exportable, folder: Path) -> None:
    from gluon_course.cli.runs.judging import samples_of
    from gluon_course.export import export_int8, export_int8_parts

    count = one.reduction.num_calibration
    samples = samples_of(one.trained, count)
    given = {**_reduced(one, samples.judge), "num_calibration": count}
    if one.parts:
        export_int8_parts(one.parts, folder, samples.batches, **given)
        return
    export_int8(one.net, folder, one.inputs, samples.batches, **given)


def _bf16(one: Exportable, folder: Path) -> None:
    from gluon_course.cli.runs.judging import samples_of
    from gluon_course.export import export_bf16, export_bf16_parts

    given = _reduced(one, samples_of(one.trained, 1).judge)
    if one.parts:
        export_bf16_parts(one.parts, folder, **given)
        return
    export_bf16(one.net, folder, one.inputs, **given)


def _reduced(one: Exportable, judge: Judge) -> dict:
    return {
        "judge": judge,
        "max_drop": one.reduction.max_drop,
        "is_forced": one.reduction.is_forced,
        "info": one.info,
        "spec": one.spec,
    }


FORMS: dict[str, Callable[[Exportable, Path], None]] = {
    "symbol": _symbol,
    "onnx": _onnx,
    "int8": _int8,
    "bf16": _bf16,
}
"""Form -> what writes it into a folder, whole or not at all."""


def export_training(
    trained: Trained,
    which: str = "last",
    folder: Path | None = None,
    form: str = "symbol",
) -> Path:
    """Export the net of a checkpoint.

    Parameters
    ----------
    trained : Trained
    which : str
        ``'last'`` or ``'best'`` checkpoint.
    folder : Path, optional
        Where to; :func:`place_of` the form by default.
    form : str
        One of :data:`FORMS`.

    Returns
    -------
    Path
        The export folder.

    Raises
    ------
    ExportError
        If the net cannot be built again, the shape of its input is unknown, or it has
        no such form.
    CheckpointError
        If there is no whole checkpoint.
    """
    target = folder or place_of(trained.folder, form)
    FORMS[form](exportable(trained, which), target)
    return target


def place_of(run: Path, form: str) -> Path:
    """Where the export of a form stands in a run: ``export``, ``export-onnx``, ..."""
    return run / ("export" if form == "symbol" else f"export-{form}")


def exportable(trained: Trained, which: str = "last") -> Exportable:
    """The net of a checkpoint with all that its exports say of it.

    Raises
    ------
    ExportError
        If the net cannot be built again, or the shape of its input is unknown.
    CheckpointError
        If there is no whole checkpoint.
    """
    from gluon_course.export.in_use import graphs_in_use
    from gluon_course.models import model_facts

    net, checkpoint = trained.net(which)
    shape = trained.input_shape or getattr(net, "input_shape", None)
    if not shape:
        raise ExportError(
            f"The shape of the input of {trained.folder} is not known",
            "its data set has no description",
            "export it from Python with export_model(net, folder, input_shape)",
        )
    info = dict(trained.data or {})
    info["trained"] = {"checkpoint": checkpoint.name, "model": trained.spec}
    task = model_facts(trained.spec["model"]).task
    if hasattr(net, "detector"):
        info["task"] = "detection"
    elif task not in ("classification", "regression"):
        info["task"] = task
    graphs = graphs_in_use(net, shape)
    parts = None if "" in graphs else graphs
    net, inputs = graphs.get("", (net, tuple(shape)))
    return Exportable(trained, net, inputs, parts, info, trained.spec)


def unsupported(one: Exportable) -> dict[str, list]:
    """What each part of a net has that cannot be written as ONNX.

    Returns
    -------
    dict of str to list of Unsupported
        By the name of the part; empty for a net that is one.

    Raises
    ------
    StackError
        If the extra onnx is not installed.
    """
    from gluon_course.export import preflight

    parts = one.parts or {"": (one.net, one.inputs)}
    return {name: preflight(*part) for name, part in parts.items()}


def export_run(folder: Path) -> list[Path]:
    """Export every training of a run that is of a registered model; return where to."""
    return [
        export_training(trained)
        for trained in trainings(folder)
        if trained.spec and (trained.folder / "checkpoints").is_dir()
    ]


def manifests_of(export: Path) -> dict[str, dict]:
    """The ``model.json`` of each part of an export; of one that is whole by ``""``."""
    whole = export / "model.json"
    files = [whole] if whole.is_file() else sorted(export.glob("*/model.json"))
    names = ["" if each == whole else each.parent.name for each in files]
    return {name: read_json(each, ExportError) for name, each in zip(names, files)}


def how_to_ask(export: Path) -> str:
    """The command that asks an exported model, with what it takes in capitals.

    Parameters
    ----------
    export : Path
        The export folder; a net of several parts has an export for each below it.

    Returns
    -------
    str
        Empty where the model answers nothing: it has no task.
    """
    manifest, *_ = manifests_of(export).values()
    task = manifest.get("task")
    # a run is asked through its symbol files, other forms by their own folder
    folder = export.parent if export.name == "export" else export
    asked = ASKED.get(task, "PICTURE")
    return f"gluon-course predict {folder} {asked}" if task else ""
