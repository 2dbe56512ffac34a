"""Which packages of an extra are missing, found without importing them."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable


def missing_packages(names: Iterable[str]) -> list[str]:
    """Those of ``names`` that cannot be found, in their order."""
    return [name for name in names if not _is_there(name)]


def _is_there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):  # blocked, or half removed
        return False
