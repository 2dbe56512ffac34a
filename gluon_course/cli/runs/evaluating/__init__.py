"""What ``eval`` measures of a run: a module for each kind of task."""

from __future__ import annotations

import importlib

from gluon_course.base.errors import ConfigError
from gluon_course.cli.runs.evaluating.report import Asked, Report
from gluon_course.cli.runs.trained import Trained

KINDS = {
    "Classification": "classification",
    "SSD": "detection",
    "YOLO": "detection",
    "RCNN": "detection",
    "MaskRCNN": "detection",
    "Segmentation": "segmentation",
}
"""Name of the task in ``config.json`` -> module of this package.

The module has ``evaluate(trained, asked)``, which writes its pictures and returns a
:class:`Report`.
"""

__all__ = ["KINDS", "Asked", "Report", "evaluate"]


def evaluate(trained: Trained, asked: Asked) -> Report:
    """Measure a trained net as its task is measured.

    Parameters
    ----------
    trained : Trained
    asked : Asked

    Returns
    -------
    Report

    Raises
    ------
    ConfigError
        If nets of that task are not evaluated.
    ExportError, CheckpointError
        If the net cannot be had: see :meth:`Trained.net`.
    """
    task = (trained.config.get("task") or {}).get("name")
    if task not in KINDS:
        raise ConfigError(
            f"{trained.folder} cannot be evaluated: its task is {task}",
            f"eval knows the tasks {', '.join(KINDS)}",
            "its figures are in history.jsonl and result.json",
        )
    module = importlib.import_module(f"{__name__}.{KINDS[task]}")
    return module.evaluate(trained, asked)
