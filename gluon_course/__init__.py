"""gluon_course: the course "动手学深度学习" (MXNet/Gluon edition) as a package.

Importing it starts no MXNet; it only sees to it that MXNet is prepared when it is
imported (see :mod:`gluon_course.base.startup`). Rooms and public names load on demand.
"""

import importlib

from gluon_course.base import hook as _hook

__version__ = "0.1.0"

_ROOMS = (
    "base",
    "cli",
    "d2lzh",
    "data",
    "explain",
    "export",
    "metrics",
    "models",
    "nn",
    "notebooks",
    "optim",
    "predict",
    "results",
    "scratch",
    "serve",
    "text",
    "train",
    "viz",
)
_NAMES = {
    "CourseError": "base.errors",
    "RunOptions": "base.run",
    "parse_devices": "base.devices",
    "seed_everything": "base.seeds",
    "simulate_gpus": "base.simulated_gpus",
    "try_all_gpus": "base.devices",
    "try_gpu": "base.devices",
    "get_model": "models",
    "list_models": "models",
    "Trainer": "train",
    "export_model": "export",
    "load_exported": "export",
    "load_predictor": "predict",
}

__all__ = [*_NAMES, *_ROOMS]

_hook.install()


def __getattr__(name: str):
    if name in _ROOMS:
        return importlib.import_module(f"{__name__}.{name}")
    if name in _NAMES:
        return getattr(importlib.import_module(f"{__name__}.{_NAMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list:
    return sorted({*globals(), *__all__})
