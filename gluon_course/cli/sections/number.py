"""Numbers on the command line: whole or real, finite, within limits."""

from __future__ import annotations

import math

import click


class Number(click.ParamType):
    """A finite number within limits.

    Parameters
    ----------
    kind : type
        ``int`` or ``float``.
    low, high : number, optional
        Smallest and largest value that is allowed.
    """

    name = "number"

    def __init__(self, kind: type, low: float | None = None, high: float | None = None):
        self.kind, self.low, self.high = kind, low, high

    def convert(self, value, param, ctx):
        """The number that the text stands for; a usage error says what is allowed."""
        try:
            number = self.kind(value)
            is_allowed = math.isfinite(number) and self._is_within(number)
        except (ValueError, OverflowError):
            is_allowed = False
        if is_allowed:
            return number
        self.fail(f"{str(value)!r} is not {self._allowed()}.", param, ctx)

    def _is_within(self, number: float) -> bool:
        is_high_enough = self.low is None or number >= self.low
        return is_high_enough and (self.high is None or number <= self.high)

    def _allowed(self) -> str:
        what = "a whole number" if self.kind is int else "a number"
        if self.high is not None:
            return f"{what} from {self.low} to {self.high}"
        return what if self.low is None else f"{what} of at least {self.low}"
