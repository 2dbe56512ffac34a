"""Questions that learners of the course write down, answered by what can be run.

One topic a file, which holds the functions that the topic is about, and an answer with
checks that can fail: ``gluon-course explain broadcasting`` prints it. It is imported
when it is asked for.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.explain.topic import (  # noqa: E402
    TOPICS,
    Answer,
    Check,
    Table,
    Topic,
    register_topic,
)

__all__ = [
    "Answer",
    "Check",
    "Table",
    "Topic",
    "get_topic",
    "list_topics",
    "register_topic",
]

_FILES = {module.name for module in pkgutil.iter_modules(__path__)}


def get_topic(name: str) -> Topic:
    """The topic of that name.

    Raises
    ------
    ConfigError
        If there is none; the message suggests the nearest name.
    """
    file = str(name).replace("-", "_")
    if file in _FILES:
        __getattr__(file)
    if name not in TOPICS:
        list_topics()  # so that the nearest is among those suggested
    return TOPICS.get(name)


def list_topics() -> list[Topic]:
    """All topics, by name."""
    for file in sorted(_FILES):
        __getattr__(file)
    return [TOPICS.get(name) for name in TOPICS.names()]


def __getattr__(name: str) -> ModuleType:
    if name not in _FILES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module(f"{__name__}.{name}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_FILES})
