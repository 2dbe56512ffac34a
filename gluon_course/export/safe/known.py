"""Which exports need no guarded load: ours, and those that passed one before.

What is remembered is the checksum of ``model.json``, which names those of the other
files, so a change of any of them makes another export. The cache is a folder of empty
files in the user's own cache; where it cannot be written, exports are checked again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from gluon_course import __version__
from gluon_course.base.errors import DataError
from gluon_course.base.files import write_bytes
from gluon_course.base.paths import cache_root

CHECKER = 1
"""Raised when the checks become stricter: what passed earlier ones is checked anew."""

_MOST = 2_000
_HERE: set[str] = set()


def is_known(checksum: str) -> bool:
    """Whether an export with this checksum was written or checked by this user."""
    return checksum in _HERE or _place(checksum).is_file()


def remember(checksum: str) -> None:
    """Have :func:`is_known` say so from now on, in later processes too."""
    _HERE.add(checksum)
    place = _place(checksum)
    if not place.is_file():
        with contextlib.suppress(DataError, OSError):
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_bytes(place, b"")
            _forget_oldest(place.parent)


def _place(checksum: str) -> Path:
    text = f"{CHECKER} {__version__} {checksum}"
    name = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return cache_root() / "checked" / name


def _forget_oldest(folder: Path) -> None:
    found = list(os.scandir(folder))
    if len(found) > _MOST:
        found.sort(key=lambda each: each.stat().st_mtime)
        for each in found[: _MOST // 2]:
            os.unlink(each.path)
