"""The composed sample for semantic segmentation: a class for each pixel (9.9, 9.10).

Digits of 64 to 160 pixels on photographs of 256. With a fixed set of training pictures
a net soon knows the compositions by heart; here every pass has new ones.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import epoch_seed
from gluon_course.data.augmentation import AugmentedLoader, RandomColorJitter
from gluon_course.data.detection.composing import (
    COMPOSED_CLASSES,
    NOTICE,
    ComposedPicture,
    compose,
)
from gluon_course.data.detection.passes import Passes
from gluon_course.data.info import DataInfo
from gluon_course.data.loader import BatchLoader
from gluon_course.data.normalisation import IMAGENET, Normalisation
from gluon_course.data.sample import show_notice
from gluon_course.data.transform import ToTensor, to_ndarray

SAMPLE_SIDE = 256  # pixels
SAMPLE_DIGITS, SAMPLE_MOST = (64, 160), 3
"""Least and greatest longer side of a digit in pixels, and most digits of a picture."""
SAMPLE_CLASSES = ("background", *COMPOSED_CLASSES)
NUM_SAMPLE = (3000, 200)
"""Pictures of a pass over the training part, and of the test part."""

FRESH_SEED = 4021
"""Draws the test pictures of ``gluon-course eval``, which nobody has looked at.

It is not that of the detectors: nets for segmentation were judged by those pictures
before their settings were final.
"""

# Training pictures are small, but no digit is cut off: half a digit could be one of
# several, and nets that saw such halves learned more slowly.
_TRAIN_SIDE = SAMPLE_DIGITS[1]  # pixels
_JITTER = 0.2  # of brightness, contrast and saturation


class ComposedMasks(Passes):
    """Iterates over pictures that are composed as they are asked for.

    Parameters
    ----------
    num_pictures : int
        In a pass, 1 or more.
    batch_size : int
        N.
    side : int
        Of the pictures, 160 to 256 pixels.
    part : {"train", "test"}
        Which digits and regions of the photographs are used.
    seed : int
        Pass ``epoch`` has the pictures of (``seed``, ``epoch``), and no others.

    Yields
    ------
    X : NDArray of float32, shape (N, 3, side, side)
        In [0, 1].
    classes : NDArray of int8, shape (N, side, side)
        0 is the background, digit d is d + 1.

    Raises
    ------
    ConfigError
        If a number is out of range.

    Section: 9.9 语义分割和数据集
    """

    def __init__(
        self,
        num_pictures: int,
        batch_size: int,
        side: int = SAMPLE_SIDE,
        part: str = "train",
        seed: int = 0,
    ):
        if num_pictures < 1:
            raise ConfigError(f"{num_pictures} pictures", action="ask for 1 or more")
        self.begin(num_pictures, batch_size, False, "keep", seed)
        self.side, self.part, self.info = side, part, _info(side)

    def __iter__(self) -> Iterator[tuple[nd.NDArray, nd.NDArray]]:
        epoch, batches = self.next_pass()
        seed = epoch_seed(self.seed, epoch)
        pictures = composed_pictures(self.num_samples, self.part, seed, self.side)
        transform = ToTensor()
        for rows in batches:
            some = [next(pictures) for _ in rows]
            X = transform(np.stack([each.image for each in some]))
            yield X, to_ndarray(np.stack([pixel_classes(each) for each in some]))


def composed_pictures(
    num_pictures: int, part: str, seed: int, side: int = SAMPLE_SIDE
) -> Iterator[ComposedPicture]:
    """Pictures with 1 to 3 digits of 64 to 160 pixels, one by one.

    Small ones show the photographs as a part of a picture of 256 pixels does: nets that
    saw them smaller took enlarged leaves for digits.

    Parameters and errors are those of :func:`~gluon_course.data.detection.compose`.
    """
    sizes = digit_sizes(side)
    return compose(num_pictures, part, side, seed, sizes, SAMPLE_MOST, SAMPLE_SIDE)


def digit_sizes(side: int) -> tuple[float, float]:
    """Least and greatest side of a digit as shares of the side of its picture.

    Raises
    ------
    ConfigError
        If the picture is smaller than the largest digit.
    """
    if side < SAMPLE_DIGITS[1]:
        raise ConfigError(
            f"Pictures of {side} pixels for digits of {SAMPLE_DIGITS[1]}",
            action=f"choose a side of {SAMPLE_DIGITS[1]} or more",
        )
    return SAMPLE_DIGITS[0] / side, SAMPLE_DIGITS[1] / side


def pixel_classes(picture: ComposedPicture) -> np.ndarray:
    """The class of each pixel, int8 (H, W): 0 the background, digit d is d + 1."""
    labels = picture.labels[:, None, None] + 1
    return (picture.masks * labels).sum(axis=0).astype(np.int8)


def load_composed_segmentation(
    batch_size: int,
    run: RunOptions | None = None,
    num_sample: tuple[int, int] = NUM_SAMPLE,
    test_seed: int = 0,
):
    """Training pictures that are new in every pass, and a fixed test part.

    Training pictures have 160 x 160 pixels and change their brightness, contrast and
    saturation; test pictures have 256 x 256. Digits and regions of the photographs of
    the two parts are disjoint. Nothing is cut or mirrored: digits would become others.

    Parameters
    ----------
    batch_size : int
        N.
    run : RunOptions, optional
        ``seed`` fixes the training pictures, ``limit`` their number in a pass.
    num_sample : (int, int)
        Pictures of a pass over the training part, and of the test part.
    test_seed : int
        Draws the test part: 0 for the figures of every epoch, 1 to choose settings
        by; ``gluon-course eval`` judges on another still.

    Returns
    -------
    train_iter, test_iter
        Batches of X float32 (N, 3, H, W), normalised as ImageNet's, and classes int8
        (N, H, W).

    Section: 9.9 语义分割和数据集
    """
    run = run or RunOptions()
    show_notice(NOTICE)
    count = num_sample[0] if run.limit is None else min(num_sample[0], run.limit)
    whole = ComposedMasks(count, batch_size, _TRAIN_SIDE, "train", run.seed)
    jitter = RandomColorJitter(_JITTER, _JITTER, _JITTER)
    train_iter = AugmentedLoader(whole, jitter, normalisation=IMAGENET)
    train_iter.info = _info(_TRAIN_SIDE, IMAGENET)
    pictures = list(composed_pictures(num_sample[1], "test", test_seed))
    test_iter = BatchLoader(
        np.stack([each.image for each in pictures]),
        np.stack([pixel_classes(each) for each in pictures]),
        batch_size=batch_size,
        transform=ToTensor(None, IMAGENET.mean, IMAGENET.std),
        info=_info(SAMPLE_SIDE, IMAGENET),
    )
    return train_iter, test_iter


def _info(side: int, normalisation: Normalisation | None = None) -> DataInfo:
    return DataInfo(
        "composed",
        NOTICE,
        (3, side, side),
        SAMPLE_CLASSES,
        normalisation.mean if normalisation else (),
        normalisation.std if normalisation else (),
        is_sample=True,
        notice=NOTICE,
    )
