"""The figures of a measurement of speed, as data."""

from __future__ import annotations

import dataclasses

from gluon_course.base.inputs import Input


@dataclasses.dataclass(frozen=True)
class Speed:
    """How fast one form is for batches of one size.

    Attributes
    ----------
    form : str
        One of :data:`~gluon_course.export.speed.forms.SPEED_FORMS`.
    batch_size : int
    milliseconds : tuple of float
        Lower quartile, median and upper quartile of the rounds, for one batch; empty
        where it was not measured.
    samples_per_s : float or None
        At the median.
    peak_share : float or None
        Operations in a second over those of a float32 matrix product, 0 and more; None
        where the net has no sums of products that can be counted.
    difference : float or None
        Largest difference of its outputs from the first form's, as a share of the
        largest output; None for the first.
    reason : str
        Why it was not measured.
    """

    form: str
    batch_size: int
    milliseconds: tuple[float, ...] = ()
    samples_per_s: float | None = None
    peak_share: float | None = None
    difference: float | None = None
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class SpeedReport:
    """What :func:`measure_speed` found.

    Attributes
    ----------
    net : str
        Registered name, else class.
    inputs : tuple of Input
    operations : float or None
        Operations for one sample: two for each multiply-add.
    peak : float
        Operations in a second of a float32 matrix product, measured between the forms.
    rounds : dict of int to int
        Rounds by batch size.
    speeds : tuple of Speed
        By batch size, in the order of the forms.
    """

    net: str
    inputs: tuple[Input, ...]
    operations: float | None
    peak: float
    rounds: dict[int, int]
    speeds: tuple[Speed, ...]

    def as_dict(self) -> dict:
        """The figures as JSON values."""
        return {
            "net": self.net,
            "inputs": [each.as_dict() for each in self.inputs],
            "operations_per_sample": self.operations,
            "peak_operations_per_s": self.peak,
            "rounds": {str(size): count for size, count in self.rounds.items()},
            "speeds": [dataclasses.asdict(each) for each in self.speeds],
        }
