"""From a picture of any kind to the input that a net was trained on.

What the net expects stands in its ``model.json``. A photograph or drawing differs from
the pictures of a data set in size, proportions, colours, and often in being dark on
light where Fashion-MNIST and the digits are light on dark. Each is put right by a rule
that is written down here, and what was done is reported with the answer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.pictures import read_pixels
from gluon_course.predict.drawing import is_on_light, light_on_dark, trimmed
from gluon_course.predict.fit import at_most, fit_into

_GREY = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601, as OpenCV and Pillow
_LARGE = 1024  # pixels; enough to find an object on its background
_MARGINS = {"mnist": 0.2}  # its digits are 20 pixels high in pictures of 28


@dataclasses.dataclass(frozen=True)
class Prepared:
    """A picture made to fit a net.

    Attributes
    ----------
    X : NDArray of float32, shape (1, C, H, W)
        Input of the net, normalised, on the CPU.
    pixels : numpy.ndarray of uint8, shape (H, W, C), or None
        The same before normalisation, for showing; None for inputs that were ready.
    notes : tuple of str
        What was changed beyond the size, for people.
    """

    X: nd.NDArray
    pixels: np.ndarray | None
    notes: tuple[str, ...] = ()


def prepare(source, meta: Mapping, invert: str = "auto", fit: str = "auto") -> Prepared:
    """Make a picture fit the net that ``meta`` describes.

    Parameters
    ----------
    source : path, PIL.Image, numpy.ndarray or NDArray
        A picture file; pixels (H, W), (H, W, C) or (C, H, W), uint8 or floats in
        [0, 1]; or floats of exactly the net's input shape (C, H, W), as a data loader
        yields them, which are taken as they are.
    meta : mapping
        Content of ``model.json``.
    invert : {"auto", "yes", "no"}
        For nets of one channel. The course's grey data sets are light on dark; a
        picture whose corners are light (``auto``), or any (``yes``), is inverted and,
        unless it has the net's size already, trimmed to the object: see
        :mod:`gluon_course.predict.drawing`.
    fit : {"auto", "pad", "crop", "stretch"}
        What to do with other proportions: add background, cut the middle out, or
        deform. ``auto`` pads for nets of one channel and crops for colour, as section
        9.2 does.

    Returns
    -------
    Prepared
        Pictures of the net's own size keep their pixels; smaller ones are enlarged as
        in training (bilinear), larger ones averaged.

    Raises
    ------
    DataError
        If the picture cannot be read, or the net does not take pictures.
    ShapeError
        If an array is not a picture.
    ConfigError
        For an unknown ``invert`` or ``fit``.
    """
    _check_choice("invert", invert, ("auto", "yes", "no"))
    _check_choice("fit", fit, ("auto", "pad", "crop", "stretch"))
    channels, height, width = _picture_shape(meta)
    ready = _ready_input(source, (channels, height, width))
    if ready is not None:
        return Prepared(nd.array(ready[None], dtype=np.float32), None)
    pixels, notes, background = read_pixels(source), (), None
    if channels == 1:
        pixels = _as_channels(at_most(pixels, _LARGE), 1)
        is_light = invert == "auto" and is_on_light(pixels[:, :, 0])
        if is_light or invert == "yes":
            reason = "its background is light" if is_light else "as asked"
            pixels, done = _from_light(pixels[:, :, 0], meta, (height, width))
            notes, background = (f"{done}: {reason}",), 0
    if fit == "auto":
        fit = "pad" if channels == 1 else "crop"
    pixels = fit_into(pixels, height, width, fit, background)
    pixels = _as_channels(pixels, channels)
    return Prepared(normalise(pixels, meta), pixels, notes)


def to_input(source, meta: Mapping) -> nd.NDArray:
    """The input of the net alone, shape (1, C, H, W); see :func:`prepare`."""
    return prepare(source, meta).X


def normalise(pixels: np.ndarray, meta: Mapping) -> nd.NDArray:
    """uint8 (H, W, C) to float32 (1, C, H, W), with the same bits as in training."""
    # (H, W, C) -> (1, C, H, W)
    X = pixels.transpose(2, 0, 1)[None].astype(np.float32, order="C")
    X /= np.float32(255)
    mean, std = meta["normalisation"]["mean"], meta["normalisation"]["std"]
    if mean:
        X -= np.array(mean, np.float32).reshape(-1, 1, 1)
        X /= np.array(std, np.float32).reshape(-1, 1, 1)
    return nd.array(X)


def _from_light(grey: np.ndarray, meta: Mapping, size: tuple) -> tuple:
    """Light on dark from dark on light, (H, W, 1), and what was done."""
    inverted, done = light_on_dark(grey), "inverted"
    if grey.shape[0] > size[0] and grey.shape[1] > size[1]:
        facts = meta.get("data", {})
        name = "" if facts.get("is_sample") else facts.get("name")
        whole, inverted = inverted, trimmed(inverted, _MARGINS.get(name, 0.0))
        done += " and trimmed" if inverted.shape != whole.shape else ""
    return inverted[:, :, None], done


def _picture_shape(meta: Mapping) -> tuple[int, int, int]:
    shape = tuple(meta["input"]["shape"])
    if len(shape) != 3 or shape[0] not in (1, 3):
        raise DataError(
            f"The model takes inputs of shape {shape}, which are not pictures",
            "pictures are (C, H, W) with 1 or 3 channels",
            "call load_exported(folder).block with an array",
        )
    return shape


def _ready_input(source, shape: tuple) -> np.ndarray | None:
    """Floats that already have the net's input shape, else None."""
    if getattr(source, "shape", None) != shape or hasattr(source, "getexif"):
        return None
    array = source.asnumpy() if hasattr(source, "asnumpy") else source
    return array if np.issubdtype(array.dtype, np.floating) else None


def _as_channels(pixels: np.ndarray, channels: int) -> np.ndarray:
    if pixels.shape[2] == channels:
        return pixels
    if channels == 3:
        return np.repeat(pixels, 3, axis=2)
    return (pixels @ _GREY).round().astype(np.uint8)[:, :, None]


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ConfigError(f"{name} is {value!r}", action=f"choose from {choices}")
