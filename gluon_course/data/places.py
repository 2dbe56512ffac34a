"""The folders that data may lie below, and the one that downloads go to."""

from __future__ import annotations

import os
from pathlib import Path

from gluon_course.base.paths import cache_root, data_root, mxnet_home
from gluon_course.data.dataset import DataSet


def bases(row: DataSet) -> list[Path]:
    """Folders that the paths of a row may lie below, in order of preference."""
    found = [data_root()]
    if _is_mxnet(row):
        found.append(mxnet_home())
    return [*found, downloads_folder()]


def target_base(row: DataSet) -> Path:
    """The folder that downloads go below: the root, or the cache if that is read-only.

    Weights and embeddings of MXNet go where MXNet looks for them, unless
    ``GLUON_COURSE_DATA`` names a root.
    """
    is_chosen = bool(os.environ.get("GLUON_COURSE_DATA"))
    base = mxnet_home() if _is_mxnet(row) and not is_chosen else data_root()
    return base if is_writable(base) else downloads_folder()


def downloads_folder() -> Path:
    """Where downloads go when the root is read-only."""
    return cache_root() / "downloads"


def complete_base(row: DataSet) -> Path | None:
    """The first folder below which all files of a row are."""
    for base in bases(row):
        if all((base / file.path).is_file() for file in row.files):
            return base
    return None


def is_writable(folder: Path) -> bool:
    """Whether ``folder`` can be written or, when it is not there yet, be made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    # Permissions are respected also by root, whom the system would let write.
    has_permission = bool(folder.stat().st_mode & 0o222)
    return folder.is_dir() and has_permission and os.access(folder, os.W_OK)


def _is_mxnet(row: DataSet) -> bool:
    return row.files[0].path.startswith(("models/", "embeddings/"))
