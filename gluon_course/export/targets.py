"""Where an export may go: to a new folder, or in the place of another export."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gluon_course.base.errors import ExportError
from gluon_course.export.manifest import MANIFEST, ONNX, PARAMS, SYMBOL


def check_folder(folder: Path) -> None:
    """Refuse to replace anything that is not an export.

    Raises
    ------
    ExportError
        Naming what is in the way.
    """
    if not folder.exists():
        return
    ours = {MANIFEST, SYMBOL, PARAMS, ONNX}
    others = [] if folder.is_dir() else [folder]
    if folder.is_dir():
        others = [each for each in folder.iterdir() if each.name not in ours]
    if others:
        raise ExportError(
            f"{folder} is not an export; it would be replaced",
            f"{others[0].name!r} is in the way",
            "choose another folder",
        )


def check_parts_folder(folder: Path, parts: Mapping[str, tuple]) -> None:
    """Refuse to replace anything that is not an export of these parts.

    Raises
    ------
    ExportError
        Naming what is in the way.
    """
    others = [each.name for each in sorted(folder.glob("*")) if each.name not in parts]
    if others:
        raise ExportError(
            f"{folder} is not an export of {', '.join(parts)}",
            f"{others[0]!r} is in the way",
            "choose another folder",
        )
