"""From a folder to a predictor of the right kind."""

from __future__ import annotations

import os
from pathlib import Path

import mxnet as mx

from gluon_course.base.errors import ExportError
from gluon_course.base.files import read_json
from gluon_course.export import ExportedModel, has_parts, load_model, load_parts
from gluon_course.predict.classifier import Classifier
from gluon_course.predict.detector import Detector
from gluon_course.predict.generator import Generator
from gluon_course.predict.kinds import check_kind
from gluon_course.predict.segmenter import Segmenter
from gluon_course.predict.sentiment import SentimentClassifier
from gluon_course.predict.translator import PARTS, Translator
from gluon_course.predict.word_vectors import WordPredictor

PREDICTORS = {
    "classification": Classifier,
    "detection": Detector,
    "language": Generator,
    "segmentation": Segmenter,
    "word-vectors": WordPredictor,
    "sentiment": SentimentClassifier,
}
"""Task in ``model.json`` -> class that is made from the loaded model."""


def load_predictor(folder: os.PathLike | str, ctx: mx.Context | None = None):
    """The predictor for an exported model.

    Parameters
    ----------
    folder : path
        An export folder, a run folder that holds ``export``, or a run of several
        parts of which one does.
    ctx : Context, optional
        Where to compute; the CPU by default.

    Returns
    -------
    Classifier, Detector, Segmenter, Generator or Translator
        Or another class of :data:`PREDICTORS`, by the model's task.

    Raises
    ------
    ExportError
        If there is no sound export, or none that predicts.
    """
    place = find_export(folder)
    if has_parts(place, PARTS):
        return Translator.of_export(*load_parts(place, PARTS, ctx))
    model = load_model(place, ctx)
    task = model.meta["task"]
    if task not in PREDICTORS:
        raise _without_questions(model)
    check_kind(model)
    return PREDICTORS[task](model)


def find_export(folder: os.PathLike | str) -> Path:
    """The export folder in or below ``folder``; ``folder`` itself if there is none.

    Raises
    ------
    ExportError
        If several parts of a run hold one, or a run was not exported yet.
    """
    folder = Path(folder)
    for place in (folder, folder / "export"):
        if (place / "model.json").is_file() or has_parts(place, PARTS):
            return place
    parts = sorted(
        each
        for each in folder.glob("*/export")
        if (each / "model.json").is_file() or has_parts(each, PARTS)
    )
    if len(parts) == 1:
        return parts[0]
    if parts:
        names = ", ".join(str(each.parent) for each in parts)
        raise ExportError(
            f"{folder} holds {len(parts)} exports",
            f"its parts are {names}",
            "choose one",
        )
    if (folder / "config.json").is_file():
        config = read_json(folder / "config.json", ExportError)
        if isinstance(config, dict) and config.get("model", "") is None:
            raise _from_scratch(folder, config.get("data") or {})
        raise ExportError(
            f"The run {folder} has no export",
            "it is still training, was stopped, or its net cannot be exported",
            f"gluon-course export {folder}",
        )
    return folder


def _without_questions(model: ExportedModel) -> ExportError:
    """The error for a model whose task none of the predictors has."""
    task, data = model.meta["task"], model.meta.get("data") or {}
    what = f"{model.folder} predicts nothing: its task is {task or 'unknown'}"
    by_hand = "call load_exported(folder).block with an array"
    # pictures have three axes; a net of other numbers has no classes to be named
    if task or (data and len(model.input_shape) != 3):
        return ExportError(
            what,
            "no kind of question is defined for nets that map numbers to numbers, such "
            "as those of a series: their sections predict while they run",
            f"see what its section drew and printed, or {by_hand}",
        )
    return ExportError(
        what,
        "it was exported without class names",
        "export_model(net, folder, shape, info={'class_names': [...]}) names them, "
        f"or {by_hand}",
    )


def _from_scratch(folder: Path, data: dict) -> ExportError:
    """The error for a run of a net that cannot be built again, so not exported."""
    texts = "rnn-gluon, or gru for its gluon part" if data.get("vocab") else "lenet"
    return ExportError(
        f"The run {folder} has no export, and can have none",
        "its section builds the net from scratch or in place, so that only the section "
        "itself knows its layers",
        "see what the section printed, or ask a run of a registered model: "
        f"gluon-course run {texts}",
    )
