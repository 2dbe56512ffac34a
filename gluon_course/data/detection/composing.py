"""Pictures for detection and segmentation, composed of real digits and photographs.

Crops of two photographs carry 1 to 8 handwritten digits of random size, place and
colour; later ones cover earlier ones. Boxes, classes and a mask for each digit are
known to the pixel. Nothing is downloaded, and every output says that it is composed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import cv2
import numpy as np

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data.sample import sample_digits, sample_photos

COMPOSED_CLASSES = (
    *("zero", "one", "two", "three", "four"),
    *("five", "six", "seven", "eight", "nine"),
)
"""The ten digits, in words: gluoncv's reader wants names in lower case."""

NOTICE = "composed sample: handwritten digits pasted on two photographs"
"""The sentence that goes with every result on these pictures."""

PARTS = ("train", "test")
MOST_OBJECTS = 8
SMALLEST, LARGEST = 0.10, 0.60
"""Longer side of a digit as a share of the picture's side."""

_TRAIN_SHARE = 0.7  # of a photograph's width; the rest is the test part's
_LEAST_VISIBLE = 0.6  # of a digit that others cover; a digit with less is taken away
_LEAST_CONTRAST = 70  # between a digit's colour and what lies below it, 0..255
_TRIES = 20


@dataclasses.dataclass(frozen=True)
class ComposedPicture:
    """One picture and what is on it.

    Attributes
    ----------
    image : numpy.ndarray of uint8, shape (H, W, 3)
        RGB, 0..255.
    labels : numpy.ndarray of int32, shape (M,)
        Class of each object, 0..9.
    boxes : numpy.ndarray of int32, shape (M, 4)
        Corner boxes (x1, y1, x2, y2) in pixels around what is visible of each object;
        x2 and y2 are one past its last column and row.
    masks : numpy.ndarray of bool, shape (M, H, W)
        Visible pixels of each object; no pixel belongs to two.
    """

    image: np.ndarray
    labels: np.ndarray
    boxes: np.ndarray
    masks: np.ndarray


def compose(
    num_pictures: int,
    part: str = "train",
    side: int = 128,
    seed: int = 0,
    sizes: tuple[float, float] = (SMALLEST, LARGEST),
    most: int = MOST_OBJECTS,
    whole_side: int | None = None,
) -> Iterator[ComposedPicture]:
    """Compose pictures one by one; equal arguments give equal pictures.

    The digits and the regions of the photographs of the two parts are disjoint.

    Parameters
    ----------
    num_pictures : int
        1 or more.
    part : {"train", "test"}
    side : int
        Height and width in pixels, 32 to 256.
    seed : int
        0..2**31-1.
    sizes : (float, float)
        Least and greatest longer side of a digit, as shares of ``side``.
    most : int
        Most digits on a picture; there is at least one.
    whole_side : int, optional
        Show the photographs as a part of a picture of this side would, ``side`` or
        more; by default the whole picture is asked for.

    Raises
    ------
    ConfigError
        If an argument is out of range.
    DataError
        If scikit-learn's digits or photographs cannot be read.
    """
    if part not in PARTS:
        raise ConfigError(f"The part is {part!r}", "", f"choose from {PARTS}")
    for name, value, low, high in (
        ("number of pictures", num_pictures, 1, 2**31),
        ("side", side, 32, 256),
        ("greatest number of digits", most, 1, 20),
    ):
        if not low <= value <= high:
            raise ConfigError(f"The {name} is {value}", "", f"choose {low} to {high}")
    if not 0 < sizes[0] <= sizes[1] <= 1:
        raise ConfigError(
            f"The sizes are {sizes}", "they are shares of the side", "as (0.1, 0.6)"
        )
    whole_side = side if whole_side is None else whole_side
    if whole_side < side:
        raise ConfigError(
            f"A part of {side} pixels of a picture of {whole_side}",
            action="give a whole side of the side or more",
        )
    digits, labels = sample_digits()[PARTS.index(part)]
    grounds = _grounds(part)
    random = np.random.RandomState([seed, PARTS.index(part), side])
    for _ in range(num_pictures):
        ground = _crop(random, grounds, side, whole_side).astype(np.float32)
        yield _compose_one(random, digits[..., 0], labels, ground, sizes, most)


def _compose_one(random, digits, labels, image, sizes, most):
    side = len(image)
    owner = np.full((side, side), -1)  # number of the digit that is seen at a pixel
    full, chosen = [], []
    for _ in range(random.randint(1, most + 1)):
        index = random.randint(len(digits))
        size = max(round(side * random.uniform(*sizes)), 8)
        alpha = _shape(digits[index], size)
        height, width = alpha.shape
        top = random.randint(side - height + 1)
        left = random.randint(side - width + 1)
        place = (slice(top, top + height), slice(left, left + width))
        is_ink = alpha > 0.5
        if not _leaves_enough(owner, place, is_ink, full):
            continue  # it would hide another
        color = _color(random, image[place][is_ink].mean(axis=0))
        blend = alpha[..., None]
        image[place] = image[place] * (1 - blend) + color * blend
        owner[place][is_ink] = len(chosen)
        full.append(is_ink.sum())
        chosen.append(labels[index])
    masks = np.stack([owner == each for each in range(len(chosen))])
    boxes = np.array([_box(mask) for mask in masks], np.int32)
    pixels = np.rint(image).clip(0, 255).astype(np.uint8)
    return ComposedPicture(pixels, np.array(chosen, np.int32), boxes, masks)


def _leaves_enough(owner, place, is_ink, full) -> bool:
    """Would every digit below stay visible enough if ``is_ink`` were put there?"""
    covered = owner[place][is_ink]
    for number in np.unique(covered[covered >= 0]):
        visible = (owner == number).sum() - (covered == number).sum()
        if visible < _LEAST_VISIBLE * full[number]:
            return False
    return True


def _shape(digit: np.ndarray, size: int) -> np.ndarray:
    """Opacity 0..1 of a digit, cut to its ink, whose longer side is ``size`` pixels."""
    rows, columns = np.flatnonzero(digit.any(1)), np.flatnonzero(digit.any(0))
    ink = digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = ink.shape
    factor = size / max(height, width)
    shape = max(round(width * factor), 3), max(round(height * factor), 3)
    smooth = cv2.resize(ink.astype(np.float32), shape, interpolation=cv2.INTER_LINEAR)
    # the strokes are grey at their borders: make them opaque a little earlier
    return ((smooth / max(smooth.max(), 1) - 0.2) / 0.5).clip(0, 1)


def _color(random, ground: np.ndarray) -> np.ndarray:
    """A colour that stands out from the mean colour below it."""
    for _ in range(_TRIES):
        color = random.uniform(0, 255, 3)
        if np.abs(color - ground).mean() >= _LEAST_CONTRAST:
            return color
    return np.where(ground < 128, 255.0, 0.0)


def _crop(random, grounds, side, whole_side) -> np.ndarray:
    """A square of a photograph, resized and perhaps mirrored.

    A whole picture takes 64 to 256 pixels, a part of it accordingly fewer.
    """
    ground = grounds[random.randint(len(grounds))]
    height, width = ground.shape[:2]
    size = random.randint(64, min(height, width, 256) + 1)
    size = round(size * side / whole_side)
    top, left = random.randint(height - size + 1), random.randint(width - size + 1)
    crop = ground[top : top + size, left : left + size]
    crop = cv2.resize(crop, (side, side), interpolation=cv2.INTER_AREA)
    return crop[:, ::-1] if random.rand() < 0.5 else crop


def _grounds(part: str) -> list[np.ndarray]:
    grounds = []
    for path in sample_photos().values():
        photo = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if photo is None:
            raise DataError(
                f"{path} cannot be read as a picture",
                "scikit-learn's installation is damaged",
                "pip install --force-reinstall scikit-learn",
            )
        edge = int(photo.shape[1] * _TRAIN_SHARE)
        half = photo[:, :edge] if part == "train" else photo[:, edge:]
        grounds.append(np.ascontiguousarray(half[..., ::-1]))
    return grounds


def _box(mask: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
