"""The packages of the extra ``serve``: asked for once, before anything needs them."""

from __future__ import annotations

from gluon_course.base.errors import StackError
from gluon_course.base.packages import missing_packages

PACKAGES = ("fastapi", "uvicorn", "python_multipart", "prometheus_client")


def require_serve() -> None:
    """Raise an error that names the extra unless its packages are there.

    Raises
    ------
    StackError
        If one is missing.
    """
    missing = missing_packages(PACKAGES)
    if missing:
        raise StackError(
            f"Serving needs {', '.join(missing)}",
            "the extra serve is not installed",
            "pip install 'gluon_course[serve]'",
        )
