"""How good an exported model is, in one figure, and what a cheaper form of it loses."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable

import mxnet as mx
import numpy as np

from gluon_course.base.errors import ConfigError, DataError, ExportError

MAX_DROP = 0.01
"""What a form may lose unless more is asked for: 1 percentage point, or 1 %."""


@dataclasses.dataclass(frozen=True)
class Judge:
    """Measures models on samples that neither training nor calibration has seen.

    Attributes
    ----------
    name : str
        Of the figure: ``accuracy``, ``perplexity``, ...
    measure : callable
        From a model, called with a batch, to the figure. Every call reads the same
        samples.
    title : str
        On which samples, for people.
    is_loss : bool
        Smaller is better, and a drop is the share by which the figure grows; else the
        figure is itself a share, 0..1, and a drop is the difference.
    """

    name: str
    measure: Callable[[Callable], float]
    title: str = ""
    is_loss: bool = False

    def drop(self, before: float, after: float) -> float:
        """What was lost, as a share; negative where ``after`` is the better figure."""
        if not self.is_loss:
            return before - after
        return after / before - 1


def accuracy_judge(batches: Iterable, title: str = "") -> Judge:
    """The judge of classifiers: share of samples whose largest score is their class.

    Parameters
    ----------
    batches : iterable of (X, y)
        Read anew for every model; a list or a loader, not a generator.
    title : str
        On which samples.
    """

    def accuracy(model: Callable) -> float:
        right, total = 0, 0
        for X, y in batches:
            with mx.autograd.pause():
                scores = model(X).asnumpy()
            right += int((scores.argmax(-1) == _flat(y)).sum())
            total += len(scores)
        if not total:
            raise DataError("There is nothing to judge by", "the data set is empty")
        return right / total

    return Judge("accuracy", accuracy, title)


def check_limit(max_drop: float) -> None:
    """Raise ConfigError unless ``max_drop`` is a share, 0..1."""
    if not 0 <= max_drop <= 1:
        raise ConfigError(
            f"A drop of {max_drop} cannot be a limit",
            action="give a share from 0 to 1, such as 0.01 for one percentage point",
        )


def judged(
    judge: Judge,
    plain: Callable,
    reduced: Callable,
    form: str,
    max_drop: float = MAX_DROP,
    is_forced: bool = False,
) -> dict:
    """Both models' figures, once the reduced one proved good enough.

    Parameters
    ----------
    judge : Judge
    plain, reduced : callable
        The float32 model and its cheaper form, both loaded from their files.
    form : str
        The form's name.
    max_drop : float
        Largest drop that is accepted, 0..1.
    is_forced : bool
        Accept any.

    Returns
    -------
    dict
        ``metric``, ``before``, ``after``, ``drop``, ``max_drop``, ``data`` and
        ``forced``: whether it would have been refused.

    Raises
    ------
    ExportError
        If it is not good enough, and not forced.
    """
    before, after = float(judge.measure(plain)), float(judge.measure(reduced))
    drop = judge.drop(before, after)
    is_refused = not drop <= max_drop  # also where it is not a number
    if is_refused and not is_forced:
        unit = "%" if judge.is_loss else "percentage points"
        raise ExportError(
            f"The {judge.name} would go from {before:.4f} in float32 to {after:.4f} in "
            f"{form}; nothing was written",
            f"that is worse by {100 * drop:.2f} {unit}, and {100 * max_drop:g} are "
            "allowed",
            "calibrate with more samples, train longer, allow more with --max-drop, or "
            "take it as it is with --force",
        )
    return {
        "metric": judge.name,
        "data": judge.title,
        "before": before,
        "after": after,
        "drop": drop if math.isfinite(drop) else None,
        "max_drop": max_drop,
        "forced": is_refused,
    }


def _flat(y) -> np.ndarray:
    values = y.asnumpy() if hasattr(y, "asnumpy") else np.asarray(y)
    return values.reshape(len(values), -1)[:, 0]
