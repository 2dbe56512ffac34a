"""A finder that prepares the process at ``import mxnet``, whoever imports it.

gluoncv is looked after too. ``import gluon_course`` installs the finder, and so does
the start-up line of the installed package (:mod:`gluon_course.base.at_start`), so that
programs which never import this package are served as well. The finder loads nothing
before one of the two modules is imported.
"""

import os
import sys
from collections.abc import Callable
from types import ModuleType

PREPARED = ("mxnet", "gluoncv")
"""What is looked after: ``startup.around_NAME`` is a context for its import."""

_AFTER: list[Callable[[ModuleType], None]] = []


class MxnetFinder:
    """Finds mxnet and gluoncv with the other finders and wraps their execution."""

    gluon_course_start = True

    def find_spec(self, name, path=None, target=None):
        """The spec of mxnet or gluoncv, wrapped; None for every other module."""
        if name not in PREPARED:
            return None
        for finder in sys.meta_path:
            if getattr(finder, "gluon_course_start", False):
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                _wrap(spec.loader)
                return spec
        return None


FINDER = MxnetFinder()


def install() -> None:
    """Put the finder in front, once, in place of the one of the start-up line."""
    if FINDER not in sys.meta_path:
        sys.meta_path.insert(0, FINDER)
    for finder in list(sys.meta_path):
        if finder is not FINDER and getattr(finder, "gluon_course_start", False):
            sys.meta_path.remove(finder)


def after_import(function: Callable[[ModuleType], None]) -> None:
    """Have ``function(mxnet)`` called once mxnet is imported; at once if it is already.

    Functions are called in the order of registration.
    """
    if function not in _AFTER:
        _AFTER.append(function)
        mxnet = sys.modules.get("mxnet")
        if mxnet is not None and not _is_loading(mxnet):
            function(mxnet)


def _wrap(loader) -> None:
    """Let ``loader.exec_module`` run inside the context of its module, once."""
    if not hasattr(loader, "exec_module") or "exec_module" in vars(loader):
        return  # a folder without __init__, or wrapped already
    execute = loader.exec_module

    def exec_module(module):
        from gluon_course.base import startup

        del loader.exec_module  # the loader is as it was, for whoever looks at it later
        with getattr(startup, f"around_{module.__name__}")():
            execute(module)
        if module.__name__ == "mxnet":
            for function in _AFTER:
                function(module)

    loader.exec_module = exec_module


def _is_loading(module: ModuleType) -> bool:
    return getattr(module.__spec__, "_initializing", False)


def _simulate_gpus(mxnet: ModuleType) -> None:
    """Have the GPUs that the environment asks for; load nothing where it asks none."""
    if os.environ.get("GLUON_COURSE_FAKE_GPUS"):
        from gluon_course.base import simulated_gpus

        simulated_gpus.simulate_gpus(simulated_gpus.requested())


after_import(_simulate_gpus)
