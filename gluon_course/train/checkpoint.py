"""Checkpoints: folders written whole or not at all, read only after their checksums.

``checkpoints/epoch-0003`` holds ``net.params``, ``optimizer.params``, ``state.json``
and ``manifest.json`` with the size and sha256 of the others. No file holds a pickle,
and no file reaches MXNet's own parser, which loads damaged files without a word.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from gluon_course.base import files
from gluon_course.base.errors import CheckpointError, CourseError
from gluon_course.base.params_file import read_params, write_params
from gluon_course.train.optimizer_state import (
    check_counters,
    collect_state,
    restore_state,
)
from gluon_course.train.parameters import BlockParameters, set_all
from gluon_course.train.state import TrainState, unsound

FORMAT = 1
_EPOCH_FOLDER = re.compile(r"epoch-(\d+)")


def save_checkpoint(folder, updates, state: dict) -> Path:
    """Write parameters, optimizer state and ``state`` (JSON) as one folder."""
    with files.new_folder(folder) as temporary:
        optimizer_arrays, counters = collect_state(updates)
        write_params(temporary / "net.params", updates.parameters.arrays())
        write_params(temporary / "optimizer.params", optimizer_arrays)
        files.write_json(temporary / "state.json", {**state, "optimizer": counters})
        write_manifest(temporary)
    return Path(folder)


def load_checkpoint(folder, updates) -> dict:
    """Restore parameters and optimizer state; return the JSON of ``state.json``.

    Raises
    ------
    CheckpointError
        If a file is missing, damaged, or belongs to another net or optimizer.
    """
    folder = Path(folder)
    verify_manifest(folder)
    state = files.read_json(folder / "state.json", CheckpointError)
    path = folder / "net.params"
    arrays, moments = read_params(path), read_params(folder / "optimizer.params")
    if not isinstance(state, dict):
        raise unsound("no names", state)
    check_counters(state.get("optimizer"))
    set_all(updates.parameters, arrays, path)
    restore_state(updates, moments, state["optimizer"])
    return state


def load_net(folder, net) -> None:
    """Give an initialized net the parameters of a checkpoint.

    Raises
    ------
    CheckpointError
        If a file is missing, damaged, or belongs to another net.
    """
    path = Path(folder) / "net.params"
    verify_manifest(path.parent)
    set_all(BlockParameters(net), read_params(path), path)


def write_manifest(folder: Path) -> None:
    """Record size and sha256 of every file of the folder in ``manifest.json``."""
    rows = {
        path.name: {"bytes": path.stat().st_size, "sha256": files.checksum(path)}
        for path in sorted(folder.iterdir())
    }
    files.write_json(folder / "manifest.json", {"format": FORMAT, "files": rows})


def verify_manifest(folder: Path) -> None:
    """Compare every file of the folder with ``manifest.json``.

    Raises
    ------
    CheckpointError
        If a file is missing, damaged or not listed.
    """
    manifest = files.read_json(folder / "manifest.json", CheckpointError)
    rows = manifest.get("files") if isinstance(manifest, dict) else None
    if not isinstance(rows, dict) or manifest.get("format") != FORMAT:
        raise CheckpointError(
            f"{folder}/manifest.json is not a manifest of format {FORMAT}",
            "it was written by another version or edited",
        )
    needed = {"net.params", "optimizer.params", "state.json"}
    if not needed <= set(rows):
        raise CheckpointError(f"{folder}/manifest.json lists only {sorted(rows)}")
    for name, row in rows.items():
        path = folder / Path(name).name
        try:
            is_whole = path.stat().st_size == row["bytes"] and (
                files.checksum(path) == row["sha256"]
            )
        except (OSError, TypeError, KeyError, ValueError) as error:
            raise CheckpointError(f"Cannot read {path}: {error}") from error
        if not is_whole:
            raise CheckpointError(
                f"{path} is damaged: its checksum is not the one in manifest.json",
                "the file was cut off or changed",
                "delete this folder; --resume then takes the checkpoint before it",
            )


def list_checkpoints(folder) -> list[Path]:
    """The epoch folders below ``folder``, oldest first, whole or not."""
    folder = Path(folder)
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if _EPOCH_FOLDER.fullmatch(path.name))
    return sorted(found, key=_epoch_of)


def last_good(folder) -> tuple[Path | None, list[str]]:
    """The newest checkpoint that is whole, and why newer ones were passed over."""
    passed = []
    for path in reversed(list_checkpoints(folder)):
        try:
            verify_manifest(path)
        except CourseError as error:
            passed.append(str(error))
        else:
            return path, passed
    return None, passed


def best_checkpoint(folder) -> Path:
    """The checkpoint of the best epoch, or the last one where that is gone.

    Raises
    ------
    CheckpointError
        If no checkpoint in ``folder`` is whole.
    """
    last, passed = last_good(folder)
    if last is None:
        raise CheckpointError(
            f"There is no whole checkpoint in {folder}",
            passed[0] if passed else "no epoch was finished",
            "train first: gluon-course run SECTION --out FOLDER",
        )
    state = files.read_json(last / "state.json", CheckpointError)
    best = TrainState.restored(state if isinstance(state, dict) else {}).best
    if best:
        path = Path(folder) / f"epoch-{best['epoch']:04d}"
        if path in list_checkpoints(folder):
            verify_manifest(path)
            return path
    return last


def discard_old(folder, epoch: int, best_epoch: int | None) -> None:
    """Delete the checkpoints up to ``epoch`` but the last two and the best.

    Newer ones are damaged and were passed over: they do not count.
    """
    found = [each for each in list_checkpoints(folder) if _epoch_of(each) <= epoch]
    for path in found[:-2]:
        if _epoch_of(path) != best_epoch:
            shutil.rmtree(path, ignore_errors=True)


def _epoch_of(path: Path) -> int:
    return int(_EPOCH_FOLDER.fullmatch(path.name).group(1))
