"""Checks of the options of model builders: a value out of range is a ConfigError."""

from __future__ import annotations

import numbers
from collections.abc import Sequence
from typing import Any

from gluon_course.base.errors import ConfigError


def check_int(option: str, value: Any, high: int | None = None) -> int:
    """``value`` as an int in 1..``high``.

    Raises
    ------
    ConfigError
        If it is no integer or lies outside.
    """
    limits = "a whole number of at least 1"
    if high is not None:
        limits = f"a whole number from 1 to {high}"
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise ConfigError(f"{option} is {value!r}", action=f"Choose {limits}")
    if value < 1 or (high is not None and value > high):
        raise ConfigError(f"{option} is {value}", action=f"Choose {limits}")
    return int(value)


def check_rate(option: str, value: Any) -> float:
    """``value`` as the share of units that dropout sets to zero, 0 <= value < 1.

    Raises
    ------
    ConfigError
        If it is no number or lies outside.
    """
    is_number = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if not is_number or not 0 <= value < 1:
        raise ConfigError(
            f"{option} is {value!r}",
            "It is the share of units that are dropped, not of those kept",
            "Choose a number from 0 up to, but not including, 1",
        )
    return float(value)


def check_widths(option: str, value: Any) -> tuple[int, ...]:
    """``value``, one width or a sequence of them, as a tuple of ints of at least 1.

    Raises
    ------
    ConfigError
        If it is neither, or a width is below 1.
    """
    if isinstance(value, numbers.Integral):
        value = (value,)
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ConfigError(
            f"{option} is {value!r}",
            action="Give the widths as a tuple, such as (256,)",
        )
    return tuple(check_int(f"{option}[{i}]", each) for i, each in enumerate(value))


def check_rates(option: str, value: Any, num_layers: int) -> tuple[float, ...]:
    """``value``, one rate for all layers or one per layer, as ``num_layers`` rates.

    Raises
    ------
    ConfigError
        If a rate is outside 0 <= rate < 1, or their number is not ``num_layers``.
    """
    if isinstance(value, str) or not isinstance(value, Sequence):
        return (check_rate(option, value),) * num_layers
    if len(value) != num_layers:
        raise ConfigError(
            f"{option} has {len(value)} rates for {num_layers} hidden layers",
            action="Give one number for all layers, or one per hidden layer",
        )
    return tuple(check_rate(f"{option}[{i}]", each) for i, each in enumerate(value))


def check_steps(value: Any) -> int:
    """``value`` as the words of a padded sentence, 2 or more.

    Raises
    ------
    ConfigError
        If it is no integer or below 2.
    """
    if check_int("num_steps", value) < 2:
        raise ConfigError(
            f"num_steps is {value}",
            "A sentence has a word and its end, <eos>",
            "Choose a whole number of at least 2",
        )
    return int(value)
