"""Numbers as planes of bits, which a store that compresses gradients adds up exactly.

MXNet's gradient compression sends every number that is pushed as -t, 0 or t. Counters
and running statistics have to go the same way as gradients, and must arrive whole. As a
vector of 0 and t, one element for each bit, nothing is lost: the sum over the workers
says for each bit how many of them have it set.
"""

from __future__ import annotations

import numpy as np

from gluon_course.base.errors import TrainingError

WHOLE, PART = 44, 40
"""Bits before the point and behind it: below 2**43, in steps of 2**-40."""

BITS = WHOLE + PART
_OFFSET = 1 << (WHOLE - 1)


def to_planes(values, unit: float = 1.0) -> np.ndarray:
    """Bits of numbers, as 0 and ``unit``.

    Parameters
    ----------
    values : array of float, shape (K,)
        From -2**43 to 2**43, rounded to steps of 2**-40.
    unit : float
        What a bit that is set becomes.

    Returns
    -------
    numpy.ndarray of float32, shape (K, BITS)

    Raises
    ------
    TrainingError
        If a number is not finite or too large.
    """
    values = np.asarray(values, np.float64)
    if not np.all(np.abs(values) < _OFFSET - 1):
        raise TrainingError(
            "A figure of this worker is not finite and cannot be added to the others'",
            "the learning rate is too large, or the data holds a value not finite",
            "try a smaller --lr",
        )
    whole = np.floor(values)
    part = np.minimum(np.rint((values - whole) * 2.0**PART), 2**PART - 1)
    bits = [
        _bits(whole.astype(np.int64) + _OFFSET, WHOLE),
        _bits(part.astype(np.int64), PART),
    ]
    return np.concatenate(bits, axis=1).astype(np.float32) * np.float32(unit)


def from_planes(planes, num_workers: int, unit: float = 1.0) -> np.ndarray:
    """The sums over ``num_workers`` workers from the sums of their planes, (K,)."""
    counts = np.rint(np.asarray(planes, np.float64) / unit)
    whole = counts[:, :WHOLE] @ 2.0 ** np.arange(WHOLE) - num_workers * _OFFSET
    return whole + counts[:, WHOLE:] @ 2.0 ** np.arange(-PART, 0)


def _bits(numbers: np.ndarray, width: int) -> np.ndarray:
    return numbers[:, None] >> np.arange(width) & 1
