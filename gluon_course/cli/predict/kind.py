"""What ``predict`` has to know of a kind of model: its options and its answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

import click

from gluon_course.base.errors import ConfigError

LONGEST = 240
"""Columns of a text that is said back: three lines; ``--json`` has all of it."""


@dataclasses.dataclass(frozen=True)
class Answers:
    """What a model said, ready to print.

    Attributes
    ----------
    content : dict
        What ``--json`` prints; the notice is added to it.
    text : str
        What is printed else; empty if there is no answer.
    errors : tuple of str
        Messages for stderr, of inputs that could not be answered.
    """

    content: dict
    text: str
    errors: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Kind:
    """Models that are asked in the same way.

    Attributes
    ----------
    tasks : tuple of str
        The tasks in ``model.json`` that are of this kind.
    title : str
        Heading of the options in the help, such as ``Pictures``.
    params : tuple of click.Parameter
        Arguments and options that this kind brings. None of them may be required:
        the folder says only later which kind it is.
    answer : callable
        ``answer(predictor, values) -> Answers``: ``predictor`` is what
        :func:`~gluon_course.predict.load_predictor` returns, ``values`` are the
        arguments and options by name.
    shared : tuple of str
        Names of further parameters, of another kind, that this one takes too.
    """

    tasks: tuple[str, ...]
    title: str
    params: tuple[click.Parameter, ...]
    answer: Callable[[object, Mapping], Answers]
    shared: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all parameters that models of this kind take."""
        return (*(each.name for each in self.params), *self.shared)


def refuse_other_bytes(values: Mapping, spelled: Mapping[str, str]) -> None:
    """Refuse texts whose bytes on the command line were not UTF-8.

    Parameters
    ----------
    values : mapping of str to object
        Parameters by name; tuples may hold texts.
    spelled : mapping of str to str
        How each name is written on the command line.

    Raises
    ------
    ConfigError
        Naming the first of them.
    """
    for name, value in values.items():
        for each in _texts(value):
            # Python keeps such bytes as halves of surrogate pairs
            if any("\ud800" <= c <= "\udfff" for c in each):
                raise ConfigError(
                    f"{spelled[name]} {each!r} is not a text in UTF-8",
                    "the terminal or a file gave its bytes in another encoding",
                    "convert it to UTF-8",
                )


def refuse_others(
    kind: Kind, task: str, given: tuple[str, ...], spelled: Mapping[str, str]
) -> None:
    """Refuse what was given although models of this kind do not take it.

    Parameters
    ----------
    kind : Kind
    task : str
        The model's task, for the message.
    given : tuple of str
        Names of the parameters on the command line.
    spelled : mapping of str to str
        How each name is written there.

    Raises
    ------
    ConfigError
        Naming the first of them and what the model takes.
    """
    for name in given:
        if name not in kind.names:
            raise ConfigError(
                f"{spelled[name]} is nothing for this model",
                f"its task is {task}",
                f"it takes {', '.join(spelled[each] for each in kind.names)}",
            )


def _texts(value) -> list[str]:
    """The texts of a value, which may be one or hold some, however deep."""
    if isinstance(value, (tuple, list)):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []
