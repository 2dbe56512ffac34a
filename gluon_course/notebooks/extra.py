"""The packages of the extra ``notebook``: asked for where they are needed."""

from __future__ import annotations

from gluon_course.base.errors import StackError
from gluon_course.base.packages import missing_packages

WRITING = ("jupytext", "nbformat")
SLIDES = (*WRITING, "markdown_it", "mdit_py_plugins", "pygments")
RUNNING = (*WRITING, "nbclient", "ipykernel")


def require_notebook(packages: tuple[str, ...] = WRITING) -> None:
    """Raise an error that names the extra unless its packages are there.

    Raises
    ------
    StackError
        If one is missing.
    """
    missing = missing_packages(packages)
    if missing:
        raise StackError(
            f"Notebooks need {', '.join(missing)}",
            "the extra notebook is not installed",
            "pip install '.[cpu,notebook]' in the course's folder, or "
            f"pip install {' '.join(each.replace('_', '-') for each in missing)}",
        )
