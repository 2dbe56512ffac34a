"""Exporting the nets of a run, for ``run``, ``train`` and ``export``."""

from __future__ import annotations

from pathlib import Path

from gluon_course.base.errors import ExportError
from gluon_course.base.files import read_json
from gluon_course.cli.runs.trained import Trained, trainings

ASKED = {
    "language": "--prefix TEXT",
    "sentiment": "--text TEXT",
    "translation": "--text SENTENCE",
    "word-vectors": "--word WORD",
}
"""Task -> how its models are asked; others are shown pictures."""


def export_training(
    trained: Trained, which: str = "last", folder: Path | None = None
) -> Path:
    """Export the net of a checkpoint.

    Parameters
    ----------
    trained : Trained
    which : str
        ``'last'`` or ``'best'`` checkpoint.
    folder : Path, optional
        Where to; ``export`` in the run by default.

    Returns
    -------
    Path
        The export folder.

    Raises
    ------
    ExportError
        If the net cannot be built again, or the shape of its input is unknown.
    CheckpointError
        If there is no whole checkpoint.
    """
    from gluon_course.export import export_model, export_parts
    from gluon_course.models import model_facts

    net, checkpoint = trained.net(which)
    shape = trained.input_shape or getattr(net, "input_shape", None)
    if not shape:
        raise ExportError(
            f"The shape of the input of {trained.folder} is not known",
            "its data set has no description",
            "export it from Python with export_model(net, folder, input_shape)",
        )
    target = folder or trained.folder / "export"
    info = dict(trained.data or {})
    info["trained"] = {"checkpoint": checkpoint.name, "model": trained.spec}
    task = model_facts(trained.spec["model"]).task
    if hasattr(net, "detector"):
        # what is exported says boxes: decoding and non-maximum suppression included
        has_masks = hasattr(net, "mask_detector")
        net = net.mask_detector() if has_masks else net.detector()
        info["task"] = "detection"
    elif hasattr(net, "embedder"):
        # of word vectors only the vectors are asked for, not the scores of pairs
        net, info["task"] = net.embedder(), task
    elif task not in ("classification", "regression"):
        info["task"] = task
    if hasattr(net, "parts"):
        # encoder and decoder step, each in a folder of its own
        return export_parts(net.parts(shape), target, info=info, spec=trained.spec)
    # a net that takes more than one array says what goes in
    inputs = net.inputs(shape) if hasattr(net, "inputs") else shape
    export_model(net, target, tuple(inputs), info=info, spec=trained.spec)
    return target


def export_run(folder: Path) -> list[Path]:
    """Export every training of a run that is of a registered model; return where to."""
    return [
        export_training(trained)
        for trained in trainings(folder)
        if trained.spec and (trained.folder / "checkpoints").is_dir()
    ]


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
    manifests = [export / "model.json", *sorted(export.glob("*/model.json"))]
    found = next(each for each in manifests if each.is_file())
    task = read_json(found, ExportError).get("task")
    folder = export.parent if export.name == "export" else export
    asked = ASKED.get(task, "PICTURE")
    return f"gluon-course predict {folder} {asked}" if task else ""
