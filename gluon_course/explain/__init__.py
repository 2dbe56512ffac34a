"""Questions that learners of the course write down, answered by what can be run.

One topic a file. A file holds the functions that the topic is about, and an answer with
checks that can fail: ``gluon-course explain broadcasting`` prints it.
"""

import importlib
import pkgutil

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.explain.topic import (  # noqa: E402
    Answer,
    Check,
    Table,
    Topic,
    get_topic,
    list_topics,
    register_topic,
)

for _module in pkgutil.iter_modules(__path__, f"{__name__}."):
    importlib.import_module(_module.name)  # a topic is there once its file is

__all__ = [
    "Answer",
    "Check",
    "Table",
    "Topic",
    "get_topic",
    "list_topics",
    "register_topic",
]
