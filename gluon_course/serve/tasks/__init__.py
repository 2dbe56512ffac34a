"""How models are asked over the wire: a module for each kind, a row for each task."""

from gluon_course.serve.tasks import pictures, texts, words
from gluon_course.serve.tasks.task import Asked, Task

TASKS: dict[str, Task] = {**pictures.TASKS, **texts.TASKS, **words.TASKS}
"""Task in ``model.json`` -> how it is asked. A further one is one more row."""

__all__ = ["TASKS", "Asked", "Task"]
