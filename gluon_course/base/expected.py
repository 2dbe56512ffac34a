"""What a pretrained net expects of its data: the normalisation it was trained with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gluon_course.base.errors import ConfigError

_TOLERANCE = 1e-3


def expect_normalisation(net: Any, mean: Sequence[float], std: Sequence[float]) -> None:
    """Note on a net what :func:`check_normalisation` shall demand.

    Parameters
    ----------
    net : Block
        Gets the attribute ``normalisation``, a pair of tuples.
    mean, std : sequence of float
        Per channel, of pixels in [0, 1]; empty where pixels are taken as they are.
    """
    net.normalisation = (tuple(mean), tuple(std))


def check_normalisation(net: Any, data_iter: Any) -> None:
    """Compare what a net expects with how a loader normalises.

    Nets that say nothing take everything, and of data without ``info`` nothing is
    known.

    Parameters
    ----------
    net : Block or function
        Has ``normalisation`` if it was pretrained.
    data_iter : iterable
        Has ``info`` (a DataInfo) if it is a loader of the course.

    Raises
    ------
    ConfigError
        If they differ.

    Section: 9.2 微调 (chapter_computer-vision/fine-tuning)
    """
    wanted = getattr(net, "normalisation", None)
    info = getattr(data_iter, "info", None)
    if wanted is None or info is None:
        return
    found = (tuple(info.mean), tuple(info.std))
    if not all(_is_close(*pair) for pair in zip(wanted, found)):
        raise ConfigError(
            f"The net was trained with mean {wanted[0]} and std {wanted[1]}, the data "
            f"have mean {found[0]} and std {found[1]}",
            "a net knows only the numbers it was trained on",
            "normalise alike, for example with the pipeline 'fine-tuning'",
        )


def _is_close(first: Sequence[float], second: Sequence[float]) -> bool:
    return len(first) == len(second) and all(
        abs(a - b) < _TOLERANCE for a, b in zip(first, second)
    )
