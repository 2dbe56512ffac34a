"""Models by name, with their facts: section, paper, size, published accuracy."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from typing import Any

from gluon_course.base.errors import ConfigError
from gluon_course.base.registry import Registry, nearest

BUILDS = {
    "2021-02-17": "release 1.1 of the text, MXNet 1.5.0, V100",
    "2020-02-13": "MXNet 1.5.0, V100",
    "2020-01-07": "MXNet 1.5.0, V100",
    "2019-01-08": "MXNet 1.5.0 before its release, M60",
    "2023-08-18": "zh-v2, MXNet tab",
}
"""Official builds of the text whose printed figures are quoted, and where they ran."""


TASKS = (
    *("classification", "regression", "detection", "segmentation"),
    *("language", "sentiment", "translation", "word-vectors"),
)
"""What models are for."""


@dataclasses.dataclass(frozen=True)
class Published:
    """Test accuracy that the text prints after the last epoch of a section.

    Attributes
    ----------
    accuracy : dict of str to float
        Test accuracy, 0..1, by the date of the build (see :data:`BUILDS`).
    num_epochs : int
        Epochs trained.
    options : dict
        Options of ``get_model`` that give the net the section trains.
    section : str
        Section of the figures when it is not the model's own.
    note : str
        What a reader has to know to compare.
    """

    accuracy: dict[str, float]
    num_epochs: int = 5
    options: dict[str, Any] = dataclasses.field(default_factory=dict)
    section: str = ""
    note: str = ""


@dataclasses.dataclass(frozen=True)
class ModelFacts:
    """What is known of a registered model.

    Attributes
    ----------
    name : str
        Key of :func:`get_model`.
    builder : callable
        The function that makes the net; its keyword arguments are the options.
    section : str
        Path of the section in the text.
    paper : str
        Authors, year and title of the paper; empty where there is none.
    input_shape : tuple of int
        One sample of the section, (C, H, W) for pictures, without the batch axis.
    num_parameters : int
        Trainable parameters with the default options and ``input_shape``.
    published : tuple of Published
        Accuracies that the text prints; empty for variants it does not train.
    task : str
        What it is for: one of :data:`TASKS`.
    """

    name: str
    builder: Callable
    section: str
    paper: str
    input_shape: tuple[int, ...]
    num_parameters: int
    published: tuple[Published, ...] = ()
    task: str = "classification"

    @property
    def options(self) -> dict[str, Any]:
        """The options with their defaults."""
        parameters = inspect.signature(self.builder).parameters.values()
        return {each.name: each.default for each in parameters}

    @property
    def summary(self) -> str:
        """The first line of the builder's docstring."""
        return inspect.getdoc(self.builder).splitlines()[0]


_MODELS = Registry("model", "gluon-course list models")


def register_model(
    *,
    section: str,
    input_shape: tuple[int, ...],
    num_parameters: int,
    paper: str = "",
    published: tuple[Published, ...] = (),
    task: str = "classification",
) -> Callable:
    """Register a builder under its own name, together with its facts.

    Parameters
    ----------
    section, input_shape, num_parameters, paper, published, task
        See :class:`ModelFacts`.

    Raises
    ------
    ConfigError
        If a model of that name exists.
    """

    def decorate(builder):
        name = builder.__name__
        facts = ModelFacts(
            name, builder, section, paper, input_shape, num_parameters, published, task
        )
        _MODELS.add(name, facts)
        return builder

    return decorate


def list_models(task: str | None = None) -> list[str]:
    """The names of all models, or of those for a task, sorted.

    Parameters
    ----------
    task : str, optional
        One of :data:`TASKS`.

    Raises
    ------
    ConfigError
        If there is no such task.
    """
    if task is None:
        return _MODELS.names()
    if task not in TASKS:
        raise ConfigError(f"There is no task {task!r}", nearest(task, TASKS))
    return [name for name in _MODELS.names() if _MODELS.get(name).task == task]


def model_facts(name: str) -> ModelFacts:
    """The facts of a model.

    Raises
    ------
    ConfigError
        If there is no model of that name; the message suggests the nearest.
    """
    return _MODELS.get(name)


def get_model(name: str, **options):
    """A new net of that name, not initialised.

    Parameters
    ----------
    name : str
        One of :func:`list_models`.
    options
        Keyword arguments of the builder, such as ``num_classes``.

    Returns
    -------
    HybridBlock
        Besides its layers it carries ``net.spec``, a dict of ``model`` (the name) and
        ``options`` (all of them, as JSON can hold them), from which
        ``get_model(spec["model"], **spec["options"])`` makes the same net again, and
        ``net.input_shape``, the shape of one sample in the section.

    Raises
    ------
    ConfigError
        If the name or an option is unknown, or a value is out of range.
    """
    facts = model_facts(name)
    for option in options:
        if option not in facts.options:
            raise ConfigError(
                f"The model {name!r} has no option {option!r}",
                nearest(option, facts.options),
                f"Its options and defaults are {_describe(facts.options)}",
            )
    net = facts.builder(**options)
    settings = {**facts.options, **options}
    net.spec = {
        "model": name,
        "options": {option: _plain(value) for option, value in settings.items()},
    }
    net.input_shape = facts.input_shape
    return net


def _plain(value):
    """``value`` as JSON holds it: sequences as lists, NumPy numbers as Python's."""
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value.item() if hasattr(value, "item") else value


def _describe(options: dict[str, Any]) -> str:
    return ", ".join(f"{option}={value!r}" for option, value in options.items())
