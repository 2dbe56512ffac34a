"""Start-up of MXNet: the only module that prepares the process for it."""

import importlib.util

from gluon_course.base.errors import StackError


def require_mxnet() -> None:
    """Raise a one-line error that says what to install when MXNet is missing.

    Raises
    ------
    StackError
        If neither ``mxnet`` nor ``mxnet-cu112`` is installed.
    """
    if importlib.util.find_spec("mxnet") is None:
        raise StackError(
            "MXNet is not installed",
            action="pip install 'gluon_course[cpu]' (or 'gluon_course[cu112]' for a GPU)",
        )
