"""One published figure, and the verdict on a measured value of it."""

from __future__ import annotations

import dataclasses
import math

from gluon_course.base.errors import ConfigError

V2_BUILD = "2023-08-18"
BUILDS = {
    "2021-02-17": "release 1.1 of the text, MXNet 1.5.0, V100",
    "2020-02-13": "MXNet 1.5.0, V100",
    "2020-01-07": "MXNet 1.5.0, V100",
    "2019-01-08": "MXNet 1.5.0 before its release, M60",
    V2_BUILD: "zh-v2, MXNet tab",
}
"""Official builds of the text whose printed figures are quoted, and where they ran."""

KINDS = ("accuracy", "loss", "value", "seconds")


@dataclasses.dataclass(frozen=True)
class Figure:
    """A figure that a section of the text prints.

    Attributes
    ----------
    section : str
        Path of the section in the text.
    name : str
        Plain name, as in the history of a run: ``test_acc``, ``train_loss``.
    values : dict of str to float
        Value by the date of the build (see :data:`BUILDS`), the newest first.
    kind : str
        ``accuracy`` (0..1), ``loss`` (0 or more), ``value``, or ``seconds``, which is
        not judged because it belongs to a machine.
    accepted : (float, float) or None
        Range in which another run on the text's data is expected; by default one is
        derived from the values, see :attr:`low`.
    note : str
        What a reader has to know to compare.
    measured : (float, float) or None
        Range in which a run on other data than the text's is expected, from our own
        measurements: no figure of the text. ``note`` names the data.
    printed : str
        Format of a value, with as many digits as tell it from another.
    """

    section: str
    name: str
    values: dict[str, float]
    kind: str
    accepted: tuple[float, float] | None = None
    note: str = ""
    measured: tuple[float, float] | None = None
    printed: str = ".4g"

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ConfigError(
                f"The kind of {self.name} is {self.kind!r}", f"use one of {KINDS}"
            )
        if not self.values or not set(self.values) <= set(BUILDS):
            raise ConfigError(
                f"The builds of {self.name} are {list(self.values)}",
                action=f"give one or more of {list(BUILDS)}",
            )
        if self.measured and not self.note:
            raise ConfigError(
                f"The range measured for {self.name} is of unnamed data",
                action="name the data in its note",
            )

    @property
    def is_judged(self) -> bool:
        """Can another machine be expected to find this value?"""
        return self.kind != "seconds"

    @property
    def low(self) -> float:
        """Lower end of the accepted range.

        Unless given: the smallest value less a margin, and likewise the largest plus
        that margin. The margin is the spread of the builds, but at least .01 for an
        accuracy and a tenth of the value otherwise.
        """
        return self.accepted[0] if self.accepted else self._smallest - self._margin

    @property
    def high(self) -> float:
        """Upper end of the accepted range, see :attr:`low`."""
        return self.accepted[1] if self.accepted else self._largest + self._margin

    def shown(self, value: float) -> str:
        """A value of this figure as it is printed."""
        return f"{value:{self.printed}}"

    @property
    def _smallest(self) -> float:
        return min(self.values.values())

    @property
    def _largest(self) -> float:
        return max(self.values.values())

    @property
    def _margin(self) -> float:
        largest = max(abs(value) for value in self.values.values())
        least = 0.01 if self.kind == "accuracy" else 0.1 * largest
        return max(self._largest - self._smallest, least)

    def __str__(self) -> str:
        values = " ".join(map(self.shown, self.values.values()))
        return f"{self.name} (published {values})"


@dataclasses.dataclass(frozen=True)
class Verdict:
    """A measured value beside the published figure.

    Attributes
    ----------
    figure : Figure
    value : float
        What was measured.
    """

    figure: Figure
    value: float

    @property
    def is_inside(self) -> bool | None:
        """Does the value lie in the accepted range? None where that is not judged."""
        if not self.figure.is_judged:
            return None
        return self.figure.low <= self.value <= self.figure.high

    @property
    def is_as_measured(self) -> bool:
        """Does it lie where we measured runs on other data than the text's?"""
        span = self.figure.measured
        return span is not None and span[0] <= self.value <= span[1]

    @property
    def word(self) -> str:
        """``inside``, ``below``, ``above``, ``not finite`` or ``not judged``.

        Judged is against the accepted range alone, never against the measured one.
        """
        if not self.figure.is_judged:
            return "not judged"
        if not math.isfinite(self.value):
            return "not finite"
        if self.is_inside:
            return "inside"
        return "below" if self.value < self.figure.low else "above"

    def __str__(self) -> str:
        shown = self.figure.shown
        low, high = shown(self.figure.low), shown(self.figure.high)
        span = f" {low} to {high}" if self.figure.is_judged else ""
        numbers = " ".join(map(shown, self.figure.values.values()))
        aside = ""
        if self.is_as_measured and not self.is_inside:
            low, high = map(shown, self.figure.measured)
            aside = f"; inside {low} to {high}, measured: {self.figure.note}"
        return (
            f"{self.figure.name} {shown(self.value)}: {self.word}{span} "
            f"(published {numbers}){aside}"
        )
