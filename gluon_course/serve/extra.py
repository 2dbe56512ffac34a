"""The packages of the extra ``serve``: asked for once, before anything needs them."""

from __future__ import annotations

import importlib.util

from gluon_course.base.errors import StackError

PACKAGES = ("fastapi", "uvicorn", "python_multipart", "prometheus_client")


def require_serve() -> None:
    """Raise an error that names the extra unless its packages are there.

    Raises
    ------
    StackError
        If one is missing.
    """
    missing = [name for name in PACKAGES if not _is_there(name)]
    if missing:
        raise StackError(
            f"Serving needs {', '.join(missing)}",
            "the extra serve is not installed",
            "pip install 'gluon_course[serve]'",
        )


def _is_there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):  # blocked, or half removed
        return False
