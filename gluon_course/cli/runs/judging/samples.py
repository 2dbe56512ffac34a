"""Samples of a run's data for exports that compute in fewer bits."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from gluon_course.export import Judge


@dataclasses.dataclass(frozen=True)
class Samples:
    """What an export is calibrated with and judged by.

    Attributes
    ----------
    batches : iterable
        Of the training part, with an array for each input of the net first. Of a net
        that is used in parts: a mapping from their names to such batches.
    judge : Judge
        On the test part, or what comes nearest to one. In parts, it measures a mapping
        from their names to models.
    """

    batches: Iterable | Mapping[str, Iterable]
    judge: Judge
