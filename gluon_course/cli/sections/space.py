"""The space of a search: for each setting a range, some choices, or one value."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable

import click

from gluon_course.cli.sections.number import Number
from gluon_course.cli.sections.script import Setting
from gluon_course.cli.sections.settings import setting_options, setting_type


@dataclasses.dataclass(frozen=True)
class Axis:
    """The values that a search may give to one setting.

    Attributes
    ----------
    choices : tuple of numbers
        These and no others; empty for a range.
    low, high : number
        Ends of the range, both allowed; whole numbers for a setting that is one.
    is_log : bool
        Equal ratios are equally likely, not equal differences; ``low`` is above 0.
    """

    choices: tuple = ()
    low: float = 0
    high: float = 0
    is_log: bool = False

    @property
    def size(self) -> float:
        """How many values there are; infinite for real numbers."""
        if self.choices:
            return len(self.choices)
        is_whole = isinstance(self.low, int) and isinstance(self.high, int)
        return self.high - self.low + 1 if is_whole else math.inf

    def __str__(self) -> str:
        if self.choices:
            return ",".join(f"{each:g}" for each in self.choices)
        return f"{self.low:g}:{self.high:g}" + (":log" if self.is_log else "")


class AxisType(click.ParamType):
    """``0.01:1:log``, ``1:10``, ``32,64,128``, or one number.

    Parameters
    ----------
    number : Number
        What a single value must be.
    """

    name = "axis"

    def __init__(self, number: Number):
        self.number = number

    def convert(self, value, param, ctx):
        """An :class:`Axis`, or a number; a usage error says what is wrong."""
        if not isinstance(value, str):
            return value
        if ":" in value:
            return self._range(value, param, ctx)
        words = [each for each in value.split(",") if each.strip()]
        numbers = tuple(self.number.convert(each, param, ctx) for each in words)
        if not numbers:
            self.fail(f"{value!r} holds no number.", param, ctx)
        choices = tuple(dict.fromkeys(numbers))
        return choices[0] if len(choices) == 1 else Axis(choices)

    def _range(self, value: str, param, ctx) -> Axis:
        words = value.split(":")
        is_log = words[-1].strip().lower() == "log"
        if is_log:
            words.pop()
        if len(words) != 2:
            self.fail(
                f"{value!r} is not a range: write LOW:HIGH or LOW:HIGH:log.", param, ctx
            )
        low, high = (self.number.convert(each, param, ctx) for each in words)
        if not low < high:
            self.fail(f"{value!r} does not rise from low to high.", param, ctx)
        if is_log and low <= 0:
            self.fail(f"{value!r}: a logarithmic range starts above 0.", param, ctx)
        return Axis(low=low, high=high, is_log=is_log)


def space_options(settings: Iterable[Setting]) -> list[click.Option]:
    """One option for each setting: numbers take an axis, the others a value."""
    options = []
    for setting in settings:
        (option,) = setting_options([setting])
        if setting.is_number:
            option = click.Option(
                [setting.option, setting.name],
                type=AxisType(setting_type(setting.name, setting.default)),
                metavar="AXIS",
                help=option.help,
            )
        options.append(option)
    return options
