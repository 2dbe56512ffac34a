"""Masks as text: run lengths in COCO's compressed form, written and read."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gluon_course.base.errors import DataError, ShapeError

_BITS, _MORE, _SIGN = 5, 0x20, 0x10
_FIRST = 48  # the character of 0: "0"


def encode_mask(mask) -> dict:
    """A mask as COCO's run-length encoding.

    The columns of the mask stand one below the other; the lengths of its runs, the
    first one of zeros, are written five bits a character, from the fourth on as the
    difference to the run but one before.

    Parameters
    ----------
    mask : numpy.ndarray of bool or of 0 and 1, shape (H, W)

    Returns
    -------
    dict
        ``size``, [H, W], and ``counts``, a str: what pycocotools' ``decode`` reads.

    Raises
    ------
    ShapeError
        If it is no mask.

    Source: Lin et al. (2014), Microsoft COCO; github.com/cocodataset/cocoapi, maskApi.c
    """
    mask = np.asarray(mask)
    if mask.ndim != 2 or not np.isin(mask, (0, 1)).all():
        raise ShapeError(
            f"An array of shape {mask.shape} and type {mask.dtype} is no mask",
            "each pixel is covered or not",
            "give zeros and ones of shape (H, W)",
        )
    pixels = mask.astype(np.int8).ravel(order="F")
    changes = np.flatnonzero(np.diff(pixels, prepend=0))
    runs = np.diff(np.concatenate([[0], changes, [len(pixels)]])).tolist()
    text = ""
    for i, run in enumerate(runs):
        text += _characters(run - runs[i - 2] if i > 2 else run)
    return {"size": list(mask.shape), "counts": text}


def decode_mask(encoded: Mapping) -> np.ndarray:
    """The mask of :func:`encode_mask`, or of pycocotools' ``encode``.

    Parameters
    ----------
    encoded : mapping
        ``size``, (H, W), and ``counts``, str or bytes.

    Returns
    -------
    numpy.ndarray of bool, shape (H, W)

    Raises
    ------
    DataError
        If the runs do not fill the mask.
    """
    counts = encoded["counts"]
    counts = counts.encode() if isinstance(counts, str) else counts
    runs, number, shift = [], 0, 0
    for character in counts:
        value = character - _FIRST
        number |= (value & 0x1F) << shift
        shift += _BITS
        if value & _MORE:
            continue
        if value & _SIGN:
            number -= 1 << shift
        runs.append(number + (runs[-2] if len(runs) > 2 else 0))
        number, shift = 0, 0
    height, width = encoded["size"]
    if sum(runs) != height * width or min(runs, default=0) < 0 or shift:
        raise DataError(
            f"The runs {runs[:4]}... fill {sum(runs)} pixels of {height * width}",
            "the text of the mask is cut off or of another size",
        )
    values = np.arange(len(runs)) % 2 == 1
    return np.repeat(values, runs).reshape(height, width, order="F")


def _characters(number: int) -> str:
    """A number, perhaps below 0, five bits a character, the lowest first."""
    text = ""
    while True:
        bits, number = number & 0x1F, number >> _BITS
        # the highest bit of the last character is the sign
        is_last = number == (-1 if bits & _SIGN else 0)
        text += chr(_FIRST + (bits if is_last else bits | _MORE))
        if is_last:
            return text
