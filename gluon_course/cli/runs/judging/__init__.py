"""Data of a run read again: batches to calibrate with, and a judge of its exports."""

from __future__ import annotations

import importlib

from gluon_course.base.errors import ExportError
from gluon_course.cli.runs.judging.samples import Samples
from gluon_course.cli.runs.trained import Trained

KINDS = {
    "Classification": "classification",
    "SSD": "pictures",
    "YOLO": "pictures",
    "RCNN": "pictures",
    "MaskRCNN": "pictures",
    "Segmentation": "pictures",
    "LanguageModel": "texts",
    "Translation": "pairs",
}
"""Name of the task in ``config.json`` -> module of this package.

The module has ``samples_of(trained, num_samples)``, which returns :class:`Samples`.
"""

__all__ = ["KINDS", "Samples", "samples_of"]


def samples_of(trained: Trained, num_samples: int) -> Samples:
    """What an export of a run in fewer bits is calibrated with and judged by.

    Parameters
    ----------
    trained : Trained
    num_samples : int
        How many training samples are needed for calibration.

    Raises
    ------
    ExportError
        If there is no figure for nets of that task.
    ConfigError, DataError
        If the data are not described or cannot be read again.
    """
    task = (trained.config.get("task") or {}).get("name")
    if task not in KINDS:
        raise ExportError(
            f"{trained.folder} has nothing to judge an export in fewer bits by",
            f"its task is {task}; there are figures for {', '.join(KINDS)}",
            "export it as symbol or onnx, or from Python with a judge of your own",
        )
    module = importlib.import_module(f"{__name__}.{KINDS[task]}")
    return module.samples_of(trained, num_samples)
