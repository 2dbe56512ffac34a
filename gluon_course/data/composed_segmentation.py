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
from gluon_course.data.augmentation import (
    AugmentedLoader,
    PairedCrop,
    RandomColorJitter,
)
from gluon_course.data.detection.composing import (
    COMPOSED_CLASSES,
    NOTICE,
    ComposedPicture,
    compose,
)
from gluon_course.data.detection.passes import Passes
from gluon_course.data.info import DataInfo
from gluon_course.data.loader import BatchLoader
from gluon_course.data.normalisation import IMAGENET
from gluon_course.data.sample import show_notice
from gluon_course.data.transform import ToTensor, to_ndarray

SAMPLE_SIDE = 256  # pixels
SAMPLE_SIZES, SAMPLE_MOST = (64 / 256, 160 / 256), 3
"""Sides of the digits as shares of the picture's, and most of them."""
SAMPLE_CLASSES = ("background", *COMPOSED_CLASSES)
NUM_SAMPLE = (3000, 200)
"""Pictures of a pass over the training part, and of the test part."""

_CROP = 128  # pixels
_JITTER = 0.2  # of brightness, contrast and saturation


class ComposedMasks(Passes):
    """Iterates over pictures that are composed as they are asked for.

    Parameters
    ----------
    num_pictures : int
        In a pass, 1 or more.
    batch_size : int
        N.
    part : {"train", "test"}
        Which digits and regions of the photographs are used.
    seed : int
        Pass ``epoch`` has the pictures of (``seed``, ``epoch``), and no others.

    Yields
    ------
    X : NDArray of float32, shape (N, 3, 256, 256)
        In [0, 1].
    classes : NDArray of int8, shape (N, 256, 256)
        0 is the background, digit d is d + 1.

    Raises
    ------
    ConfigError
        If a number is out of range.

    Section: 9.9 语义分割和数据集
    """

    def __init__(
        self, num_pictures: int, batch_size: int, part: str = "train", seed: int = 0
    ):
        if num_pictures < 1:
            raise ConfigError(f"{num_pictures} pictures", action="ask for 1 or more")
        self.begin(num_pictures, batch_size, False, "keep", seed)
        self.part, self.info = part, _info()

    def __iter__(self) -> Iterator[tuple[nd.NDArray, nd.NDArray]]:
        epoch, batches = self.next_pass()
        pictures = composed_pictures(
            self.num_samples, self.part, epoch_seed(self.seed, epoch)
        )
        transform = ToTensor()
        for rows in batches:
            some = [next(pictures) for _ in rows]
            X = transform(np.stack([each.image for each in some]))
            yield X, to_ndarray(np.stack([pixel_classes(each) for each in some]))


def composed_pictures(
    num_pictures: int, part: str, seed: int
) -> Iterator[ComposedPicture]:
    """Pictures of 256 pixels with 1 to 3 digits of 64 to 160 pixels, one by one.

    Parameters and errors are those of :func:`~gluon_course.data.detection.compose`.
    """
    return compose(num_pictures, part, SAMPLE_SIDE, seed, SAMPLE_SIZES, SAMPLE_MOST)


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

    Training pictures are cut to 128 x 128 pixels at a random place and change their
    brightness, contrast and saturation; test pictures stay whole. Digits and regions of
    the photographs of the two parts are disjoint. Nothing is mirrored: digits would
    become other shapes.

    Parameters
    ----------
    batch_size : int
        N.
    run : RunOptions, optional
        ``seed`` fixes the training pictures, ``limit`` their number in a pass.
    num_sample : (int, int)
        Pictures of a pass over the training part, and of the test part.
    test_seed : int
        Draws the test part: 0 for figures that are reported, another to choose
        settings by.

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
    whole = ComposedMasks(count, batch_size, "train", run.seed)
    cut = AugmentedLoader(whole, mixing=PairedCrop(_CROP, _CROP))
    jitter = RandomColorJitter(_JITTER, _JITTER, _JITTER)
    train_iter = AugmentedLoader(cut, jitter, normalisation=IMAGENET)
    pictures = list(composed_pictures(num_sample[1], "test", test_seed))
    test_iter = BatchLoader(
        np.stack([each.image for each in pictures]),
        np.stack([pixel_classes(each) for each in pictures]),
        batch_size=batch_size,
        transform=ToTensor(None, IMAGENET.mean, IMAGENET.std),
        info=train_iter.info,
    )
    return train_iter, test_iter


def _info() -> DataInfo:
    side = SAMPLE_SIDE
    return DataInfo(
        "composed",
        NOTICE,
        (3, side, side),
        SAMPLE_CLASSES,
        is_sample=True,
        notice=NOTICE,
    )
